import type { CommandLine, ComposeEntry, ComposeScalar, ComposeValue, Healthcheck } from './compose.ts';
import { scalarAt } from './keyed.ts';
import { ScalarParts } from './scalar-part.ts';

/** `command` or `entrypoint`; undefined where it is not given. An empty one is given: it takes the image's away. */
export function readCommand(value: ComposeValue | undefined): CommandLine | undefined {
  if (value === undefined || value.kind === 'mapping' || (value.kind === 'scalar' && value.value === null))
    return undefined;
  const words =
    value.kind === 'scalar' ? splitWords(value) : value.items.filter((item) => item.kind === 'scalar');
  return {
    form: value.kind === 'scalar' ? 'string' : 'list',
    words,
    argv: words.map((word) => word.text),
    span: value.span,
    dynamic: value.kind === 'scalar' ? value.dynamic : words.some((word) => word.dynamic),
  };
}

/**
 * A command string in words, by the quoting rules of a POSIX shell without any expansion, as Compose splits it; operators
 * such as `&&` are words like others. An unclosed quote reaches to the end.
 */
export function splitWords(scalar: ComposeScalar): readonly ComposeScalar[] {
  const { text } = scalar;
  const parts = new ScalarParts(scalar);
  const words: ComposeScalar[] = [];
  let at = 0;
  while (at < text.length) {
    if (isBlank(text[at]!)) {
      at++;
      continue;
    }
    const { word, end } = readWord(text, at);
    const part = parts.part(at, end);
    words.push(word === part.text ? part : { ...part, text: word, value: word });
    at = end;
  }
  return words;
}

function isBlank(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r';
}

function readWord(text: string, start: number): { readonly word: string; readonly end: number } {
  let word = '';
  let quote = '';
  let at = start;
  for (; at < text.length; at++) {
    const char = text[at]!;
    if (quote === '' && isBlank(char)) break;
    if (char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === '\\' && quote !== "'" && at + 1 < text.length) {
      at++;
      // Inside double quotes a backslash stays before what it need not escape.
      word += quote === '"' && text[at] !== '"' && text[at] !== '\\' ? `\\${text[at]}` : text[at];
    } else word += char;
  }
  return { word, end: at };
}

/** `healthcheck`; undefined where it is not given as a map. */
export function readHealthcheck(entry: ComposeEntry | undefined): Healthcheck | undefined {
  const mapping = entry?.value;
  if (!entry || mapping?.kind !== 'mapping') return undefined;
  const test = readTest(mapping.entries.get('test')?.value);
  const scalar = (key: string, name: string) => {
    const found = scalarAt(mapping, key);
    return found && { [name]: found };
  };
  return {
    disabled: scalarAt(mapping, 'disable')?.value === true,
    ...(test && { test }),
    ...scalar('interval', 'interval'),
    ...scalar('timeout', 'timeout'),
    ...scalar('retries', 'retries'),
    ...scalar('start_period', 'startPeriod'),
    mapping,
    keySpan: entry.keySpan,
  };
}

function readTest(value: ComposeValue | undefined): Healthcheck['test'] {
  if (value === undefined || value.kind === 'mapping' || (value.kind === 'scalar' && value.value === null))
    return undefined;
  if (value.kind === 'scalar')
    return { form: 'shell', words: [value.text], span: value.span, dynamic: value.dynamic, value };
  const scalars = value.items.filter((item) => item.kind === 'scalar');
  const words = scalars.map((item) => item.text);
  const dynamic = scalars.some((item) => item.dynamic);
  const rest = { words: words.slice(1), span: value.span, dynamic, value };
  if (words[0] === 'CMD') return { form: 'cmd', ...rest };
  if (words[0] === 'CMD-SHELL') return { form: 'shell', ...rest, words: [rest.words.join(' ')] };
  if (words[0] === 'NONE') return { form: 'none', ...rest };
  return { form: 'invalid', ...rest, words };
}
