import { defineRule, type Fix, type RunStep, type ShellWord, textOf } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/world-writable-files',
  title: 'Files that everybody may write',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy: 'Give the files to the user that writes them, and nobody else the right.',
  strength: 'Files in images are writable by their owners only',
  rationale:
    'With mode 777 every process in the container, whatever its user, may replace the file: the next request then runs what an attacker wrote there. It is mostly a way round a missing `chown`.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#copy---chown---chmod',
    'https://cwe.mitre.org/data/definitions/732.html',
  ],
  catalogue: ['dockerfile/chmod-777'],
  peers: ['sonar:S2612'],
  on: 'stage',
  bad: `FROM debian:13-slim
RUN mkdir /srv/uploads && chmod 777 /srv/uploads
USER nobody
`,
  good: `FROM debian:13-slim
RUN mkdir /srv/uploads && chmod 775 /srv/uploads
USER nobody
`,
  *check({ stage }) {
    for (const run of [...stage.runs, ...stage.triggers]) {
      for (const { call } of run.commands) {
        const mode =
          call?.program === 'chmod'
            ? call.args.find(({ text }) => !text.startsWith('-') || /^-[rwx]+$/.test(text))
            : undefined;
        if (!mode || mode.dynamic || !opens(mode.text)) continue;
        const files = call!.args.filter((word) => word !== mode && !word.text.startsWith('-'));
        // Devices and folders for temporary files are everybody's.
        if (files.every(({ text }) => shared.test(text) || isRemoved(run, text))) continue;
        const fix = fixFor(mode);
        yield {
          at: mode.span,
          message: `Mode ${mode.text} lets every user of the container write "${files[0]!.text}".`,
          ...(fix && { fix }),
        };
      }
    }
    for (const { chmod, target } of stage.copies) {
      if (!chmod || !opens(chmod.value)) continue;
      yield {
        at: chmod.span,
        message: `Mode ${chmod.value} lets every user of the container write "${target?.value ?? 'the files'}".`,
      };
    }
  },
});

/** A folder for the step's own work, which is gone at its end. */
function isRemoved({ commands }: RunStep, path: string): boolean {
  return commands.some(({ call }) => call?.program === 'rm' && call.args.some(({ text }) => text === path));
}

const shared = /^\/(?:tmp|var\/tmp|dev)(?:\/|$)/;

/** Others may write, and no sticky bit keeps them from each other's files. */
function opens(mode: string): boolean {
  if (/^[0-7]{3,4}$/.test(mode)) return (Number(mode.at(-1)) & 2) !== 0 && !/^[1357][0-7]{3}$/.test(mode);
  return mode.split(',').some((part) => /^[ug]*[oa][ugoa]*[+=][rxXst]*w/.test(part));
}

function fixFor(mode: ShellWord): Fix | undefined {
  if (textOf(mode.span) !== mode.text || !/^[0-7]{3,4}$/.test(mode.text)) return undefined;
  const text = mode.text.slice(0, -1) + (Number(mode.text.at(-1)) & 5);
  return {
    title: `Take the right to write from all others: ${text}`,
    safety: 'review',
    edits: [{ span: mode.span, text }],
  };
}
