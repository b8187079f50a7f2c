import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Import {
  /** Path of the importing file in the repository. */
  readonly from: string;
  /** Path of the imported file in the repository, or the name of a package (`node:fs`, `yaml`). */
  readonly to: string;
  readonly kind: 'file' | 'package' | 'builtin';
  /** Only types: nothing of it is there at run time. */
  readonly typeOnly: boolean;
}

const statement = /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{][^'"`;]*?\s+from\s+)?['"]([^'"]+)['"]/gm;
const call = /\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/g;

/** Every import of a file's text, `import()` and `require()` included. */
export function importsOf(from: string, text: string): readonly Import[] {
  const code = text.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');
  const statements = Array.from(code.matchAll(statement), (match) => ({
    specifier: match[2]!,
    typeOnly: match[1] !== undefined || onlyTypes(match[0]),
  }));
  const calls = Array.from(code.matchAll(call), (match) => ({ specifier: match[1]!, typeOnly: false }));
  return [...statements, ...calls].map(({ specifier, typeOnly }) => ({
    from,
    typeOnly,
    ...target(from, specifier),
  }));
}

/** `import { type A, type B } from …` leaves an import for its effects, which no file of ours has. */
function onlyTypes(text: string): boolean {
  const names = /\{([^}]*)\}/.exec(text)?.[1];
  if (names === undefined || !/^\s*(?:import|export)\s*\{/.test(text)) return false;
  return names.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '));
}

function target(from: string, specifier: string): Pick<Import, 'to' | 'kind'> {
  if (specifier.startsWith('.'))
    return { to: join(dirname(from), specifier).replaceAll('\\', '/'), kind: 'file' };
  if (specifier.startsWith('node:')) return { to: specifier, kind: 'builtin' };
  const parts = specifier.split('/');
  return { to: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/'), kind: 'package' };
}

/** The imports of every TypeScript file below some folders of the repository. */
export function importsBelow(repository: string, folders: readonly string[]): readonly Import[] {
  return folders.flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.m?ts$/.test(name))
      .map((name) => join(folder, name).replaceAll('\\', '/'))
      .flatMap((path) => importsOf(path, readFileSync(join(repository, path), 'utf8'))),
  );
}

/** A circle of imports that are there at run time, as a list of files that ends where it began; undefined where there is none. */
export function circle(imports: readonly Import[]): readonly string[] | undefined {
  const targets = new Map<string, string[]>();
  for (const { from, to, kind, typeOnly } of imports) {
    if (kind === 'file' && !typeOnly) targets.set(from, [...(targets.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const to of targets.get(file) ?? []) {
      const found = visit(to, [...way, file]);
      if (found) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of targets.keys()) {
    const found = visit(file, []);
    if (found) return found;
  }
  return undefined;
}
