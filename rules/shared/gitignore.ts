import {
  type Deployment,
  type Edit,
  folderOf,
  isInside,
  joinPath,
  relativePath,
  type Span,
} from '../../core/rule.ts';
import { envFileUses, holdsSecrets } from './env-file-mentions.ts';

/** Whether git is told not to take a path. */
export function isGitIgnored(deployment: Deployment, path: string): boolean {
  for (const file of deployment.gitignores(path)) {
    const relative = relativePath(folderOf(file.source.path), path);
    const pattern = file.ignores(relative);
    if (pattern) return !pattern.negated;
  }
  return false;
}

/**
 * The edits that make git ignore a path: a line in the nearest `.gitignore`, or a new file; none where it is ignored.
 * @param covering what the line names: the path itself, or a folder that it is in.
 */
export function ignoreFileEdits(
  deployment: Deployment,
  path: string,
  covering: string = path,
): readonly Edit[] {
  if (isGitIgnored(deployment, path)) return [];
  const lineIn = (folder: string) =>
    covering === path ? relativePath(folder, path) : `/${relativePath(folder, covering)}/`;
  const nearest = deployment.gitignores(path)[0];
  if (!nearest) {
    const create = joinPath(deployment.folder, '.gitignore');
    const lines = [lineIn(deployment.folder), ...secretEnvFiles(deployment, path)];
    return [{ create, text: lines.map((line) => `${line}\n`).join('') }];
  }
  const line = lineIn(folderOf(nearest.source.path));
  const kin = nearest.patterns.findLast((pattern) => /^\/?(?:\*\*\/)?\.env/.test(pattern.text));
  return [insertLine(nearest.source, line, kin?.span.end)];
}

/** What else a first `.gitignore` has to name: without one, nothing says that there is git. */
function secretEnvFiles(deployment: Deployment, except: string): readonly string[] {
  const { folder } = deployment;
  const paths = [...envFileUses(deployment)].map((use) => use.path);
  return [...new Set(paths)]
    .filter((path) => path !== except && isInside(folder, path) && holdsSecrets(deployment, path))
    .map((path) => relativePath(folder, path));
}

/** @param behind an offset in the line to stand behind; the file's end where none is given. */
function insertLine(source: Span['source'], line: string, behind: number | undefined): Edit {
  const { eol, text } = source;
  const at = behind === undefined ? text.length : source.lineEnd(source.position(behind).line);
  if (at < text.length) return { span: { source, start: at, end: at }, text: `${eol}${line}` };
  return {
    span: { source, start: at, end: at },
    text: `${text === '' || text.endsWith('\n') ? '' : eol}${line}${eol}`,
  };
}
