import { defineRule, skip, span } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/redundant-target-platform',
  title: 'Platform that is the default',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Leave `--platform=$TARGETPLATFORM` out.',
  rationale:
    'A stage is built for the target platform unless something else is said. ' +
    'The flag only makes the reader look for a reason.',
  references: ['https://docs.docker.com/reference/build-checks/redundant-target-platform/'],
  catalogue: ['dockerfile/redundant-target-platform'],
  peers: ['hadolint:DL3065', 'buildkit:RedundantTargetPlatform'],
  on: 'stage',
  bad: `FROM --platform=$TARGETPLATFORM node:24-alpine
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
USER node
CMD ["node", "server.js"]
`,
  *check({ stage }) {
    const flag = stage.from.flags.find(({ name }) => name === 'platform');
    if (!flag?.value) return skip;
    if (!/^\$(?:TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(flag.value.value)) return;
    const { source, start, end } = flag.span;
    const blanks = /^[ \t]*/.exec(source.text.slice(end, end + 80))![0].length;
    yield {
      at: flag.span,
      tag: 'unnecessary',
      message: 'A stage is built for the target platform anyway.',
      fix: {
        title: 'Leave the platform out',
        safety: 'safe',
        edits: [{ span: span(source, start, end + blanks), text: '' }],
      },
    };
  },
});
