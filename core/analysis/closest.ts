import { distance } from 'fastest-levenshtein';

/** The name that was probably meant: the nearest by edit distance, where it is near enough to be sure of. */
export function closest(text: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(text.length / 3)) + 1;
  for (const name of names) {
    const away = distance(text.toLowerCase(), name.toLowerCase());
    if (away < least) {
      least = away;
      best = name;
    }
  }
  return best;
}
