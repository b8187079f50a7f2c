import type { ComposeValue, Port } from './compose.ts';
import { textAt } from './keyed.ts';

/**
 * One entry of `ports`, short (`[HOST:]CONTAINER[/PROTOCOL]`, Compose specification "ports") or long.
 * @returns undefined for what is no port entry at all (a list, a null).
 */
export function readPort(value: ComposeValue): Port | undefined {
  if (value.kind === 'mapping') return longPort(value);
  if (value.kind === 'sequence' || value.value === null) return undefined;
  const { text, dynamic } = value;
  const [, address = '', protocol = 'tcp'] = /^(.*?)(?:\/([A-Za-z]+))?$/s.exec(text)!;
  const parts = splitAddress(address);
  const container = range(parts.at(-1));
  const host = parts.length > 1 ? range(parts.at(-2)) : {};
  const hostIp = parts.length > 2 ? parts[0] : undefined;
  return {
    text,
    ...(hostIp && { hostIp }),
    ...(host.first !== undefined && { published: host.first }),
    ...(host.last !== undefined && { publishedEnd: host.last }),
    ...(container.first !== undefined && { target: container.first }),
    ...(container.last !== undefined && { targetEnd: container.last }),
    protocol: protocolOf(protocol),
    form: 'short',
    dynamic,
    value,
    span: value.span,
  };
}

function longPort(value: Extract<ComposeValue, { readonly kind: 'mapping' }>): Port {
  const published = range(textAt(value, 'published'));
  const target = range(textAt(value, 'target'));
  const hostIp = textAt(value, 'host_ip');
  const protocol = protocolOf(textAt(value, 'protocol') ?? 'tcp');
  const text = [hostIp, textAt(value, 'published'), textAt(value, 'target')].filter(Boolean).join(':');
  return {
    text,
    ...(hostIp && { hostIp }),
    ...(published.first !== undefined && { published: published.first }),
    ...(published.last !== undefined && { publishedEnd: published.last }),
    ...(target.first !== undefined && { target: target.first }),
    ...(target.last !== undefined && { targetEnd: target.last }),
    protocol,
    form: 'long',
    dynamic: [...value.entries.values()].some(
      (entry) => entry.value?.kind === 'scalar' && entry.value.dynamic,
    ),
    value,
    span: value.span,
  };
}

/** `::1:80:80` and `[::1]:80:80` have an address in front whose colons part nothing. */
function splitAddress(address: string): readonly string[] {
  const bracket = address.lastIndexOf(']:');
  if (address.startsWith('[') && bracket > 0)
    return [address.slice(1, bracket), ...address.slice(bracket + 2).split(':')];
  const parts = address.split(':');
  return parts.length > 3 ? [parts.slice(0, -2).join(':'), ...parts.slice(-2)] : parts;
}

function range(text: string | undefined): { readonly first?: number; readonly last?: number } {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text ?? '');
  if (!match) return {};
  return { first: Number(match[1]), ...(match[2] !== undefined && { last: Number(match[2]) }) };
}

function protocolOf(text: string): Port['protocol'] {
  const lower = text.toLowerCase();
  return lower === 'udp' || lower === 'sctp' ? lower : 'tcp';
}
