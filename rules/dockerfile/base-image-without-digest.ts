import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/base-image-without-digest',
  title: 'Base image without a digest',
  category: 'supply-chain',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Name the digest behind the tag, and let a bot raise both.',
  rationale:
    'A tag can be pointed to another image at any time, a digest cannot. ' +
    'Whoever builds the same sources twice gets the same base only by its digest; the price is that fixes come only when it is raised.',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  catalogue: ['dockerfile/base-image-digest'],
  peers: ['sonar:S7023', 'sonar:S8431'],
  on: 'stage',
  bad: `FROM node:24-alpine
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine@sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d
USER node
CMD ["node", "server.js"]
`,
  *check({ stage, needed }) {
    const reference = stage.base.kind === 'image' ? stage.base.reference : undefined;
    if (!reference || !needed) return skip;
    if (reference.digest !== undefined) return;
    yield {
      at: stage.base.span,
      message: `"${reference.text}" is named without a digest: it may be another image tomorrow.`,
    };
  },
});
