import { type Deployment, type Edit, joinPath, type Span } from '../../core/rule.ts';
import { ignoreFileEdits } from './gitignore.ts';

/** A name under which a value can stand in `.env`, and the edits that put it there. */
export interface MovedSecret {
  readonly name: string;
  readonly edits: readonly Edit[];
}

/**
 * Put a literal into the deployment's `.env`, which Compose reads by itself and git must not: its line is appended, the
 * file created, and `.gitignore` told where it does not know.
 * @param service prefixed to the name where `.env` has that name with another value.
 */
export function moveToDotenv(
  deployment: Deployment,
  service: string,
  wanted: string,
  value: string,
): MovedSecret {
  const path = joinPath(deployment.folder, '.env');
  const file = deployment.envFiles.find((one) => one.source.path === path);
  const taken = new Map(file?.entries.map((entry) => [entry.name, entry.value]) ?? []);
  const prefix = service.toUpperCase().replaceAll(/\W/g, '_');
  const name = taken.has(wanted) && taken.get(wanted) !== value ? `${prefix}_${wanted}` : wanted;
  const ignored = ignoreFileEdits(deployment, path);
  if (taken.get(name) === value) return { name, edits: ignored };
  const line = `${name}=${dotenvValue(value)}`;
  if (!file) return { name, edits: [{ create: path, text: `${line}\n` }, ...ignored] };
  const { source } = file;
  const end: Span = { source, start: source.text.length, end: source.text.length };
  const text = `${source.text === '' || source.text.endsWith('\n') ? '' : source.eol}${line}${source.eol}`;
  return { name, edits: [{ span: end, text }, ...ignored] };
}

/** Single quotes keep Compose from interpolating and from cutting at `#`. */
function dotenvValue(value: string): string {
  if (/^[\w./:@%+=,~-]*$/.test(value)) return value;
  return value.includes("'") ? `"${value.replaceAll(/[\\"$]/g, '\\$&')}"` : `'${value}'`;
}
