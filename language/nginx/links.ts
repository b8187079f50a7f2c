import type { NginxFile } from '../../core/parse/nginx-tree.ts';
import type { Span } from '../../core/text/index.ts';
import { fileNamed, takesFile } from './files.ts';
import { walkNodes } from './tree.ts';
import { includedBy, type NginxWorkspace } from './workspace.ts';

export interface FileLink {
  readonly span: Span;
  /** Path of the file it opens. */
  readonly path: string;
  /** It is included; otherwise a certificate, a list of passwords … */
  readonly included: boolean;
}

/** The words that name one file of the project: what a pattern brings is found by "Go to Definition". */
export function fileLinks(file: NginxFile, workspace: NginxWorkspace): readonly FileLink[] {
  const links: FileLink[] = [];
  for (const { node } of walkNodes(file.nodes)) {
    const [argument] = node.args;
    if (!argument || !takesFile(node.name)) continue;
    const included = node.name === 'include';
    const path = included
      ? only(includedBy(workspace, file.source.path, argument.text))
      : fileNamed(file, argument.text, workspace);
    if (path !== undefined) links.push({ span: argument.span, path, included });
  }
  return links;
}

function only([path, ...others]: readonly string[]): string | undefined {
  return others.length === 0 ? path : undefined;
}
