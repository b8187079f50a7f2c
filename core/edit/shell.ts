import type { DockerfileInstruction } from '../parse/dockerfile-tree.ts';
import type { ShellCommand, ShellWord } from '../parse/shell-tree.ts';
import { type Source, span, type TextEdit, textOf } from '../text/index.ts';

/**
 * A further command behind one of a RUN step, joined in the layout that the step has: on the same line, or on a line of
 * its own with `&&` (or `;`) at its beginning or at the end of the line before. In a heredoc it gets a line.
 * @param commands all of the step's. @param text the command; without quotes where it goes into `sh -c '…'`.
 * @returns undefined where what follows does not allow it.
 */
export function appendCommand(
  instruction: DockerfileInstruction,
  commands: readonly ShellCommand[],
  command: ShellCommand,
  text: string,
): readonly TextEdit[] | undefined {
  const last = command.pipeline.at(-1) ?? command;
  const { source, end } = last.span;
  const kind = command.scope?.kind;
  if (command.background || kind === 'condition' || kind === 'substitution') return undefined;
  // A pipe into something that is no simple command, or words that were not read.
  if (!/^(?:$|[ \t]*(?:$|[\r\n\\)}"'#;]|&&|\|\|))/.test(source.text.slice(end, end + 40))) return undefined;
  if (startsWithPipe(source, end, instruction.span.end)) return undefined;
  return [{ span: span(source, end, end), text: jointFor(instruction, commands, command) + text }];
}

/** Further words behind one of a command; strings of their own in the exec form. @param words without quotes, parted by blanks. */
export function insertWords(behind: ShellWord, words: string): readonly TextEdit[] {
  const { source, end } = behind.span;
  // No shell word is followed by a comma that is not part of it.
  const exec = behind.quoted && /^\s*[,\]]/.test(source.text.slice(end, end + 20));
  const strings = words.split(' ').map((word) => `, ${JSON.stringify(word)}`);
  return [{ span: span(source, end, end), text: exec ? strings.join('') : ` ${words}` }];
}

/** Take out words that stand one behind the other in a command, with the blanks up to what follows. */
export function removeWords(first: ShellWord, next: ShellWord): readonly TextEdit[] {
  return [{ span: span(first.span.source, first.span.start, next.span.start), text: '' }];
}

/** A pipe behind an offset, blanks, continuation lines and comment lines between them. */
function startsWithPipe(source: Source, from: number, to: number): boolean {
  const rest = source.text.slice(from, Math.min(to, from + 400));
  return /^(?:[ \t]|\\\r?\n(?:[ \t]*(?:#.*)?\r?\n)*)*\|(?!\|)/.test(rest);
}

/** What stands between two commands of the step, as its author writes it. */
function jointFor(
  instruction: DockerfileInstruction,
  commands: readonly ShellCommand[],
  command: ShellCommand,
): string {
  const { source, start } = command.span;
  const heredoc = instruction.heredocs.find(({ body }) => body.start <= start && start < body.end);
  if (heredoc && command.operator === undefined) return source.eol + indentAt(source, start);
  const list = commands.filter(({ scope, operator, after }) => {
    return scope === command.scope && operator !== undefined && (after === '&&' || after === ';');
  });
  const joints = list.map((one) => ({ at: one.span.start, text: writtenJoint(one) }));
  // One line break is the plain form; more of them set off what stands between.
  const nearest = (lines: number) => {
    const same = joints.filter(({ text }) => text.split('\n').length - 1 === lines);
    return (same.filter(({ at }) => at <= start).at(-1) ?? same[0])?.text;
  };
  const found = nearest(1);
  if (found !== undefined) return found;
  const from = heredoc ? start : instruction.argsSpan.start;
  const upToHere = source.text.slice(from, command.span.end);
  if (!upToHere.includes('\n')) return joints.findLast(({ at }) => at <= start)?.text ?? nearest(0) ?? ' && ';
  return ` \\${source.eol}${continuationIndent(instruction)}&& `;
}

/** The blanks, line breaks and the operator before a command; comment lines left out. */
function writtenJoint({ operator, span: at }: ShellCommand): string {
  const { source } = at;
  const { start, end } = operator!;
  const ahead = /(?:[ \t]|\\\r?\n|(?<=\n)[ \t]*#.*\r?\n)*$/.exec(
    source.text.slice(Math.max(0, start - 200), start),
  )![0];
  const behind = source.text.slice(end, at.start);
  const joint = (text: string) =>
    text.replace(/(?<=\n)[ \t]*#.*\r?\n/g, '').replace(/(\\\r?\n)(?:[ \t]*\\?\r?\n)+/g, '$1');
  return `${joint(ahead)}${textOf(operator!)}${joint(behind)}`;
}

function indentAt(source: Source, offset: number): string {
  return /^[ \t]*/.exec(source.line(source.position(offset).line))![0];
}

/** The least indentation of an instruction's lines after its first. */
function continuationIndent({ argsSpan }: DockerfileInstruction): string {
  const lines = textOf(argsSpan).split('\n').slice(1);
  const indents = lines.filter((line) => /^[ \t]*[^\s#]/.test(line)).map((line) => /^[ \t]*/.exec(line)![0]);
  return indents.reduce((least, one) => (one.length < least.length ? one : least), indents[0] ?? '    ');
}
