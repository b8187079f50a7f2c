import { contextInside } from '../../core/model/nginx-context.ts';
import type { NginxFile, NginxNode } from '../../core/parse/nginx-tree.ts';
import { type Span, textOf } from '../../core/text/index.ts';
import { type Documentation, directiveText, documentationIn, variableText } from './documentation.ts';
import { nameAt } from './names.ts';
import { definitionUses } from './references.ts';
import { isInComment, nodesAt } from './tree.ts';
import { contextOf, type NginxWorkspace, versionOf } from './workspace.ts';

export interface HoverText {
  readonly markdown: string;
  readonly span: Span;
}

/** Where a link to a line leads; lines from 1. */
type Href = (path: string, line: number) => string;

const longestExcerpt = 12;

/** What a directive or nginx's own variable is for; where a name of the configuration gets its meaning. */
export function hoverText(
  file: NginxFile,
  offset: number,
  workspace: NginxWorkspace,
  documentation: Documentation,
  href?: Href,
): HoverText | undefined {
  if (isInComment(file, offset)) return undefined;
  const nodes = nodesAt(file, offset);
  const node = nodes.at(-1);
  const context = () =>
    nodes.slice(0, -1).reduce((around, { name }) => contextInside(name, around), contextOf(workspace, file));
  if (node && node.nameSpan.start <= offset && offset <= node.nameSpan.end) {
    const found = documentationIn(node.name, context(), documentation);
    const version = versionOf(workspace, file.source.path);
    return found && { markdown: directiveText(found.facts, found.text, version), span: node.nameSpan };
  }
  const name = nameAt(file, offset);
  if (!name) return undefined;
  const [first, ...more] = definitionUses(name, file, workspace);
  if (first) {
    const others =
      more.length > 0 ? `\n\nand at ${more.length} more ${more.length > 1 ? 'places' : 'place'}` : '';
    return { markdown: `${placeOf(first.node, href)}\n\n${excerpt(first.node)}${others}`, span: name.span };
  }
  const variable = name.kind === 'variable' ? documentation.variable(name.name, context()) : undefined;
  return variable && { markdown: variableText(variable), span: name.span };
}

function placeOf({ span: { source, start } }: NginxNode, href: Href | undefined): string {
  const line = source.position(start).line + 1;
  const place = `${source.path.replace(/^.*\/(?=[^/]+\/[^/]+$)/, '')}, line ${line}`;
  return href ? `[${place}](${href(source.path, line)})` : place;
}

/** The directive as written, its block cut where it is long, without the indentation that it has in its file. */
function excerpt(node: NginxNode): string {
  const { source, start } = node.span;
  const indent = /^[ \t]*/.exec(source.line(source.position(start).line))![0];
  const lines = textOf(node.span).split(/\r?\n/);
  const shown = lines
    .slice(0, longestExcerpt)
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
  const rest = lines.length > longestExcerpt ? '\n…' : '';
  return `\`\`\`nginx\n${shown.join('\n')}${rest}\n\`\`\``;
}
