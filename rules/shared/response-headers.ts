import {
  type Deployment,
  type Directive,
  type EffectiveHeader,
  effective,
  effectiveHeaders,
  insertIntoBlock,
  type NginxConfig,
  type Server,
  type TextEdit,
} from '../../core/rule.ts';
import { inside } from './nginx-places.ts';

/** Code that may set headers where the text does not show it. */
const scripted = /_by_(?:lua|njs)|^js_(?:header_filter|content)$|^perl$|^mruby_/;

/** Headers that some response of each server carries; undefined where scripts may add others. */
export function headersByServer(
  deployment: Deployment,
): ReadonlyMap<Server, readonly EffectiveHeader[] | undefined> {
  const all = deployment.nginx.map(({ config }) => ({ config, ...settingsOf(config) }));
  return new Map(
    all.flatMap(({ config, blocks, scripts }) =>
      config.servers.map((server) => [server, headersSomewhere(server, blocks, scripts)] as const),
    ),
  );
}

interface Settings {
  /** Blocks that set headers, by the server that they lie in. */
  readonly blocks: ReadonlyMap<Directive, ReadonlySet<Directive>>;
  /** Blocks in which scripts may set headers, with all that are around these. */
  readonly scripts: ReadonlySet<Directive>;
}

function settingsOf(config: NginxConfig): Settings {
  const blocks = new Map<Directive, Set<Directive>>();
  const scripts = new Set<Directive>();
  for (const directive of config.walk()) {
    const { name, parent } = directive;
    if (!parent) continue;
    if (name === 'add_header' || name === 'more_set_headers') {
      const server = serverAround(parent);
      if (server) blocks.set(server, (blocks.get(server) ?? new Set()).add(parent));
    } else if (name.includes('_') || name === 'perl') {
      if (scripted.test(name))
        for (let at: Directive | undefined = parent; at; at = at.parent) scripts.add(at);
    }
  }
  return { blocks, scripts };
}

function serverAround(block: Directive): Directive | undefined {
  for (let at: Directive | undefined = block; at; at = at.parent) if (at.name === 'server') return at;
  return undefined;
}

function headersSomewhere(
  { directive }: Server,
  blocks: Settings['blocks'],
  scripts: Settings['scripts'],
): readonly EffectiveHeader[] | undefined {
  if (scripts.has(directive) || scriptsAround(directive)) return undefined;
  const own = blocks.get(directive) ?? [];
  return [directive, ...own].flatMap((block) => effectiveHeaders(block));
}

function scriptsAround({ parent }: Directive): boolean {
  for (let outer = parent; outer; outer = outer.parent)
    if (outer.children?.some(({ name }) => scripted.test(name))) return true;
  return false;
}

/** Whether everything that a server answers comes from an application behind it, which may send headers of its own. */
export function onlyProxies(server: Server): boolean {
  const answering = server.locations.filter(({ directive }) =>
    directive.children?.some(
      ({ name }) => name === 'proxy_pass' || name === 'root' || name === 'alias' || name === 'try_files',
    ),
  );
  const proxies = (directive: Directive) =>
    directive.first('proxy_pass') !== undefined || directive.first('grpc_pass') !== undefined;
  return answering.length > 0 && answering.every(({ directive }) => proxies(directive));
}

/**
 * Adds a header to everything that a server answers: to the level from which it has its headers, so that none of them is lost,
 * and to every block inside it that has headers of its own.
 */
export function addHeader(server: Server, line: string): readonly TextEdit[] {
  const { directive } = server;
  const [inherited] = effective(directive, 'add_header');
  const level = inherited?.parent ?? directive;
  const own = [...inside(directive)].filter(
    (block) => block !== directive && block.all('add_header').length > 0 && replaces(block),
  );
  const edits = [level, ...own].map((block) => insertIntoBlock(block.node, [line], { after: place(block) }));
  // A snippet that two blocks include is edited once.
  return [
    ...new Map(edits.flat().map((edit) => [`${edit.span.source.path}:${edit.span.start}`, edit])).values(),
  ];
}

/** Whether a block's own headers take the place of the outer ones. */
function replaces(block: Directive): boolean {
  return effective(block, 'add_header_inherit').at(-1)?.args[0]?.text !== 'merge';
}

function place(block: Directive): readonly string[] {
  const settings =
    'listen http2 server_name ssl_certificate ssl_certificate_key ssl_protocols ssl_ciphers ssl_dhparam'.split(
      ' ',
    );
  return block.all('add_header').length > 0 || block.name !== 'server' ? ['add_header'] : settings;
}
