import {
  type DeployedStage,
  type Fix,
  type ProcessCommand,
  replaceInstruction,
  textOf,
} from '../../core/rule.ts';

/** Where the shell does nothing but split words. */
export function execForm({ instruction, script }: ProcessCommand, { stage }: DeployedStage): Fix | undefined {
  const command = script?.commands[0];
  if (!script || script.usesShell || script.broken || !command?.name) return undefined;
  const written = textOf(instruction.span);
  // A comment between its lines would be lost.
  if (/^\s*#/m.test(written)) return undefined;
  const words = [command.name, ...command.args].map(({ text }) => JSON.stringify(text));
  // Beside another one in exec form, CMD's words become its arguments.
  const alone = stage.cmd === undefined || stage.entrypoint === undefined;
  return {
    title: `Write ${instruction.name} in exec form`,
    safety: alone ? 'safe' : 'review',
    edits: replaceInstruction(instruction, `${textOf(instruction.nameSpan)} [${words.join(', ')}]`),
  };
}

/** Where the shell is needed and its last command is all that remains to be run. */
export function withExec({ script }: ProcessCommand): Fix | undefined {
  const last = script?.commands.at(-1);
  if (!last?.name || script?.broken || last.nested || last.background || last.pipeline.length > 1)
    return undefined;
  const { name, after, assignments } = last;
  if (after === '||' || assignments.length > 0 || name.dynamic || builtin.test(name.text)) return undefined;
  return {
    title: `Let "${name.text}" take the shell’s place with exec`,
    safety: 'safe',
    edits: [{ span: { ...name.span, end: name.span.start }, text: 'exec ' }],
  };
}

/** What exec cannot start: the shell's own commands. */
const builtin =
  /^(?:[.:[]|cd|eval|exit|export|false|kill|return|set|source|test|trap|true|ulimit|umask|wait)$/;
