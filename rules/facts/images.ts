import type { ImageKnowledge, ImageReference } from '../../core/rule.ts';
import { applications } from './images/applications.ts';
import { brokers } from './images/brokers.ts';
import { databases } from './images/databases.ts';
import { distributions } from './images/distributions.ts';
import { type Family, familyFacts, familyKey } from './images/family.ts';
import { java } from './images/java.ts';
import { operations } from './images/operations.ts';
import { phpApplications } from './images/php-applications.ts';
import { runtimes } from './images/runtimes.ts';
import { specialDatabases } from './images/special-databases.ts';
import { stores } from './images/stores.ts';
import { tools } from './images/tools.ts';
import { webServers } from './images/web-servers.ts';
import { nginxRelease } from './nginx-versions.ts';

/** Every family of images that something is known of. */
export const imageFamilies: readonly Family[] = [
  ...webServers,
  ...runtimes,
  ...java,
  ...databases,
  ...specialDatabases,
  ...stores,
  ...brokers,
  ...applications,
  ...phpApplications,
  ...operations,
  ...tools,
  ...distributions,
];

const named = new Map<string, Family>();
const patterns: { readonly pattern: RegExp; readonly family: Family }[] = [];
for (const family of imageFamilies) {
  for (const image of family.images) {
    if (typeof image === 'string') named.set(image, family);
    else patterns.push({ pattern: image, family });
  }
}

/** The family that an image belongs to; undefined where nothing is known of it. */
export function imageFamily(reference: ImageReference): Family | undefined {
  const key = familyKey(reference);
  return named.get(key) ?? patterns.find(({ pattern }) => pattern.test(key))?.family;
}

/** What is known of official and widely used images, by repository and tag. */
export const images: ImageKnowledge = {
  facts(reference) {
    const family = imageFamily(reference);
    if (!family) return undefined;
    const facts = familyFacts(family, reference.tag);
    const release =
      facts.product === 'nginx' && facts.ports && !reference.digest ? nginxRelease(reference.tag) : undefined;
    return release ? { ...facts, release } : facts;
  },
};
