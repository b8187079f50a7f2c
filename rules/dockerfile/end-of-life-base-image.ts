import {
  compareVersions,
  defineRule,
  type Fix,
  type ImageFacts,
  type ImageReference,
  type Stage,
  skip,
  type TextEdit,
} from '../../core/rule.ts';
import { type EndOfLife, endOfLife } from '../facts/end-of-life.ts';
import { newNpmOption, oldNpmOptions } from '../shared/npm-options.ts';

export default defineRule({
  id: 'dockerfile/end-of-life-base-image',
  title: 'Base image past its end of life',
  category: 'supply-chain',
  severity: 'warning',
  priority: 1,
  remedy: 'Build on a release line that still gets security fixes.',
  strength: 'Base images are supported by their makers',
  rationale:
    'A release line past its end gets no fixes: every flaw found since then stays in the image, however often it is built anew. ' +
    'The images of such a line are soon not built any more either, and so the system below it ages too.',
  references: [
    'https://endoflife.date',
    'https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often',
  ],
  catalogue: ['dockerfile/base-image-eol'],
  production: true,
  on: 'stage',
  bad: `FROM node:18-alpine
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
USER node
CMD ["node", "server.js"]
`,
  *check({ stage, base, needed, dockerfile }, { today }) {
    const reference = stage.base.kind === 'image' ? stage.base.reference : undefined;
    if (!reference || !needed || base?.version === undefined) return skip;
    const end = endOfLife(base.product, base.version, today);
    if (!end) return skip;
    if (end.eol > today) return;
    const fix = fixFor(reference, base, end, () => newNpm(stage, dockerfile.dockerfile.stages));
    yield {
      at: reference.tagSpan ?? stage.base.span,
      message: `"${reference.text}" gets no security fixes: ${base.product} ${end.cycle} reached its end of life on ${end.eol}.`,
      ...(fix && { fix }),
    };
  },
});

/** The next release line in the tag, its variant kept; the version of the system in it (`-buster`, `-alpine3.14`) is not. */
function fixFor(
  reference: ImageReference,
  base: ImageFacts,
  { cycle, next }: EndOfLife,
  npm: () => readonly TextEdit[],
): Fix | undefined {
  const { tag, tagSpan, digest } = reference;
  if (!tag || !tagSpan || digest !== undefined || next === undefined || base.version === undefined)
    return undefined;
  const [version, ...variants] = tag.split('-');
  // A tag that goes by a code name has no number to raise.
  if (version === undefined || !/^\d/.test(version) || !base.version.startsWith(cycle.split('.')[0]!))
    return undefined;
  const kept = variants
    .map((word) => word.replace(/^alpine[\d.]+$/, 'alpine'))
    .filter((word) => !codeName.test(word));
  const text = [next, ...kept].join('-');
  const options = base.product === 'node' && compareVersions(base.version, '15') < 0 ? npm() : [];
  return {
    title: `Build on "${reference.repository}:${text}"${options.length > 0 ? ', with --omit=dev for its npm' : ''}`,
    safety: 'review',
    edits: [{ span: tagSpan, text }, ...options],
  };
}

/** What the newer npm calls otherwise, in the stage and those that are built on it. */
function newNpm(stage: Stage, stages: readonly Stage[]): readonly TextEdit[] {
  return stages
    .filter(({ chain }) => chain.includes(stage))
    .flatMap(({ runs, triggers }) => [...runs, ...triggers].flatMap(oldNpmOptions).flatMap(newNpmOption));
}

/** Releases of Debian and Ubuntu that older images were built on: their tags end with the line. */
const codeName = /^(?:jessie|stretch|buster|bullseye|bookworm|trusty|xenial|bionic|focal|jammy)$/;
