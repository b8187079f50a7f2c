/** Makes a configuration one that can be started here, and marks its blocks in the log. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseNginx } from '../../core/parse/nginx.ts';
import type { NginxArgument, NginxNode } from '../../core/parse/nginx-tree.ts';
import { applyEdits, Source, type TextEdit } from '../../core/text/index.ts';
import { markFormats, markLine } from './nginx-request-run.ts';
import type { Stubs } from './nginx-stubs.ts';

export interface Surroundings {
  readonly folder: string;
  readonly upstream: number;
  readonly stubs: Stubs;
  /** Port as written → port here. */
  port(written: number): number;
}

const dropped =
  /^(?:pid|user|load_module|access_log|error_log|daemon|master_process|worker_processes|worker_rlimit_nofile|resolver|log_format|ssl_stapling\w*|ssl_dhparam|ssl_trusted_certificate|ssl_session_ticket_key|\w+_temp_path|open_file_cache\w*|auth_request\w*|http2)$/;
const marked = /^(?:server|location|if|limit_except)$/;

/**
 * The files of a configuration with ports, hosts, certificates and folders of here.
 * @param files by path; the first is the main file, or what stands in its http block.
 */
export function adapt(files: Readonly<Record<string, string>>, around: Surroundings): Record<string, string> {
  const paths = Object.keys(files);
  const marks = { count: 0 };
  const adapted = Object.fromEntries(
    paths.map((path) => [path, adaptFile(path, files[path]!, around, marks, paths)]),
  );
  const main = paths[0]!;
  adapted[main] = wrap(adapted[main]!, around, marks.count);
  return adapted;
}

function wrap(text: string, { folder, stubs }: Surroundings, marks: number): string {
  const start = `daemon off;\nmaster_process off;\npid ${folder}/nginx.pid;\n`;
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const tls = `ssl_certificate ${stubs.certificate};\nssl_certificate_key ${stubs.key};\n`;
  const inside = `${tls}${temporary.join('\n')}\nvariables_hash_max_size 4096;\n${markFormats(marks)}\n`;
  const http = /^[ \t]*http\s*\{/m.exec(text);
  if (!http) return `${start}events {}\nhttp {\n${inside}${text}\n}\n`;
  const at = http.index + http[0].length;
  const events = /^\s*events\s*\{/m.test(text) ? '' : 'events {}\n';
  return `${start}${events}${text.slice(0, at)}\n${inside}${text.slice(at)}`;
}

function adaptFile(
  path: string,
  text: string,
  around: Surroundings,
  marks: { count: number },
  paths: readonly string[],
): string {
  const source = new Source(path, text);
  const { nodes } = parseNginx(source);
  const upstreams = new Set(
    every(nodes).flatMap((node) => (node.name === 'upstream' ? [node.args[0]!.text] : [])),
  );
  const edits = (node: NginxNode, parent: string): readonly TextEdit[] => {
    if (dropped.test(node.name)) return [{ span: node.span, text: '' }];
    const own = adaptNode(node, parent, around, upstreams, paths);
    const isMarked =
      node.block &&
      marked.test(node.name) &&
      parent !== 'upstream' &&
      !(node.name === 'if' && parent === 'server');
    const start = node.block && { source, start: node.block.span.start + 1, end: node.block.span.start + 1 };
    const mark = isMarked && start ? [{ span: start, text: ` ${markLine(marks.count++)}` }] : [];
    return [...own, ...mark, ...(node.block?.nodes ?? []).flatMap((child) => edits(child, node.name))];
  };
  return applyEdits(
    path,
    text,
    nodes.flatMap((node) => edits(node, '')),
  )!;
}

function every(nodes: readonly NginxNode[]): readonly NginxNode[] {
  return nodes.flatMap((node) => [node, ...every(node.block?.nodes ?? [])]);
}

function adaptNode(
  node: NginxNode,
  parent: string,
  { folder, upstream, stubs, port }: Surroundings,
  upstreams: ReadonlySet<string>,
  paths: readonly string[],
): readonly TextEdit[] {
  const [first, second] = node.args;
  if (!first) return [];
  const set = (text: string): readonly TextEdit[] => [{ span: first.span, text }];
  switch (node.name) {
    case 'listen':
      return [{ span: node.span, text: `${listenText(node, port)};` }];
    case 'ssl_certificate':
      return set(stubs.certificate);
    case 'ssl_certificate_key':
      return set(stubs.key);
    case 'auth_basic_user_file':
      writeFileSync(join(folder, 'passwords'), 'nobody:x\n');
      return set(join(folder, 'passwords'));
    case 'root':
    case 'alias':
      if (!first.text.includes('$')) makeSite(join(folder, first.text));
      return set(`${folder}${first.text.startsWith('/') ? '' : '/'}${first.text}`);
    case 'include':
      return includeEdit(node, first.text.replace(/^\/etc\/nginx\//, ''), paths);
    case 'server':
      // Parameters of newer versions (`resolve`) go with the name.
      return parent === 'upstream' ? [{ span: node.span, text: `server 127.0.0.1:${upstream};` }] : [];
    case 'set':
      return second ? setValue(first.text, second, upstream) : [];
    case 'proxy_pass':
      return passEdit(node, first.text, upstreams, upstream);
    case 'fastcgi_pass':
    case 'uwsgi_pass':
    case 'scgi_pass':
    case 'grpc_pass':
      return [{ span: node.span, text: `proxy_pass http://127.0.0.1:${upstream};` }];
    default:
      return [];
  }
}

/** Includes are taken from beside the main file; what is not among the files is left out. */
function includeEdit(node: NginxNode, pattern: string, paths: readonly string[]): readonly TextEdit[] {
  const shape = new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`);
  const found = paths.some((path) => shape.test(path));
  return found ? [{ span: node.args[0]!.span, text: pattern }] : [{ span: node.span, text: '' }];
}

function passEdit(
  node: NginxNode,
  text: string,
  upstreams: ReadonlySet<string>,
  upstream: number,
): readonly TextEdit[] {
  const match = /^https?:\/\/(\$[A-Z_]+|[^/:$?]+)(:\d+)?([/?].*)?$/s.exec(text);
  if (!match) return [];
  const host = upstreams.has(match[1]!) ? match[1]! : `127.0.0.1:${upstream}`;
  return [{ span: node.args[0]!.span, text: `"http://${host}${match[3] ?? ''}"` }];
}

/** Variables that upstreams are made of by many. */
function setValue(
  name: string,
  { text: written, span }: NginxArgument,
  upstream: number,
): readonly TextEdit[] {
  if (/^https?:\/\//.test(written)) return [{ span, text: `http://127.0.0.1:${upstream}` }];
  if (/^\$(?:\w+_)?app$|^\$backend_host$/.test(name)) return [{ span, text: '127.0.0.1' }];
  if (/^\$(?:\w+_)?port$/.test(name)) return [{ span, text: String(upstream) }];
  return /^\$(?:\w+_)?proto$/.test(name) ? [{ span, text: 'http' }] : [];
}

function listenText(node: NginxNode, port: Surroundings['port']): string {
  const [where = '', ...rest] = node.args.map(({ text }) => text);
  const written = Number(/(\d+)$/.exec(where)?.[1] ?? 80);
  const address = where.startsWith('[') ? '127.0.1.1' : '127.0.0.1';
  const bare = /^[\d.]+\.\d+$/.test(where) ? 80 : written;
  const kept = rest.filter((word) => /^(?:ssl|http2|default_server|default)$/.test(word));
  return ['listen', `${address}:${port(bare)}`, ...kept].join(' ');
}

const siteFiles = [
  'index.html',
  'index.php',
  'a/c.css',
  'a.php',
  'img/logo.png',
  'folder/index.html',
  'folder/x',
  'empty/.keep',
  'x',
  'file.txt',
  '404.html',
  '50x.html',
  'a b/c/d',
  '.git/config',
  '.well-known/acme-challenge/token',
  'assets/x',
  'assets/file.txt',
  'static/x',
  'static/logo.png',
];

function makeSite(root: string): void {
  // An alias may name a single file.
  if (/\.\w+$/.test(root)) {
    mkdirSync(dirname(root), { recursive: true });
    writeFileSync(root, 'alone\n');
    return;
  }
  for (const path of siteFiles) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${path}\n`);
  }
}
