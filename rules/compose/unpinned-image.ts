import {
  type DeployedService,
  type Deployment,
  defineRule,
  type Edit,
  type ImageReference,
  skip,
} from '../../core/rule.ts';
import { suggestedTag } from '../facts/end-of-life.ts';
import { isHeldBefore, rewrite } from '../shared/rewrite.ts';

/** Tags that dclint's service-image-require-explicit-tag refuses too. */
const refusedElsewhere = /^(?:latest|stable|edge|test|nightly|dev|beta|canary|lts)$/;
const moving = /^(?:latest|stable|edge|main|master|mainline|current|lts|rolling|release|production)$/;

export default defineRule({
  id: 'compose/unpinned-image',
  title: 'Image without a version',
  category: 'supply-chain',
  severity: 'warning',
  priority: 2,
  remedy: 'Name a version in the tag.',
  strength: 'Images are pinned to a version',
  rationale:
    'A tag without a version is another image after every pull. Two hosts then run different programs, a database may start on data that it cannot read, ' +
    'and there is no earlier state to go back to. Images that are built here are not meant.',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  catalogue: ['compose/image-pinned'],
  peers: ['dclint:service-image-require-explicit-tag'],
  production: true,
  on: 'service',
  bad: `services:
  database:
    image: postgres:alpine
`,
  good: `services:
  database:
    image: postgres:18-alpine
`,
  *check(deployed, { today }) {
    const { image } = deployed.service;
    const reference = image?.reference;
    if (!image || !reference || image.dynamic || isBuiltHere(deployed, image.value)) return skip;
    if (reference.digest !== undefined || isPinned(reference, deployed)) return;
    const scalar = deployed.service.scalar('image');
    if (scalar && isHeldBefore(deployed, scalar, (other) => [other.scalar('image')])) return;
    const tag = suggestedTag(reference, today);
    const edit = tag === undefined ? undefined : tagEdit(deployed, reference, tag);
    const named =
      reference.tag === undefined
        ? 'names no version, so "latest" is meant'
        : `with the tag "${reference.tag}" names no version`;
    yield {
      at: reference.tagSpan ?? image.span,
      message: `The image "${reference.repository}" of "${deployed.name}" ${named}: the next pull may bring another one.`,
      peers: refusedElsewhere.test(reference.tag ?? 'latest')
        ? ['dclint:service-image-require-explicit-tag']
        : [],
      ...(edit && { fix: { title: `Pin the image to "${tag}"`, safety: 'review' as const, edits: [edit] } }),
    };
  },
});

function isBuiltHere(deployed: DeployedService, image: string): boolean {
  const policy = deployed.service.scalar('pull_policy')?.text;
  if (deployed.built || policy === 'never' || policy === 'build') return true;
  return deployed.deployment.derive(builtImages).has(image);
}

function builtImages(deployment: Deployment): ReadonlySet<string> {
  return new Set(
    deployment.services.flatMap((one) => (one.built && one.service.image ? [one.service.image.value] : [])),
  );
}

function isPinned({ tag }: ImageReference, { image }: DeployedService): boolean {
  if (tag === undefined || moving.test(tag)) return false;
  // Of an image that is known, a tag that names a variant only (`alpine`) moves as "latest" does.
  return image === undefined || image.version !== undefined || /\d/.test(tag);
}

function tagEdit(
  { service }: DeployedService,
  { tagSpan, text }: ImageReference,
  tag: string,
): Edit | undefined {
  const scalar = service.scalar('image');
  if (!scalar || scalar.origin === 'shared' || scalar.variables.length > 0) return undefined;
  return tagSpan ? { span: tagSpan, text: tag } : rewrite(scalar, `${text}:${tag}`);
}
