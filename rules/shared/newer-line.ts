import type { Fix, ImageFacts, ImageReference } from '../../core/rule.ts';
import type { EndOfLife } from '../facts/end-of-life.ts';

/** Releases of Debian and Ubuntu that older images were built on: their tags end with the line. */
const codeName = /^(?:jessie|stretch|buster|bullseye|bookworm|trusty|xenial|bionic|focal|jammy)$/;

/** The next release line in a tag, its variant kept; the version of the system in it (`-buster`, `-alpine3.14`) is not. */
export function newerLine(
  reference: ImageReference,
  image: ImageFacts,
  { cycle, next }: EndOfLife,
): Fix | undefined {
  const { tag, tagSpan, digest, repository } = reference;
  if (!tag || !tagSpan || digest !== undefined || next === undefined || image.version === undefined)
    return undefined;
  const [version, ...variants] = tag.split('-');
  // A tag that goes by a code name has no number to raise.
  if (version === undefined || !/^\d/.test(version) || !image.version.startsWith(cycle.split('.')[0]!))
    return undefined;
  const kept = variants
    .map((word) => word.replace(/^alpine[\d.]+$/, 'alpine'))
    .filter((word) => !codeName.test(word));
  const text = [next, ...kept].join('-');
  return { title: `Use "${repository}:${text}"`, safety: 'review', edits: [{ span: tagSpan, text }] };
}
