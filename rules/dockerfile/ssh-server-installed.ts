import { defineRule, firstLine, skip } from '../../core/rule.ts';

/** Packages that bring sshd, in Debian, Alpine and Red Hat. */
const servers = ['openssh-server', 'openssh', 'ssh', 'dropbear'];
const clientsToo = new Set(['openssh', 'ssh']);

export default defineRule({
  id: 'dockerfile/ssh-server-installed',
  title: 'SSH server in the image',
  category: 'security',
  severity: 'warning',
  priority: 1,
  remedy: 'Take sshd out of the image, and use `docker exec` on the host.',
  rationale:
    'A container runs one program. ' +
    'An SSH server beside it needs root, keys and updates of its own, and keeps a door open that the host’s operators do not watch.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html'],
  catalogue: ['dockerfile/ssh-server'],
  on: 'stage',
  bad: `FROM debian:13-slim
RUN apt-get update && apt-get install -y --no-install-recommends openssh-server && rm -rf /var/lib/apt/lists/*
CMD ["/usr/sbin/sshd", "-D"]
`,
  good: `FROM debian:13-slim
RUN apt-get update && apt-get install -y --no-install-recommends openssh-client && rm -rf /var/lib/apt/lists/*
CMD ["/usr/local/bin/app"]
`,
  *check({ stage, final }) {
    if (!final || stage.runs.length === 0) return skip;
    const starts = [stage.cmd, stage.entrypoint].find((one) =>
      /\bsshd\b|\bdropbear\b/.test(one?.argv.join(' ') ?? ''),
    );
    const name = servers.find((one) => stage.packages.has(one));
    // The client comes in the same package on some distributions: only what is started or is the server alone counts.
    if (!name || (clientsToo.has(name) && !starts)) return;
    const run = stage.runs.find(({ commands }) =>
      commands.some(({ args }) => args.some(({ text }) => text === name)),
    );
    const word = run?.commands.flatMap(({ args }) => args).find(({ text }) => text === name);
    yield {
      at: firstLine(starts?.span ?? word?.span ?? run?.instruction.nameSpan ?? stage.from.nameSpan),
      message: starts
        ? 'The container starts an SSH server.'
        : `The final image has an SSH server ("${name}").`,
    };
  },
});
