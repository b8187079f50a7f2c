import type { DeployedNginx, Directive, Location, Server, Span } from '../../core/rule.ts';

/** How a message calls a server: by its first name, else by where it listens. */
export function serverName(server: Server): string {
  const name = server.names.find(({ text }) => text !== '_' && text !== '')?.text;
  if (name !== undefined) return `"${name}"`;
  const [listen] = server.listens;
  return listen?.port === undefined
    ? `the server at ${listen?.address}`
    : `the server on port ${listen.port}`;
}

/** Whether a block lies in a server that speaks TLS, or holds one. */
export function isTls(block: Directive): boolean {
  const around = (server: Directive): boolean => {
    for (let at: Directive | undefined = server; at; at = at.parent) if (at === block) return true;
    return false;
  };
  return block.config.servers.some((server) => {
    for (let at: Directive | undefined = block; at; at = at.parent)
      if (at === server.directive) return server.tls;
    return server.tls && around(server.directive);
  });
}

/** How a message calls a location: `"location ~ \.php$"`. */
export function locationName({ modifier, path }: Location): string {
  return `"location ${modifier === '' || modifier === '@' ? modifier : `${modifier} `}${path}"`;
}

/** The word that opens TLS for a server: its first TLS `listen`. */
export function tlsListen(server: Server): Span {
  const listen = server.listens.find(({ ssl, quic }) => ssl || quic) ?? server.listens[0];
  return (listen?.directive ?? server.directive).nameSpan;
}

/**
 * Where a setting for some servers of one configuration goes: into their http block, or into each of them where that block
 * stands in a file that the image brings.
 */
export function blocksToChange(
  { deployment }: DeployedNginx,
  servers: readonly Server[],
): readonly Directive[] {
  const own = (directive: Directive) => deployment.files.includes(directive.span.source.path);
  const http = servers[0]?.directive.parent;
  if (http && own(http)) return [http];
  const blocks = servers.map(({ directive }) => directive).filter(own);
  return blocks.filter((block, index) => blocks.findIndex(({ node }) => node === block.node) === index);
}

/** Whether clients reach an nginx directly: some service publishes its ports, or no service is known to run it. */
export function facesClients({ services }: DeployedNginx): boolean {
  return services.length === 0 || services.some(({ service }) => service.ports.length > 0);
}

/** A directive and everything inside it, depth first. */
export function* inside(directive: Directive): Generator<Directive> {
  yield directive;
  for (const child of directive.children ?? []) yield* inside(child);
}

/** The block's location or server, for messages. */
export function blockName(block: Directive): string {
  const words = [block.name, ...block.args.map(({ text }) => text)].join(' ');
  return `"${words.length > 60 ? `${words.slice(0, 59)}…` : words}"`;
}

/** Whether a block includes something that is not at hand: what it brings may be what seems to lack. */
export function includesUnknown({ children = [], config }: Directive): boolean {
  const includes = children.filter(({ name }) => name === 'include');
  return includes.some(({ args }) =>
    config.includes.some(({ argument, paths }) => argument === args[0] && paths.length === 0),
  );
}
