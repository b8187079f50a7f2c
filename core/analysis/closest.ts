import { distance } from 'fastest-levenshtein';

/**
 * The name that was probably meant: the nearest by edit distance, where it is near enough to be sure of.
 * @param most the edits that are allowed: a third of the text's length where nothing is said
 */
export function closest(
  text: string,
  names: Iterable<string>,
  most = Math.max(1, Math.floor(text.length / 3)),
): string | undefined {
  let best: string | undefined;
  let least = most + 1;
  for (const name of names) {
    const away = distance(text.toLowerCase(), name.toLowerCase());
    if (away < least) {
      least = away;
      best = name;
    }
  }
  return best;
}
