import type { NginxFile, NginxNode } from '../../core/parse/nginx-tree.ts';
import type { Span } from '../../core/text/index.ts';

export type OutlineKind =
  | 'part'
  | 'server'
  | 'location'
  | 'condition'
  | 'upstream'
  | 'values'
  | 'zone'
  | 'format'
  | 'block';

export interface OutlineItem {
  /** `example.com, www.example.com`, `= /healthz`, `upstream api`. */
  readonly name: string;
  /** What stands beside the name: a server's ports, a block's directive. */
  readonly detail: string;
  readonly kind: OutlineKind;
  readonly span: Span;
  /** What is selected when the item is chosen; inside `span`. */
  readonly nameSpan: Span;
  readonly children: readonly OutlineItem[];
}

/** Directives without a block that name something other directives refer to. */
const naming: Readonly<Record<string, OutlineKind | undefined>> = {
  log_format: 'format',
  limit_req_zone: 'zone',
  limit_conn_zone: 'zone',
  keyval_zone: 'zone',
  proxy_cache_path: 'zone',
  fastcgi_cache_path: 'zone',
  uwsgi_cache_path: 'zone',
  scgi_cache_path: 'zone',
};
const kinds: Readonly<Record<string, OutlineKind | undefined>> = {
  location: 'location',
  if: 'condition',
  limit_except: 'condition',
  upstream: 'upstream',
  map: 'values',
  geo: 'values',
  split_clients: 'values',
  types: 'values',
};
const longestName = 80;

/** The blocks of a file, servers by their names and locations by their paths, and what gives a zone or a log format its name. */
export function outline(file: NginxFile): readonly OutlineItem[] {
  return items(file.nodes);
}

function items(nodes: readonly NginxNode[]): readonly OutlineItem[] {
  return nodes.flatMap((node) => {
    const kind = naming[node.name];
    if (!node.block && !node.opaque && kind === undefined) return [];
    return [itemOf(node, kind)];
  });
}

function itemOf(node: NginxNode, named: OutlineKind | undefined): OutlineItem {
  const nodes = node.block?.nodes ?? [];
  const shown = { span: node.span, nameSpan: node.nameSpan, children: items(nodes) };
  if (node.name === 'server' && node.args.length === 0)
    return { ...shown, kind: 'server', name: serverName(nodes), detail: ports(nodes) };
  const words = node.args.map(({ span }) => span.source.text.slice(span.start, span.end));
  if (named) return { ...shown, kind: named, name: nameOf(node), detail: node.name };
  const kind = kinds[node.name] ?? (words.length === 0 ? 'part' : 'block');
  if (kind === 'location')
    return { ...shown, kind, name: cut(words.join(' ') || 'location'), detail: target(nodes) };
  return { ...shown, kind, name: cut([node.name, ...words].join(' ') || '{ }'), detail: '' };
}

function serverName(nodes: readonly NginxNode[]): string {
  const names = nodes.filter(({ name }) => name === 'server_name').flatMap(({ args }) => args);
  return cut(names.map(({ text }) => text || '""').join(', ') || 'server');
}

function ports(nodes: readonly NginxNode[]): string {
  const listens = nodes.filter(({ name }) => name === 'listen').flatMap(({ args }) => args[0]?.text ?? []);
  return cut([...new Set(listens)].join(', '));
}

/** Where a location's requests go. */
function target(nodes: readonly NginxNode[]): string {
  const directive = nodes.find(({ name }) => /_pass$|^(?:return|alias|root)$/.test(name));
  return directive ? cut([directive.name, ...directive.args.map(({ text }) => text)].join(' ')) : '';
}

function nameOf({ name, args }: NginxNode): string {
  const zone = args
    .map(({ text }) => /^(?:keys_)?zone=([^:]+)/.exec(text)?.[1])
    .find((found) => found !== undefined);
  return cut(zone ?? args[0]?.text ?? name) || name;
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longestName ? `${line.slice(0, longestName)}…` : line;
}
