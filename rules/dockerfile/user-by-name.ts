import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/user-by-name',
  title: 'User by name',
  category: 'security',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Name the user by number: `USER 10001`.',
  rationale:
    'Kubernetes’ `runAsNonRoot` can only judge a number: it does not look a name up in the image. ' +
    'A number also owns the same files on the host and in every image.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  catalogue: ['dockerfile/numeric-user'],
  peers: ['hadolint:DL3066'],
  on: 'stage',
  bad: `FROM node:24-alpine
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
USER 1000
CMD ["node", "server.js"]
`,
  *check({ stage, final }) {
    const { user } = stage;
    if (!final || !user || user.dynamic) return skip;
    if (/^\d+(?::|$)/.test(user.value) || !stage.instructions.includes(user.instruction)) return;
    yield {
      at: user.span,
      message: `The user "${user.value}" is a name, which only this image can turn into a number.`,
    };
  },
});
