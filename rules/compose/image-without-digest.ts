import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/image-without-digest',
  title: 'Image without a digest',
  category: 'supply-chain',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Add the digest that was tested: `postgres:18@sha256:…`.',
  rationale:
    'A tag can be moved to another image; a digest cannot. Digests have to be kept current by a bot, or they keep old flaws too, so the rule is off until it is asked for.',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  catalogue: ['compose/image-digest'],
  production: true,
  on: 'service',
  bad: `services:
  db:
    image: postgres:18
`,
  good: `services:
  db:
    image: postgres:18@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
`,
  *check({ service, name, built }) {
    const { image } = service;
    if (built || !image?.reference) return skip;
    if (image.reference.digest === undefined)
      yield {
        at: image.span,
        message: `"${image.value}" of "${name}" names no digest: its tag may be moved.`,
      };
  },
});
