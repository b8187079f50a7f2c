import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseNginx } from '../../core/parse/nginx.ts';
import type { NginxArgument, NginxNode } from '../../core/parse/nginx-tree.ts';
import { applyEdits, Source, type TextEdit } from '../../core/text/index.ts';

export interface Stubs {
  /** The folder that stands for `/`. */
  readonly root: string;
  readonly certificate: string;
  readonly key: string;
  readonly dhParameters: string;
  readonly ticketKey: string;
}

const passes = new Set([
  'proxy_pass',
  'grpc_pass',
  'fastcgi_pass',
  'uwsgi_pass',
  'scgi_pass',
  'memcached_pass',
]);
const certificates =
  /^(?:(?:proxy|grpc|uwsgi)_)?ssl_(?:trusted_|client_)?certificate$|^(?:proxy_|grpc_)?ssl_crl$/;
const paths =
  /^(?:include|access_log|error_log|auth_basic_user_file|geoip2?_\w+|\w+_temp_path|\w+_cache_path|lock_file|ssl_password_file)$/;
const addedPort = 20_000;

/** Stand-ins for what a configuration expects on its machine. Made once a process and shared. */
export function makeStubs(root: string): Stubs {
  const shared = join(tmpdir(), `seaworthy-nginx-stubs-${process.pid}`);
  const stubs = {
    root,
    certificate: join(shared, 'certificate.pem'),
    key: join(shared, 'key.pem'),
    dhParameters: join(shared, 'dh.pem'),
    ticketKey: join(shared, 'ticket.key'),
  };
  mkdirSync(join(root, 'etc/nginx/logs'), { recursive: true });
  if (existsSync(stubs.ticketKey)) return stubs;
  mkdirSync(shared, { recursive: true });
  const openssl = (...args: readonly string[]) =>
    execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  openssl(
    'req',
    '-x509',
    ...curve,
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=localhost',
    '-keyout',
    stubs.key,
    '-out',
    stubs.certificate,
  );
  openssl('dhparam', '-dsaparam', '-out', stubs.dhParameters, '2048');
  writeFileSync(stubs.ticketKey, Buffer.alloc(80, 7));
  return stubs;
}

/**
 * A configuration's text with its certificates, user, hosts, files and ports replaced by such as are there; line breaks stay where they are.
 * Hosts become 127.0.0.1, ports below 1024 move up, IPv6 addresses become a loopback address of their own.
 */
export function stubbed(path: string, text: string, stubs: Stubs): string {
  // envsubst fills templates before nginx reads them.
  const filled = path.endsWith('.template') ? text.replace(/\$\{[A-Z][A-Z0-9_]*\}/g, '80') : text;
  const source = new Source(path, filled);
  const { nodes } = parseNginx(source);
  const upstreams = new Set(
    allNodes(nodes).flatMap((node) => (node.name === 'upstream' ? (node.args[0]?.text ?? []) : [])),
  );
  const edits = (node: NginxNode, parent: string): readonly TextEdit[] => [
    ...stubNode(node, parent, upstreams, stubs),
    ...(node.block?.nodes ?? []).flatMap((child) => edits(child, node.name)),
  ];
  return applyEdits(
    path,
    filled,
    nodes.flatMap((node) => edits(node, '')),
  )!;
}

function stubNode(
  node: NginxNode,
  parent: string,
  upstreams: ReadonlySet<string>,
  stubs: Stubs,
): readonly TextEdit[] {
  const [first] = node.args;
  if (node.name === 'pid' || node.name === 'load_module') return [{ span: node.span, text: '' }];
  if (!first || first.text.includes('$')) return [];
  if (node.name === 'user')
    return node.args.map(({ span }, at) => ({ span, text: at === 0 ? 'nobody nogroup' : '' }));
  if (certificates.test(node.name)) return [{ span: first.span, text: stubs.certificate }];
  if (/ssl_certificate_key$/.test(node.name)) return [{ span: first.span, text: stubs.key }];
  if (node.name === 'ssl_dhparam') return [{ span: first.span, text: stubs.dhParameters }];
  if (node.name === 'ssl_session_ticket_key') return [{ span: first.span, text: stubs.ticketKey }];
  if (node.name === 'listen') return stubListen(node.args);
  if (passes.has(node.name)) return stubHost(first, upstreams);
  if (node.name === 'server' && parent === 'upstream') return stubHost(first, new Set());
  if (node.name === 'resolver') return stubResolver(node.args);
  return paths.test(node.name) ? stubPath(node.name, first, stubs) : [];
}

function stubPath(directive: string, { span, text }: NginxArgument, stubs: Stubs): readonly TextEdit[] {
  if (text.startsWith('syslog:')) return [{ span, text: 'syslog:server=127.0.0.1' }];
  if (text.startsWith('/') && !text.startsWith('/dev/'))
    return [{ span, text: placeFile(directive, text, stubs) }];
  if (directive === 'include') placeFile(directive, join('/etc/nginx', text), stubs);
  return [];
}

/** A file that is named and is not part of the project is there and empty. */
function placeFile(directive: string, path: string, { root }: Stubs): string {
  const file = join(root, path);
  if (path.includes('*')) return file;
  mkdirSync(dirname(file), { recursive: true });
  if (directive === 'include' && !existsSync(file)) writeFileSync(file, '');
  return file;
}

function stubListen(args: readonly NginxArgument[]): readonly TextEdit[] {
  const { text, span } = args[0]!;
  if (text.startsWith('unix:')) return [];
  const named = text.replace(/^\[[^\]]*\]/, '127.0.1.1').replace(/^[a-z][\w.-]*(?=:|$)/i, '127.0.0.1');
  const whole = /^[\d.]+\.\d+$/.test(named) ? `${named}:80` : named;
  const moved = whole.replace(
    /(?<=^|:)\d+$/,
    (port) => `${Number(port) < 1024 ? Number(port) + addedPort : port}`,
  );
  const onlyIpv6 = args.filter((argument) => argument.text.startsWith('ipv6only='));
  return [{ span, text: moved }, ...onlyIpv6.map((argument) => ({ span: argument.span, text: '' }))];
}

function stubResolver(args: readonly NginxArgument[]): readonly TextEdit[] {
  return args
    .filter(({ text }) => /^[a-z][\w.-]*$/i.test(text))
    .map(({ span }) => ({ span, text: '127.0.0.1' }));
}

function stubHost(
  { text, span, quote: written }: NginxArgument,
  upstreams: ReadonlySet<string>,
): readonly TextEdit[] {
  const match = /^((?:\w+:\/\/)?)([^/:]+)(.*)$/s.exec(text);
  if (!match || text.includes('unix:') || upstreams.has(match[2]!)) return [];
  const quote = written ?? '';
  return [{ span, text: `${quote}${match[1]}127.0.0.1${match[3]}${quote}` }];
}

function allNodes(nodes: readonly NginxNode[]): readonly NginxNode[] {
  return nodes.flatMap((node) => [node, ...allNodes(node.block?.nodes ?? [])]);
}
