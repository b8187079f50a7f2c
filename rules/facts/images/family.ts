import type { ImageFacts, ImageReference } from '../../../core/rule.ts';
import { type BaseSystem, baseSystems, checkable } from './base-systems.ts';

/** What a layer says; `tools` and `lacks` add to what the layers before it say, all else replaces. */
export type LayerFacts = Partial<Omit<ImageFacts, 'product' | 'role' | 'version' | 'distribution'>>;

/** Facts that hold for some of an image's tags. All conditions must hold. */
export interface Layer {
  /** Some word of the tag (split at `-`) matches. */
  readonly words?: RegExp;
  /** The whole tag matches. */
  readonly tag?: RegExp;
  /** No word of the tag matches. */
  readonly without?: RegExp;
  /** From this version on; a tag without a version is the newest. */
  readonly since?: string;
  /** Below this version; never for a tag without a version. */
  readonly before?: string;
  /** The system that the image is built on: sets the distribution and what tools it has and lacks. */
  readonly on?: BaseSystem;
  /** Tools of which nothing is known here after all. */
  readonly unsure?: readonly string[];
  readonly facts?: LayerFacts;
}

/** All images that carry one product in one way. */
export interface Family {
  /** `repository`, or `registry/repository` outside of Docker Hub. */
  readonly images: readonly (string | RegExp)[];
  readonly product: string;
  readonly role: ImageFacts['role'];
  /** The version in a tag, as its first group; the leading number by default. */
  readonly version?: RegExp;
  /** Versions that tags name by a word: code names, `lts`. */
  readonly named?: Readonly<Record<string, string>>;
  /** Where the facts were read, and when. */
  readonly source: string;
  readonly date: string;
  readonly layers: readonly Layer[];
}

/** The key under which a reference's family is found: mirrors of the official images count as those. */
export function familyKey(reference: ImageReference): string {
  const { registry, repository } = reference;
  if (registry === 'docker.io') return repository;
  const official = /^(?:docker\/)?library\/([^/]+)$/.exec(repository);
  return official?.[1] ?? `${registry}/${repository}`;
}

/** Facts of a family's image at a tag. */
export function familyFacts(family: Family, tag: string | undefined): ImageFacts {
  const words = (tag ?? '').split('-').filter(Boolean);
  const version = versionOf(family, tag ?? '', words);
  const tools = new Set<string>();
  const lacks = new Set<string>();
  let facts: LayerFacts & Pick<ImageFacts, 'distribution'> = {};
  for (const layer of family.layers) {
    if (!applies(layer, tag ?? '', words, version)) continue;
    if (layer.on) {
      const system = baseSystems[layer.on];
      tools.clear();
      lacks.clear();
      facts = { ...facts, distribution: system.distribution, shell: system.shell };
      for (const tool of system.tools) tools.add(tool);
      for (const tool of checkable)
        if (!system.tools.includes(tool) && !system.unsure.includes(tool)) lacks.add(tool);
    }
    for (const tool of [...(layer.unsure ?? []), ...(layer.facts?.tools ?? [])]) lacks.delete(tool);
    for (const tool of [...(layer.unsure ?? []), ...(layer.facts?.lacks ?? [])]) tools.delete(tool);
    for (const tool of layer.facts?.tools ?? []) tools.add(tool);
    for (const tool of layer.facts?.lacks ?? []) lacks.add(tool);
    facts = { ...facts, ...layer.facts };
  }
  return {
    ...facts,
    product: family.product,
    role: family.role,
    ...(version !== undefined && { version }),
    tools: [...tools],
    lacks: [...lacks],
  };
}

function versionOf(family: Family, tag: string, words: readonly string[]): string | undefined {
  const match = (family.version ?? /^v?(\d+(?:\.\d+)*)/).exec(tag);
  if (match?.[1]) return match[1];
  for (const word of words) {
    const named = family.named?.[word];
    if (named) return named;
  }
  return undefined;
}

function applies(layer: Layer, tag: string, words: readonly string[], version: string | undefined): boolean {
  if (layer.tag && !layer.tag.test(tag)) return false;
  if (layer.words && !words.some((word) => layer.words?.test(word))) return false;
  if (layer.without && words.some((word) => layer.without?.test(word))) return false;
  if (layer.since !== undefined && version !== undefined && compareVersions(version, layer.since) < 0)
    return false;
  if (layer.before !== undefined && (version === undefined || compareVersions(version, layer.before) >= 0))
    return false;
  return true;
}

/**
 * Compare dotted versions by number; what the first does not name counts as the newest: `16` is not below `16.4`.
 * @returns negative, zero or positive.
 */
export function compareVersions(version: string, bound: string): number {
  const parts = version.split('.').map(Number);
  for (const [index, part] of bound.split('.').map(Number).entries()) {
    const own = parts[index] ?? Number.POSITIVE_INFINITY;
    if (own !== part) return own < part ? -1 : 1;
  }
  return 0;
}
