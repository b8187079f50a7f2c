import { type Directive, effective, inheritedFrom } from '../../core/rule.ts';
import { securityHeaders } from '../facts/security-headers.ts';
import { httpDirectives } from './nginx-levels.ts';
import { isTls } from './nginx-places.ts';

const watched = new Set(securityHeaders.map((name) => name.toLowerCase()));

export interface DroppedHeaders {
  /** The outer security headers that a block's own headers take the place of; HSTS only where there is TLS. */
  readonly dropped: readonly Directive[];
  /** The block sets some outer header anew: merged, it would be sent twice. */
  readonly replaced: boolean;
}

/** What a block's own headers take away from it; nothing where it has none, or where `add_header_inherit` says what is meant. */
export function droppedHeaders(block: Directive): DroppedHeaders {
  if (block.all('add_header').length === 0 || !replacesHeaders(block))
    return { dropped: [], replaced: false };
  const nameOf = ({ args }: Directive) => args[0]?.text.toLowerCase() ?? '';
  const own = new Set(block.all('add_header').map(nameOf));
  const outer = inheritedFrom(block, 'add_header');
  const dropped = outer.filter((header) => {
    const name = nameOf(header);
    if (!watched.has(name) || own.has(name) || (name === 'strict-transport-security' && !isTls(block)))
      return false;
    return !isForSomeTypes(header);
  });
  return { dropped, replaced: outer.some((header) => own.has(nameOf(header))) };
}

/** Whether a block's own headers take the place of the outer ones because nothing else is said. */
export function replacesHeaders(block: Directive): boolean {
  const mode = effective(block, 'add_header_inherit').at(-1)?.args[0]?.text;
  return mode !== 'merge' && mode !== 'off';
}

/** Sent with answers of some types only, by a map without a default: whether the block's are among them is not known. */
function isForSomeTypes({ args, config }: Directive): boolean {
  const value = args[1]?.text;
  if (!value?.startsWith('$')) return false;
  const map = httpDirectives(config).find((one) => one.name === 'map' && one.args[1]?.text === value);
  return map?.args[0]?.text === '$sent_http_content_type' && map.first('default') === undefined;
}
