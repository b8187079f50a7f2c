import type { DotenvFile } from '../parse/dotenv.ts';

const known = new WeakMap<DotenvFile, ReadonlySet<string>>();

/** The names that an env file speaks of: its entries, names alone on their line, and commented-out entries (`# NAME=`). */
export function envNames(file: DotenvFile): ReadonlySet<string> {
  const names =
    known.get(file) ??
    new Set([
      ...file.entries.map((entry) => entry.name),
      ...file.inherited.map((name) => name.value),
      ...[...file.source.text.matchAll(/^[ \t]*#+[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=/gm)].map(
        (match) => match[1]!,
      ),
    ]);
  known.set(file, names);
  return names;
}
