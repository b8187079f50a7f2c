import { defineRule, type ImageReference, skip } from '../../core/rule.ts';

/** Images that have a `-slim` variant beside the full one, by their makers' pages on Docker Hub (2026-11). */
const slimmed = new Set(['node', 'python', 'ruby', 'debian', 'perl', 'rust']);
/** Tags of the full image: a version, a release of Debian, or both. */
const full = /^(?:\d[\w.]*)?(?:-?(?:bookworm|bullseye|trixie|buster|forky))?$/;

export default defineRule({
  id: 'dockerfile/full-base-image',
  title: 'Full base image where a slim one would do',
  category: 'supply-chain',
  severity: 'info',
  priority: 3,
  remedy: 'Ship the slim variant, and build in the full one.',
  strength: 'Final images are built on slim bases',
  rationale:
    'The full image brings compilers, headers, Git and hundreds of libraries for builds of every kind. ' +
    'What ships needs none of them, and each is downloaded, scanned and patched with it.',
  references: ['https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image'],
  catalogue: ['dockerfile/base-image-minimal'],
  production: true,
  on: 'stage',
  bad: `FROM node:24
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-slim
USER node
CMD ["node", "server.js"]
`,
  *check({ stage, final }) {
    const reference = stage.base.kind === 'image' ? stage.base.reference : undefined;
    if (!final || !reference || reference.registry !== 'docker.io') return skip;
    const { repository, tag, tagSpan, digest } = reference;
    if (!slimmed.has(repository) || tag === undefined || tag === 'latest') return skip;
    if (!full.test(tag)) return;
    yield {
      at: tagSpan ?? stage.base.span,
      message: `"${reference.text}" is the full image with its compilers and headers; "${repository}:${tag}-slim" is the same without them.`,
      fix: () => (digest === undefined ? fixFor(reference) : undefined),
    };
  },
});

function fixFor({ tag, tagSpan, repository }: ImageReference) {
  return (
    tagSpan && {
      title: `Build on "${repository}:${tag}-slim"`,
      safety: 'review' as const,
      edits: [{ span: tagSpan, text: `${tag}-slim` }],
    }
  );
}
