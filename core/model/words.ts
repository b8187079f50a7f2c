import type { Source } from '../text/index.ts';

const known = new WeakMap<Source, ReadonlySet<string>>();

/** Every word of a text that could be a variable's name; worked out once for each version of a file. */
export function wordsOf(source: Source): ReadonlySet<string> {
  const words =
    known.get(source) ?? new Set([...source.text.matchAll(/[A-Za-z_]\w*/g)].map((match) => match[0]));
  known.set(source, words);
  return words;
}
