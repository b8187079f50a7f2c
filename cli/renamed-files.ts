/** From this part of their lines in common on, two texts are one file that was renamed; git's own bar is half as well. */
const alike = 0.5;

/**
 * Files that are there under another name: old path → new path, the likest first, each once.
 * @param gone path → text of files that are there no more. @param fresh path → text of files that were not there before.
 */
export function renamedFiles(
  gone: ReadonlyMap<string, string>,
  fresh: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const taken = new Set<string>();
  // A folder that moved is many files that did not change: they need no comparison with each other.
  const byText = new Map([...fresh].map(([path, text]) => [text, path]));
  for (const [before, text] of gone) {
    const after = byText.get(text);
    if (after === undefined || taken.has(after)) continue;
    found.set(before, after);
    taken.add(after);
  }
  const pairs = [...gone]
    .filter(([before]) => !found.has(before))
    .flatMap(([before, old]) =>
      [...fresh]
        .filter(([after]) => !taken.has(after))
        .map(([after, text]) => ({ before, after, likeness: likenessOf(old, text) })),
    );
  for (const { before, after, likeness } of pairs.sort((a, b) => b.likeness - a.likeness)) {
    if (likeness < alike || found.has(before) || taken.has(after)) continue;
    found.set(before, after);
    taken.add(after);
  }
  return found;
}

/** The part of the longer text's lines that the other has too, 0 to 1; empty lines say nothing. */
function likenessOf(one: string, other: string): number {
  const [a, b] = [linesOf(one), linesOf(other)];
  const left = new Map<string, number>();
  for (const line of a) left.set(line, (left.get(line) ?? 0) + 1);
  let common = 0;
  for (const line of b) {
    const count = left.get(line) ?? 0;
    if (count === 0) continue;
    left.set(line, count - 1);
    common++;
  }
  return common / Math.max(1, a.length, b.length);
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
