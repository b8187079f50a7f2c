import type { Port, Span } from '../../core/rule.ts';
import { partOf } from './compose-places.ts';

/** Published on every interface. What is not known may bring an address with it. */
export function isOpenPort(port: Port): boolean {
  if (port.dynamic) return false;
  return port.hostIp === undefined || port.hostIp === '0.0.0.0' || port.hostIp === '::';
}

/** The smallest thing that says which port it is. */
export function portPlace({ value, span }: Port): Span {
  return partOf(value.kind === 'mapping' ? (value.entries.get('target')?.value?.span ?? span) : span, '');
}
