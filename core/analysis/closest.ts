import { distance } from 'fastest-levenshtein';

/** The name that was probably meant: the only one that begins so, or the nearest by edit distance, where it is near enough. */
export function closest(text: string, names: readonly string[]): string | undefined {
  // An abbreviation is further away by edits than it is in the reader's mind.
  const longer =
    text.length >= 3 ? names.filter((name) => name.toLowerCase().startsWith(text.toLowerCase())) : [];
  if (longer.length === 1) return longer[0];
  return nearest(text, names, Math.max(1, Math.floor(text.length / 3)));
}

/** The nearest name by edit distance. @param most the edits that are allowed */
export function nearest(text: string, names: readonly string[], most: number): string | undefined {
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
