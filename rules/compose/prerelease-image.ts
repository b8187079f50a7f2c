import { defineRule, skip } from '../../core/rule.ts';

/** Words of a tag that say that it is not finished; `-dev` of hardened images is a variant with a shell. */
const unfinished =
  /(?:^|[-._\d])(?:rc|alpha|beta|nightly|snapshot|canary|preview|unstable|pre|milestone)[-._]?\d*(?:$|[-._])|^(?:dev|devel|develop|development|next|sid|rawhide|testing)(?:$|-)/i;

export default defineRule({
  id: 'compose/prerelease-image',
  title: 'Image of a version that is not released',
  category: 'supply-chain',
  severity: 'warning',
  priority: 2,
  remedy: 'Use a released version.',
  strength: 'Images are of released versions',
  rationale:
    'Release candidates, betas and nightly builds are for finding faults. They get no security fixes of their own, and the data that a database writes with one may not be readable by the release.',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  catalogue: ['compose/image-prerelease'],
  production: true,
  on: 'service',
  bad: `services:
  db:
    image: postgres:19beta1
`,
  good: `services:
  db:
    image: postgres:18
`,
  *check({ service, name, built }) {
    const reference = service.image?.reference;
    if (built || !reference?.tag || reference.registry === 'cgr.dev' || reference.registry === 'dhi.io')
      return skip;
    const word = unfinished.exec(reference.tag);
    if (!word) return;
    yield {
      at: reference.tagSpan ?? service.image!.span,
      message: `"${reference.text}" of "${name}" is not a released version.`,
    };
  },
});
