import { defineRule, firstLine, packageCall, skip } from '../../core/rule.ts';

/** Package managers that change the system; those of a language also work in a user's own folders. */
const system = new Set(['apt-get', 'apt', 'aptitude', 'apk', 'dnf', 'microdnf', 'tdnf', 'yum', 'zypper']);

export default defineRule({
  id: 'dockerfile/install-without-root',
  title: 'System packages installed as a user',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Install before USER, or go back to root for the step.',
  rationale:
    'USER holds for the steps behind it. ' +
    'A package manager of the system needs root: the build stops there, or a base image that was changed makes it stop one day.',
  references: ['https://docs.docker.com/reference/dockerfile/#user'],
  catalogue: ['dockerfile/user-order'],
  on: 'stage',
  bad: `FROM node:24-alpine
USER node
RUN apk add --no-cache tini
CMD ["tini", "--", "node", "server.js"]
`,
  good: `FROM node:24-alpine
RUN apk add --no-cache tini
USER node
CMD ["tini", "--", "node", "server.js"]
`,
  *check({ stage }) {
    const steps = stage.runs.filter(
      ({ user }) => user && !user.dynamic && !/^(?:root|0)(?::|$)/.test(user.value),
    );
    if (steps.length === 0) return skip;
    for (const { commands, user } of steps) {
      for (const command of commands) {
        const call = packageCall(command);
        if (!call || !system.has(call.manager) || call.action !== 'install') continue;
        if (command.call?.through.some(({ text }) => /^(?:sudo|doas|su|gosu|fakeroot)$/.test(text))) continue;
        yield {
          at: firstLine(call.program.span),
          message: `${call.manager} needs root, and this step runs as "${user!.value}".`,
          related: [{ at: user!.span, message: 'From here on it does.' }],
        };
        break;
      }
    }
  },
});
