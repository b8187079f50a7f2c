import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/missing-label',
  title: 'Image without the labels that you ask for',
  category: 'supply-chain',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Add the labels that your rules ask for.',
  rationale:
    'Labels tell scanners, registries and whoever is on duty where an image comes from and who answers for it. ' +
    'Which ones are needed is a decision of the house, so the rule is off until it is told.',
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
  catalogue: ['dockerfile/labels'],
  peers: ['hadolint:DL3049', 'sonar:S7028'],
  options: { labels: ['org.opencontainers.image.source'] },
  optionDocs: { labels: 'Labels that every final image has to have.' },
  on: 'stage',
  bad: `FROM node:24-alpine
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
LABEL org.opencontainers.image.source="https://example.org/shop"
USER node
CMD ["node", "server.js"]
`,
  *check({ stage, final }, { options }) {
    if (!final || options.labels.length === 0) return skip;
    const labels = stage.chain.flatMap((one) => one.instructions.filter(({ name }) => name === 'LABEL'));
    const keys = new Set(
      labels.flatMap(({ words }) => words.map(({ text }) => text.split('=', 1)[0]!.replaceAll(/["']/g, ''))),
    );
    for (const label of options.labels) {
      if (!keys.has(label)) yield { at: stage.base.span, message: `The image has no label "${label}".` };
    }
  },
});
