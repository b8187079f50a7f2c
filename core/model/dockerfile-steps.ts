import type { DockerfileInstruction } from '../parse/dockerfile-tree.ts';
import { JoinedText } from '../parse/joined-text.ts';
import { parseShell } from '../parse/shell.ts';
import { callOf, type ShellOptions, scriptArgument, shellOptions } from '../parse/shell-call.ts';
import type { ShellCommand, ShellScript } from '../parse/shell-tree.ts';
import { plainWord } from '../parse/shell-words.ts';
import { type Source, type Spanned, textOf } from '../text/index.ts';
import type { DockerHealthcheck, Expanded, ProcessCommand, RunStep } from './dockerfile.ts';

const posixShells = new Set(['sh', 'bash', 'ash', 'dash', 'ksh', 'zsh', 'busybox']);

/** A value computed when it is first asked for. */
export function lazy<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

/** Whether a shell reads POSIX scripts (not PowerShell, cmd). */
export function isPosixShell(shell: readonly string[]): boolean {
  return shell[0] !== undefined && posixShells.has(programName(shell[0]));
}

function programName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** @param shell the shell in force. @param user the user in force, as far as it is written. @param onbuild whether it is an ONBUILD's. */
export function runStep(
  instruction: DockerfileInstruction,
  shell: readonly string[],
  user: Expanded | undefined,
  onbuild = false,
): RunStep {
  const { json } = instruction;
  const read = lazy(() => (json ? execScript(json) : shellScripts(instruction, shell)));
  const programs = lazy(() => programsOf(read().commands));
  return {
    instruction,
    form: json ? 'exec' : 'shell',
    get commands() {
      return read().commands;
    },
    get script() {
      return json ? undefined : read().scripts[0];
    },
    get scripts() {
      return read().scripts;
    },
    get programs() {
      return programs();
    },
    shell,
    user,
    onbuild,
  };
}

function programsOf(commands: readonly ShellCommand[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { name, call } of commands) {
    if (name) found.add(programName(name.text));
    if (!call) continue;
    found.add(call.program);
    for (const word of call.through) found.add(programName(word.text));
  }
  return found;
}

interface StepScripts {
  readonly commands: readonly ShellCommand[];
  readonly scripts: readonly ShellScript[];
}

/** The exec form's one command and, where it is `sh -c '…'`, the script's. */
function execScript(json: readonly Spanned<string>[]): StepScripts {
  const commands = execCommands(json);
  const call = commands[0]?.call;
  const word = call && scriptArgument(call);
  if (!word) return { commands, scripts: [] };
  const { source, start } = word.span;
  // With escapes in it its characters are not the script's, and nothing in it could be pointed at.
  if (textOf(word.span).slice(1, -1) !== word.text) return { commands, scripts: [] };
  const place = { source, map: (offset: number) => start + 1 + offset };
  const script = parseShell(word.text, place, shellOptions(call.args.map(({ text }) => text)));
  return { commands: [...commands, ...script.commands], scripts: [script] };
}

/** The exec form's one command. */
function execCommands(json: readonly Spanned<string>[]): readonly ShellCommand[] {
  const [name, ...args] = json.map(({ value, span }) => ({ ...plainWord(value, span), quoted: true }));
  if (!name) return [];
  const span = { ...name.span, end: (args.at(-1) ?? name).span.end };
  const pipeline: ShellCommand[] = [];
  const call = callOf(name, args);
  const base = { args, assignments: [], redirects: [], nested: false, background: false, errexit: false };
  pipeline.push({ ...base, name, call, span, pipeline });
  return pipeline;
}

function shellScripts(instruction: DockerfileInstruction, shell: readonly string[]): StepScripts {
  if (!isPosixShell(shell)) return { commands: [], scripts: [] };
  const options = shellOptions(shell.slice(1));
  const text = scriptText(instruction);
  const script = parseShell(text.text, { source: text.source, map: text.offset }, options);
  if (instruction.heredocs.length === 0) return { commands: script.commands, scripts: [script] };
  const scripts = [script];
  const commands = script.commands.flatMap((command) => {
    const bodies = heredocScripts(instruction, command, options);
    scripts.push(...bodies);
    return [command, ...bodies.flatMap((body) => body.commands)];
  });
  return { commands: commands.filter(({ name, assignments }) => name || assignments.length > 0), scripts };
}

/** The command line and, behind it, the heredocs' lines. */
function scriptText({ joined, argsIndex, heredocs }: DockerfileInstruction): JoinedText {
  const first = heredocs[0];
  if (!first) return joined.slice(argsIndex);
  const end = heredocs.at(-1)!.terminator.end;
  return joined.slice(argsIndex).append(withoutReturns(joined.source, first.body.start - 1, end));
}

/** A part of a file in pieces that leave out the carriage returns before line feeds. */
function withoutReturns(source: Source, start: number, end: number): [number, number][] {
  const text = source.text.slice(start, end);
  const pieces: [number, number][] = [];
  let at = 0;
  for (let found = text.indexOf('\r\n'); found >= 0; found = text.indexOf('\r\n', at)) {
    pieces.push([start + at, start + found]);
    at = found + 1;
  }
  pieces.push([start + at, end]);
  return pieces;
}

/** What a heredoc makes run: it is a script where no command, or a shell, reads it. */
function heredocScripts(
  instruction: DockerfileInstruction,
  command: ShellCommand,
  options: ShellOptions,
): readonly ShellScript[] {
  const { name, args, call } = command;
  if (name && !(posixShells.has(programName(name.text)) && args.every(({ text }) => text.startsWith('-'))))
    return [];
  const targets = command.redirects
    .filter(({ operator }) => /^0?<<-?$/.test(operator))
    .map(({ target }) => target.text);
  return instruction.heredocs.flatMap((heredoc) => {
    if (!targets.includes(heredoc.name)) return [];
    const { source, start, end } = heredoc.body;
    const text = JoinedText.from(source, withoutReturns(source, start, end));
    if (!name && !/^(?!#!)|^#!\s*\S*(?:\/|\/env\s+)(?:ba|da|a|k|z)?sh\b/.test(text.text)) return [];
    const [, interpreter] = /^#!(.*)/.exec(text.text) ?? [];
    const words = call ? call.args.map((word) => word.text) : interpreter?.split(/\s+/);
    const started = words ? shellOptions(words) : options;
    return parseShell(text.text, { source, map: text.offset }, started);
  });
}

/** CMD or ENTRYPOINT. */
export function processCommand(instruction: DockerfileInstruction, shell: readonly string[]): ProcessCommand {
  const { json, joined, argsIndex, argsSpan } = instruction;
  if (json)
    return {
      instruction,
      form: 'exec',
      argv: json.map(({ value }) => value),
      script: undefined,
      span: argsSpan,
    };
  return shellCommand(instruction, joined.slice(argsIndex), shell);
}

function shellCommand(
  instruction: DockerfileInstruction,
  text: JoinedText,
  shell: readonly string[],
): ProcessCommand {
  const read = lazy(() => {
    return isPosixShell(shell) ? parseShell(text.text, { source: text.source, map: text.offset }) : undefined;
  });
  const argument = text.text.trim();
  return {
    instruction,
    form: 'shell',
    argv: argument === '' ? [] : [argument],
    get script() {
      return read();
    },
    span: text.span(0, text.text.trimEnd().length),
  };
}

export function healthcheck(instruction: DockerfileInstruction, shell: readonly string[]): DockerHealthcheck {
  const kind = instruction.words[0]?.text.toUpperCase();
  const second = instruction.words[1];
  if (kind !== 'CMD' || !second) return { instruction, none: kind === 'NONE', command: undefined };
  const text = instruction.joined.slice(second.index);
  const { json } = instruction;
  if (!json) return { instruction, none: false, command: shellCommand(instruction, text, shell) };
  const span = text.span(0, text.text.trimEnd().length);
  const command = {
    instruction,
    form: 'exec' as const,
    argv: json.map(({ value }) => value),
    script: undefined,
    span,
  };
  return { instruction, none: false, command };
}
