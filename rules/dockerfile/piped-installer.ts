import { defineRule, type ShellCommand } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/piped-installer',
  title: 'Download run without a look',
  category: 'supply-chain',
  severity: 'warning',
  priority: 2,
  remedy: 'Download a fixed version, compare its checksum, then run it; or install the package.',
  strength: 'What builds download is checked before it runs',
  rationale:
    'What the URL serves on the day of the build runs as root and stays in the image. No version is fixed and no checksum compared: a taken-over host, or only a new release, changes the image without a change in this file. And a download that breaks off runs half of a script.',
  references: [
    'https://docs.docker.com/build/building/best-practices/#add-or-copy',
    'https://slsa.dev/spec/v1.0/threats',
  ],
  catalogue: ['dockerfile/curl-pipe-shell'],
  on: 'run',
  bad: `FROM debian:13-slim
RUN set -o pipefail && curl -fsSL https://example.org/install.sh | sh
USER nobody
`,
  good: `FROM debian:13-slim
COPY install.sh /tmp/
RUN echo "9f2c3a7e5b1d4c6f8a0e2b4d6c8f0a1b3d5e7f9a2c4e6b8d0f1a3c5e7b9d2f4a  /tmp/install.sh" | sha256sum -c && sh /tmp/install.sh
USER nobody
`,
  *check({ run }) {
    for (const command of run.commands) {
      const runner = command.call && (readsInput(command) ? download(command) : handed(command));
      if (!runner || !command.call) continue;
      yield {
        at: command.call.word.span,
        message: `"${command.call.program}" runs what ${runner} downloads, whatever it is on the day of the build.`,
      };
    }
  },
});

const interpreters = /^(?:(?:ba|da|a|z|k)?sh|python[\d.]*|node|perl|ruby|php)$/;
const downloads = /^(?:curl|wget|fetch)$/;

/** An interpreter whose script is its input: no file among its arguments. */
function readsInput({ call }: ShellCommand): boolean {
  if (!interpreters.test(call!.program)) return false;
  const { args } = call!;
  const stdin = args.findIndex(
    ({ text }) => text === '-' || text === '/dev/stdin' || /^-[a-z]*s[a-z]*$/.test(text),
  );
  const before = stdin < 0 ? args : args.slice(0, stdin);
  // `-c` and, but for shells, `-e` bring the script themselves.
  const code = /sh$/.test(call!.program) ? /^-[a-z]*c$/ : /^-[a-z]*[ce]$/;
  return before.every(({ text }, index) => {
    return !code.test(text) && (/^[-+]/.test(text) || /^-[a-z]*o$/.test(before[index - 1]?.text ?? ''));
  });
}

/** The program in front of it in its pipe that downloads; what stands between may check or change it. */
function download(command: ShellCommand): string | undefined {
  const at = command.pipeline.indexOf(command);
  const before = command.pipeline[at - 1]?.call?.program ?? '';
  const through = /^(?:tr|sed|cat|tee)$/.test(before)
    ? (command.pipeline[at - 2]?.call?.program ?? '')
    : before;
  return downloads.test(through) ? `"${through}"` : undefined;
}

/** `sh -c "$(curl …)"`, `eval "$(curl …)"`, `bash <(curl …)`. */
function handed({ call }: ShellCommand): string | undefined {
  const { program, args } = call!;
  const shell = /^(?:ba|da|a|z|k)?sh$/.test(program);
  if (!shell && !/^(?:eval|source|\.)$/.test(program)) return undefined;
  for (const { text } of args) {
    const match = /^\s*(?:\$\(|<\(|`)\s*(curl|wget)\b/.exec(text);
    if (match) return `"${match[1]}"`;
  }
  return undefined;
}
