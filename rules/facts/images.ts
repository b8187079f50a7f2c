import type { ImageKnowledge } from '../../core/rule.ts';
import { databases } from './images/databases.ts';
import { distributions } from './images/distributions.ts';
import { type Family, familyFacts, familyKey } from './images/family.ts';
import { operations } from './images/operations.ts';
import { runtimes } from './images/runtimes.ts';
import { stores } from './images/stores.ts';
import { tools } from './images/tools.ts';
import { webServers } from './images/web-servers.ts';
import { nginxRelease } from './nginx-versions.ts';

/** Every family of images that something is known of. */
export const imageFamilies: readonly Family[] = [
  ...webServers,
  ...runtimes,
  ...databases,
  ...stores,
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

/** What is known of official and widely used images, by repository and tag. */
export const images: ImageKnowledge = {
  facts(reference) {
    const key = familyKey(reference);
    const family = named.get(key) ?? patterns.find(({ pattern }) => pattern.test(key))?.family;
    if (!family) return undefined;
    const facts = familyFacts(family, reference.tag);
    const release =
      facts.product === 'nginx' && facts.ports && !reference.digest ? nginxRelease(reference.tag) : undefined;
    return release ? { ...facts, release } : facts;
  },
};
