import { defineRule, type RunSubject, type ShellCommand } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/password-in-image',
  title: 'Password set for a user of the image',
  category: 'secrets',
  severity: 'error',
  priority: 1,
  remedy: 'Give users of an image no password; become another user with USER.',
  strength: 'Users of images have no passwords',
  rationale:
    'The password stands in the image’s history and its hash in `/etc/shadow`: everybody who can pull the image has them, and every container of it has the same. A container needs no login; USER and `docker exec --user` ask for no password.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#user',
    'https://cwe.mitre.org/data/definitions/798.html',
  ],
  catalogue: ['dockerfile/password-set'],
  peers: ['checkov:CKV2_DOCKER_17'],
  on: 'run',
  names: ['chpasswd', 'passwd', 'useradd', 'usermod'],
  bad: `FROM debian:13-slim
RUN useradd --create-home app && echo 'app:harbour' | chpasswd
USER app
`,
  good: `FROM debian:13-slim
RUN useradd --create-home app
USER app
`,
  *check(subject) {
    for (const command of subject.run.commands) {
      const what = command.call && !isSecret(subject) ? setting(command) : undefined;
      if (!what || !command.call || isRandom(command)) continue;
      yield {
        at: command.call.word.span,
        message: `"${command.call.program}" ${what}, the same in every container of the image.`,
      };
    }
  },
});

function setting(command: ShellCommand): string | undefined {
  const { program, args } = command.call!;
  const words = args.map(({ text }) => text);
  const pipe =
    command.pipeline.length > 1 || command.redirects.some(({ operator }) => /^0?<{1,3}-?$/.test(operator));
  if (program === 'chpasswd') return 'sets a password';
  if (program === 'passwd') {
    if (words.some((text) => /^-d$|^--delete$/.test(text)))
      return 'leaves a user without a password, who may log in with none';
    return pipe && !words.some((text) => /^-[lSu]$|^--(?:lock|status)$/.test(text))
      ? 'sets a password'
      : undefined;
  }
  if (program !== 'useradd' && program !== 'usermod') return undefined;
  const at = words.findIndex((text) => /^-[a-zA-Z]*p$|^--password(?:=|$)/.test(text));
  const value = at < 0 ? undefined : (/^--password=(.*)$/.exec(words[at]!)?.[1] ?? words[at + 1]);
  // `!` and `*` are no hash: they lock.
  return value !== undefined && value !== '' && !/^[!*x]+$/.test(value) ? 'sets a password' : undefined;
}

/** Nobody knows a password that is drawn in the build: it unlocks the account for logins with keys. */
function isRandom({ pipeline }: ShellCommand): boolean {
  const { source, start } = pipeline[0]!.span;
  const text = source.text.slice(start, pipeline.at(-1)!.span.end);
  return /\/dev\/u?random|\bopenssl rand\b|\bpwgen\b|\buuidgen\b|\bmktemp -u\b/.test(text);
}

/** A secret that the builder mounts is in no layer; its hash still is, but that was somebody's decision. */
function isSecret({ run }: RunSubject): boolean {
  return run.instruction.flags.some(({ value }) => /type=secret/.test(value?.value ?? ''));
}
