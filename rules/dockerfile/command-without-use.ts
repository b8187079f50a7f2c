import { defineRule, type RunSubject, type ShellCommand } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/command-without-use',
  title: 'Command without effect in an image',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Take it out, or do what it is for where the container runs.',
  strength: 'Every command of a build has an effect on the image',
  rationale:
    'A build step ends with its last command, and only files remain of it: a service that it starts is gone when the container runs, and what `ps`, `free` or `top` show belongs to the builder. Editors and shells wait for somebody at a terminal.',
  references: ['https://github.com/hadolint/hadolint/wiki/DL3001'],
  catalogue: ['dockerfile/meaningless-commands'],
  peers: ['hadolint:DL3001'],
  on: 'run',
  names: ['ps', 'free', 'top', 'htop', 'ifconfig', 'vim', 'nano', 'shutdown', 'reboot', 'ssh', 'service'],
  bad: `FROM debian:13-slim
RUN apt-get update && apt-get install -y --no-install-recommends cron && rm -rf /var/lib/apt/lists/*
RUN service cron start
USER nobody
`,
  good: `FROM debian:13-slim
RUN apt-get update && apt-get install -y --no-install-recommends cron && rm -rf /var/lib/apt/lists/*
USER nobody
`,
  *check(subject) {
    for (const command of subject.run.commands) {
      const why = command.call && reason(command, subject);
      if (!why || !command.call) continue;
      yield { at: command.call.word.span, message: `"${command.call.program}" ${why}.` };
    }
  },
});

const shows = 'shows the builder, not the container, and leaves nothing in the image';
const reasons: Readonly<Record<string, string>> = {
  ps: shows,
  free: shows,
  top: shows,
  htop: shows,
  ifconfig: shows,
  vim: 'waits for somebody at a terminal, whom a build does not have',
  nano: 'waits for somebody at a terminal, whom a build does not have',
  shutdown: 'has no machine to act on in a build',
  reboot: 'has no machine to act on in a build',
  ssh: 'connects from the builder, without keys and known hosts in a clean build',
};

function reason(command: ShellCommand, { run }: RunSubject): string | undefined {
  const { program, args } = command.call!;
  // What it prints is used, or it is told to work without a terminal.
  if (command.pipeline.length > 1 || command.scope?.kind === 'substitution' || command.redirects.length > 0)
    return undefined;
  if (args.some(({ text }) => /^--(?:version|help)$|^-V$|^-E?s$|^-es$|^[+]/.test(text))) return undefined;
  const starts = program === 'service' && args.some(({ text }) => /^(?:re)?start$/.test(text));
  // For commands behind it in the same step the service does run.
  if (starts) return command === run.commands.at(-1) ? 'starts what ends together with this RUN' : undefined;
  const running = run.commands.some((one) => one.background);
  if (
    running ||
    (program === 'ssh' &&
      run.instruction.flags.some(({ value }) => /type=(?:ssh|secret)/.test(value?.value ?? '')))
  )
    return undefined;
  return Object.hasOwn(reasons, program) ? reasons[program] : undefined;
}
