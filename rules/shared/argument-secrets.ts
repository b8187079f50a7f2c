import type { ComposeScalar, Service, Span } from '../../core/rule.ts';
import { lastPartOf } from './compose-places.ts';

/** A secret among a program's arguments. */
export interface ArgumentSecret {
  readonly word: ComposeScalar;
  readonly at: Span;
  /** The option as written, without its value: `--requirepass`. */
  readonly option: string;
  /** It stands in the file; otherwise a variable brings it. */
  readonly literal: boolean;
  /** `its command`, `its health check`. */
  readonly where: string;
}

const named = String.raw`--?(?:[\w-]*-)?(?:password|passwd|requirepass|masterauth|secret|token|api-?key)`;
const alone = new RegExp(`^${named}$`, 'i');
/** An option and its value in one word: `--password=x`; MySQL's `-px` in a script. */
const joined = new RegExp(String.raw`(?:^|[\s;&|('"])(${named})(?:=|\s+)("[^"]*"|'[^']*'|[^\s;&|)]+)`, 'gi');
const mysql = /\b(?:mysql\w*|mariadb[\w-]*)\s(?:[^;&|]*?\s)?(-p)("[^"]*"|'[^']*'|[^\s;&|)'"]+)/g;
const redis = /\b(?:redis|valkey)-cli\s(?:[^;&|]*?\s)?(-a)\s+("[^"]*"|'[^']*'|[^\s;&|)]+)/g;

/** Secrets that the command, the entrypoint and the health check of a service hand to programs in the open. */
export function argumentSecrets({ command, entrypoint, healthcheck }: Service): readonly ArgumentSecret[] {
  const test = healthcheck?.test?.value;
  const testWords =
    test?.kind === 'sequence'
      ? test.items.filter((item): item is ComposeScalar => item.kind === 'scalar')
      : [];
  return [
    ...inWords(entrypoint?.words ?? [], 'its entrypoint'),
    ...inWords(command?.words ?? [], 'its command'),
    ...inWords(test?.kind === 'scalar' ? [test] : testWords, 'its health check'),
  ];
}

/** What each pattern above needs in some word: most commands have none of it. */
const hint = /pass|auth|secret|token|api-?key|^-[ap]|\s-[ap]/i;

function inWords(words: readonly ComposeScalar[], where: string): readonly ArgumentSecret[] {
  if (!words.some((word) => hint.test(word.text))) return [];
  const found: ArgumentSecret[] = [];
  const program = words.find((word) => !/^(?:CMD|CMD-SHELL)$/.test(word.text))?.text ?? '';
  for (const [index, word] of words.entries()) {
    const previous = words[index - 1]?.text ?? '';
    if (alone.test(previous) || (previous === '-a' && /(?:redis|valkey)-cli$/.test(program)))
      found.push(...secret(word, previous, word.text, where));
    else if (/^-p./.test(word.text) && /(?:^|\/)(?:mysql|mariadb)/.test(program))
      found.push(...secret(word, '-p', word.text.slice(2), where));
    else
      for (const pattern of [joined, mysql, redis])
        for (const [, option = '', value = ''] of word.text.matchAll(pattern))
          found.push(...secret(word, option, value, where));
  }
  return found;
}

function secret(
  word: ComposeScalar,
  option: string,
  quoted: string,
  where: string,
): readonly ArgumentSecret[] {
  const value = quoted.replaceAll(/^["']|["']$/g, '');
  const brought = word.variables.some(
    (use) => value.includes(`\${${use.name}}`) || (!use.operand?.includes(value) && word.text === value),
  );
  // A shell in the container puts these in, and paths and options are no secrets.
  if (!brought && (/[$`]/.test(value) || /^(?:[-/.~<{].*|true|false|)$/.test(value))) return [];
  if (/(?:token|key|secret)$/i.test(option) && /^\d+$/.test(value)) return [];
  return [
    {
      word,
      at: lastPartOf(word.span, word.variables.length > 0 ? '' : value),
      option,
      literal: !brought,
      where,
    },
  ];
}
