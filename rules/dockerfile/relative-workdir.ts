import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/relative-workdir',
  title: 'Working folder without a root',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Begin the first WORKDIR of a stage with a slash.',
  rationale:
    'A relative WORKDIR continues the one before it, and the first continues whatever the base image has set. ' +
    'Another base, or another version of it, and the application lies somewhere else.',
  references: ['https://docs.docker.com/reference/build-checks/workdir-relative-path/'],
  catalogue: ['dockerfile/workdir-absolute'],
  peers: [
    'hadolint:DL3000',
    'buildkit:WorkdirRelativePath',
    'trivy:DS-0009',
    'checkov:CKV_DOCKER_10',
    'sonar:S7021',
  ],
  on: 'stage',
  bad: `FROM node:24-alpine
WORKDIR app
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
WORKDIR /app
USER node
CMD ["node", "server.js"]
`,
  *check({ stage }) {
    const folders = stage.chain
      .toReversed()
      .flatMap((one) => one.instructions.filter(({ name, words }) => name === 'WORKDIR' && words.length > 0));
    const [first] = folders;
    if (!first) return skip;
    const word = first.words[0]!;
    // That of a stage below is reported there; an empty image begins at the root.
    if (!stage.instructions.includes(first) || /^(?:[/\\$]|[A-Za-z]:)/.test(word.text)) return;
    if (stage.chain.at(-1)!.base.kind === 'scratch') return;
    const single = first.words.length === 1 && !word.quote;
    yield {
      at: word.span,
      message: `WORKDIR ${word.text} continues the folder that the base image has set, whatever it is.`,
      ...(single && {
        fix: {
          title: `Write /${word.text.replace(/^\.?\/?/, '')}`,
          safety: 'review' as const,
          edits: [{ span: word.span, text: `/${word.text.replace(/^\.?\/?/, '')}` }],
        },
      }),
    };
  },
});
