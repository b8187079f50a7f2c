import {
  type Deployment,
  firstLine,
  folderOf,
  type Span,
  textOf,
  type YamlMap,
  type YamlNode,
} from '../../core/rule.ts';

/** The place of a part of a value, where it stands there as it is; else the value's first line. */
export function partOf(at: Span, text: string): Span {
  const index = text === '' ? -1 : textOf(at).indexOf(text);
  if (index < 0) return firstLine(at);
  const start = at.start + index;
  return firstLine({ source: at.source, start, end: start + text.length });
}

/** As `partOf`, for the last place where the part stands: names before it may hold it too (`-u root -proot`). */
export function lastPartOf(at: Span, text: string): Span {
  const index = text === '' ? -1 : textOf(at).lastIndexOf(text);
  if (index < 0) return firstLine(at);
  const start = at.start + index;
  return firstLine({ source: at.source, start, end: start + text.length });
}

/** The top-level map of the deployment's own file that a span points into. */
export function rootAt({ composeFiles }: Deployment, at: Span): YamlMap | undefined {
  return composeFiles.find((file) => file.source === at.source)?.root;
}

/**
 * Whether a Compose file that is not part of this deployment has a key of this name: then files here may be pieces that
 * somebody joins with `-f`, and what one of them lacks another brings.
 */
export function isKeyElsewhere(deployment: Deployment, name: string): boolean {
  const others = deployment.derive(otherComposeFiles);
  if (others.length === 0) return false;
  const key = new RegExp(`^\\s+["']?${escaped(name)}["']?:`, 'm');
  return others.some((text) => key.test(text));
}

/** Whether a Compose file that is not part of this deployment holds a word. */
export function isWordElsewhere(deployment: Deployment, word: string): boolean {
  const others = deployment.derive(otherComposeFiles);
  if (others.length === 0) return false;
  const pattern = new RegExp(`(?<![\\w.-])${escaped(word)}(?![\\w-])`);
  return others.some((text) => pattern.test(text));
}

/** Whether a Compose file that is not part of this deployment matches a pattern. */
export function isFoundElsewhere(deployment: Deployment, pattern: RegExp): boolean {
  return otherComposeFiles(deployment).some((text) => pattern.test(text));
}

export function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function otherComposeFiles(deployment: Deployment): readonly string[] {
  const own = new Set(deployment.compose?.allFiles.map((file) => file.source.path));
  return deployment.tree
    .below(topFolder(deployment))
    .filter((path) => /compose[^/]*\.ya?ml$/.test(path) && !own.has(path))
    .flatMap((path) => deployment.text(path)?.text ?? []);
}

/** The highest folder above the deployment that was listed. */
function topFolder({ folder, tree }: Deployment): string {
  let top = folder;
  for (let above = folderOf(top); above !== top && tree.knows(above); above = folderOf(top)) top = above;
  return top;
}

/** Whether a comment stands between a list's items or behind the last one: it would go with the list. */
export function holdsComment({ kind, span: { source, start, end } }: YamlNode): boolean {
  const lineEnd = source.text.indexOf('\n', end);
  return kind === 'sequence' && source.text.slice(start, lineEnd < 0 ? undefined : lineEnd).includes(' #');
}
