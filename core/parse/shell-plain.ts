import type { Assignment, ParsedScript, Word } from 'unbash';

/** Commands that a shell runs itself, without a program of that name: POSIX special built-ins and the commonest others. */
const builtins = new Set(
  '. : alias bg break builtin cd command continue declare eval exec exit export fg hash jobs let local popd pushd read readonly return set shift shopt source times trap type typeset ulimit umask unalias unset wait'.split(
    ' ',
  ),
);

/** One simple command of plain words, that runs the same without a shell. */
export function isPlain(script: ParsedScript): boolean {
  const [statement, ...others] = script.commands;
  if (!statement) return true;
  const { command, background } = statement;
  if (others.length > 0 || background || command.type !== 'Command') return false;
  if (command.prefix.length > 0 || command.redirects.length > 0 || !command.name) return false;
  if (builtins.has(command.name.value)) return false;
  return [command.name, ...command.args].every((item) => isPlainWord(item));
}

function isPlainWord(node: Word | Assignment): boolean {
  if (node.type === 'Assignment') return node.value.type === 'Word' && isPlainWord(node.value);
  if (node.text.startsWith('~')) return false;
  return (node.parts ?? []).every(
    (part) =>
      part.type === 'Literal' ||
      part.type === 'SingleQuoted' ||
      (part.type === 'DoubleQuoted' && part.parts.every((inner) => inner.type === 'Literal')),
  );
}
