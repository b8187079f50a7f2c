import { defineRule, type Fix, type ImageReference, skip, span, textOf } from '../../core/rule.ts';
import { suggestedTag } from '../facts/end-of-life.ts';

const moving = /^(?:latest|stable|edge|main|master|mainline|current|lts|rolling|release|production)$/;

export default defineRule({
  id: 'dockerfile/unpinned-base-image',
  title: 'Base image without a version',
  category: 'supply-chain',
  severity: 'warning',
  priority: 2,
  remedy: 'Name a version in the tag of the base image.',
  strength: 'Base images are pinned to a version',
  rationale:
    'Without a version, every build may start from another system and another release of the language. A build that worked yesterday fails today, and what runs in production cannot be built again. ' +
    'A digest pins an image as well; stages of the same file and `scratch` have no version.',
  references: [
    'https://docs.docker.com/build/building/best-practices/#pin-base-image-versions',
    'https://docs.docker.com/reference/dockerfile/#from',
  ],
  catalogue: ['dockerfile/base-image-pinned'],
  peers: ['hadolint:DL3006', 'hadolint:DL3007', 'trivy:DS-0001', 'checkov:CKV_DOCKER_7', 'sonar:S6596'],
  on: 'stage',
  bad: `FROM node:alpine
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:26-alpine
USER node
CMD ["node", "server.js"]
`,
  *check({ stage, base, needed }, { today }) {
    const reference = stage.base.kind === 'image' ? stage.base.reference : undefined;
    if (!reference || !needed) return skip;
    const { tag, digest, repository } = reference;
    if (digest !== undefined) return;
    // Of an image that is known, a tag that names a variant only (`alpine`) moves as "latest" does.
    const named = base === undefined || base.version !== undefined || /\d/.test(tag ?? '');
    if (tag !== undefined && !moving.test(tag) && named) return;
    // Red Hat's and SUSE's base images have their release in the name.
    if (tag === undefined && /(?:^|\/)(?:ubi|rhel|bci|sle)[a-z-]*\d/.test(repository)) return;
    // Distroless images name their release before the tag and have no tags of versions.
    if (
      base?.product === 'distroless' &&
      tag !== undefined &&
      /-debian\d+$/.test(repository) &&
      tag !== 'latest'
    )
      return;
    const what =
      tag === undefined ? 'names no version, so "latest" is meant' : `with the tag "${tag}" names no version`;
    const fix = fixFor(reference, today);
    yield {
      at: reference.tagSpan ?? stage.base.span,
      message: `The base image "${repository}" ${what}: the next build may start from another one.`,
      peers: peersOf(tag),
      ...(fix && { fix }),
    };
  },
});

function peersOf(tag: string | undefined): readonly string[] {
  const both = ['trivy:DS-0001', 'checkov:CKV_DOCKER_7', 'sonar:S6596'];
  if (tag === undefined) return ['hadolint:DL3006', ...both];
  return tag === 'latest' ? ['hadolint:DL3007', ...both] : [];
}

/** Only where the name is written out: behind a variable it is the variable's business. */
function fixFor(reference: ImageReference, today: string): Fix | undefined {
  const { span: at, tagSpan, text } = reference;
  const tag = suggestedTag(reference, today);
  if (tag === undefined || (!tagSpan && textOf(at) !== text)) return undefined;
  const edit = tagSpan
    ? { span: tagSpan, text: tag }
    : { span: span(at.source, at.end, at.end), text: `:${tag}` };
  return { title: `Pin the base image to "${tag}"`, safety: 'review', edits: [edit] };
}
