import { defineRule, type Stage, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/writable-application',
  title: 'Application that its own user may change',
  category: 'security',
  severity: 'info',
  priority: 3,
  off: true,
  remedy:
    'Leave the code to root (COPY without `--chown`), and give the user only the folders that it writes to.',
  rationale:
    'Who breaks into the process has its rights. If the code belongs to the user that it runs as, it can be changed and is run again at the next start. ' +
    'With a read-only root file system (`read_only: true`) it cannot, whoever owns it, and many applications write beside their code; so this is off until it is asked for.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#copy---chown---chmod',
    'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
  ],
  catalogue: ['dockerfile/writable-by-runtime-user'],
  peers: ['sonar:S6504'],
  production: true,
  on: 'stage',
  bad: `FROM node:24-alpine
COPY --chown=node:node server.js /app/
USER node
CMD ["node", "/app/server.js"]
`,
  good: `FROM node:24-alpine
COPY server.js /app/
USER node
CMD ["node", "/app/server.js"]
`,
  *check({ stage, final, services }) {
    const user = stage.user;
    if (!final || !user || user.dynamic || stage.copies.length === 0) return skip;
    if (services.length > 0 && services.every(({ service }) => service.scalar('read_only')?.text === 'true'))
      return;
    const name = user.value.split(':')[0]!;
    if (name === 'root' || name === '0') return;
    for (const { chown, target, instruction } of stage.copies) {
      if (!chown || chown.value.split(':')[0] !== name || !target) continue;
      const flag = instruction.flags.find((one) => one.name === 'chown');
      yield {
        at: flag?.span ?? instruction.nameSpan,
        message: `${what(stage)} runs as "${name}" and may change what is copied to "${target.value}": it owns it.`,
        related: [{ at: user.instruction.nameSpan, message: 'The user is set here.' }],
      };
    }
  },
});

function what({ name }: Stage): string {
  return name ? `The image of stage "${name.value}"` : 'The image';
}
