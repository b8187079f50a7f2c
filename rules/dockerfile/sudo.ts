import { defineRule, nameOf, type RunSubject, removeWords, type ShellCommand } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/sudo',
  title: 'Use of sudo in a build',
  category: 'security',
  severity: 'error',
  priority: 2,
  remedy: 'Run the step as root with USER, or start the process as another user with `setpriv` or `su-exec`.',
  strength: 'Builds and containers do without sudo',
  rationale:
    'A build step already runs as root unless USER says otherwise, so sudo adds nothing. With sudo in the image, whoever takes over the process has a setuid program and its rules to become root with; and sudo puts itself between Docker and the process that should receive its signals.',
  references: [
    'https://docs.docker.com/build/building/best-practices/#user',
    'https://github.com/hadolint/hadolint/wiki/DL3004',
  ],
  catalogue: ['dockerfile/sudo'],
  peers: ['hadolint:DL3004', 'trivy:DS-0010', 'checkov:CKV2_DOCKER_1'],
  on: 'run',
  names: ['sudo'],
  bad: `FROM debian:13-slim
RUN mkdir /srv/app \\
    && sudo chown nobody /srv/app
USER nobody
`,
  good: `FROM debian:13-slim
RUN mkdir /srv/app \\
    && chown nobody /srv/app
USER nobody
`,
  *check(subject) {
    for (const command of subject.run.commands) {
      const sudo = command.call?.through.find(({ text }) => nameOf(text) === 'sudo');
      if (!sudo || !command.call) continue;
      const fix = fixFor(command, subject);
      yield {
        at: sudo.span,
        message: `"${command.call.program}" runs through sudo, which the image then has to hold.`,
        ...(fix && {
          fix: { title: 'Take sudo out: the step runs as root', safety: 'safe' as const, edits: fix },
        }),
      };
    }
  },
});

/** As root, and without options of sudo's own, the command does the same by itself. */
function fixFor({ name, args, call }: ShellCommand, { run, stage }: RunSubject) {
  const root = run.user
    ? !run.user.dynamic && /^(?:root|0)(?::.*)?$/.test(run.user.value)
    : startsAsRoot(stage);
  if (!root || !name || nameOf(name.text) !== 'sudo' || call?.word !== args[0]) return undefined;
  return removeWords(name, call!.word);
}

function startsAsRoot({ base, stage }: RunSubject['stage']): boolean {
  return (
    base?.runsAs === 'root' ||
    base?.runsAs === 'drops' ||
    base?.role === 'distribution' ||
    stage.base.kind === 'scratch'
  );
}
