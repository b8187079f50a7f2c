import type { NginxFile } from '../../core/parse/nginx-tree.ts';
import type { Span } from '../../core/text/index.ts';
import { walkNodes } from './tree.ts';
import { includedBy, type NginxWorkspace } from './workspace.ts';

export interface IncludeLink {
  readonly span: Span;
  /** Path of the file it opens. */
  readonly path: string;
}

/** The includes of a file that bring exactly one file: what a pattern brings is found by "Go to Definition". */
export function includeLinks(file: NginxFile, workspace: NginxWorkspace): readonly IncludeLink[] {
  const links: IncludeLink[] = [];
  for (const { node } of walkNodes(file.nodes)) {
    const [argument] = node.args;
    if (node.name !== 'include' || !argument) continue;
    const [path, ...others] = includedBy(workspace, file.source.path, argument.text);
    if (path !== undefined && others.length === 0) links.push({ span: argument.span, path });
  }
  return links;
}
