import type { Listen, Server } from '../../core/rule.ts';

/** The socket of a `listen`, as nginx compares them: `*:80`; undefined where it is not known. */
export function socketOf({ address, port, quic }: Listen): string | undefined {
  if (address.startsWith('unix:')) return address;
  if (port === undefined || /[${%<]/.test(address)) return undefined;
  // A host name resolves to who knows which address.
  if (address !== '*' && !/^[\d.]+$|^\[/.test(address)) return undefined;
  const ip = address === '0.0.0.0' || address === '' ? '*' : address;
  return `${ip}:${port}${quic ? '/udp' : ''}`;
}

/** The servers of each socket, in order. */
export function serversBySocket(
  servers: readonly Server[],
): ReadonlyMap<string, readonly (readonly [Server, Listen])[]> {
  const sockets = new Map<string, (readonly [Server, Listen])[]>();
  for (const server of servers) {
    for (const listen of server.listens) {
      const socket = socketOf(listen);
      if (socket === undefined) continue;
      const known = sockets.get(socket);
      if (known) known.push([server, listen]);
      else sockets.set(socket, [[server, listen]]);
    }
  }
  return sockets;
}
