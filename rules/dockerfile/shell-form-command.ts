import { defineRule, firstLine, type ShellCommand, skip } from '../../core/rule.ts';
import { execForm, withExec } from '../shared/exec-form.ts';

export default defineRule({
  id: 'dockerfile/shell-form-command',
  title: 'Command in shell form',
  category: 'health',
  severity: 'warning',
  priority: 3,
  remedy: 'Write CMD and ENTRYPOINT in the exec form, or put `exec` before the last command.',
  strength: 'Commands are in exec form and receive their signals',
  rationale:
    'In shell form Docker starts `/bin/sh -c`, and the shell is what `docker stop` signals. A shell passes nothing on; only some replace themselves by a single plain command. Otherwise the program is killed after ten seconds, in the middle of its requests and transactions. ' +
    'An ENTRYPOINT in shell form also ignores CMD and the arguments of `docker run`.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#shell-and-exec-form',
    'https://docs.docker.com/reference/build-checks/json-args-recommended/',
  ],
  catalogue: ['dockerfile/exec-form'],
  peers: ['hadolint:DL3025', 'buildkit:JSONArgsRecommended', 'sonar:S7019'],
  on: 'stage',
  bad: `FROM node:24-alpine
USER node
CMD node server.js
`,
  good: `FROM node:24-alpine
USER node
CMD ["node", "server.js"]
`,
  *check(deployed) {
    const { stage, final } = deployed;
    const processes = [stage.entrypoint, stage.cmd].filter((one) => one !== undefined);
    if (!final || processes.length === 0) return skip;
    for (const process of processes) {
      const commands = process.script?.commands ?? [];
      // Without a POSIX script there is nothing to say; with exec the program takes the shell's place.
      if (process.form === 'exec' || commands.length === 0 || commands.at(-1)?.name?.text === 'exec')
        continue;
      const { instruction, span } = process;
      const fix = execForm(process, deployed) ?? withExec(process);
      const lost = instruction.name === 'ENTRYPOINT' ? '; CMD and arguments are ignored' : '';
      yield {
        at: firstLine(span),
        message: `${instruction.name} is in shell form: Docker signals "${stage.shell.join(' ')}", and "${programOf(commands)}" may never hear of it${lost}.`,
        ...(fix && { fix }),
      };
    }
  },
});

function programOf(commands: readonly ShellCommand[]): string {
  return (
    commands.findLast(({ nested, name }) => !nested && name)?.name?.text ?? commands[0]?.name?.text ?? ''
  );
}
