import type { Span } from '../text/index.ts';
import type { Location, Server } from './nginx.ts';
import { locationText } from './nginx-location-words.ts';
import { nginxPattern } from './nginx-pattern.ts';
import { toBytes } from './nginx-uri.ts';

/** Another location that takes a part of a location's requests. */
export interface Taker {
  readonly location: Location;
  readonly why: string;
}

/** What comes to a location, as a sentence. */
export function reachText({ modifier, path }: Location): string {
  switch (modifier) {
    case '=':
      return `Requests for exactly ${path} come here.`;
    case '@':
      return `Requests come here from try_files and error_page that name @${path}.`;
    case '~':
    case '~*':
      return `Requests whose path matches ${path}${modifier === '~*' ? ', in whatever case,' : ''} come here.`;
    default:
      return `Requests whose path begins with ${path} come here.`;
  }
}

/**
 * Locations of the same server that may take requests which a location's own path or pattern fits: longer prefixes and exact
 * paths inside it, regular expressions, and what comes before a regular expression.
 */
export function takersOf(location: Location): readonly Taker[] {
  const { server, modifier } = location;
  if (modifier === '@' || modifier === '=') return [];
  const others = server.locations.filter((one) => one !== location && one.modifier !== '@');
  return others.flatMap((other) => {
    const why = isPattern(location) ? whyBeforePattern(location, other, server) : whyInside(location, other);
    return why === undefined ? [] : [{ location: other, why }];
  });
}

function isPattern({ modifier }: Location): boolean {
  return modifier === '~' || modifier === '~*';
}

function whyInside(location: Location, other: Location): string | undefined {
  if (!isPattern(other)) {
    const inside =
      other.path.startsWith(location.path) && (other.path !== location.path || other.modifier === '=');
    if (!inside || isAround(other, location)) return undefined;
    return other.modifier === '=' ? 'takes exactly that path' : 'is a longer prefix';
  }
  if (other.parent === location) return mayMatch(other, location.path) ? 'is nested in it' : undefined;
  if (location.modifier === '^~' || !isSiblingOrAround(other.parent, location)) return undefined;
  return mayMatch(other, location.path) ? 'is a regular expression, which comes before a prefix' : undefined;
}

function isAround(outer: Location, inner: Location): boolean {
  for (let at = inner.parent; at; at = at.parent) if (at === outer) return true;
  return false;
}

/** Whether patterns of a level are asked for a location: they stand beside it, or beside what is around it, unless `^~` forbids. */
function isSiblingOrAround(level: Location | undefined, location: Location): boolean {
  if (location.parent === level) return true;
  for (let at = location.parent; at; at = at.parent) if (at.parent === level) return at.modifier === '';
  return false;
}

function whyBeforePattern(location: Location, other: Location, server: Server): string | undefined {
  if (other.parent === location) return 'is nested in it';
  if (other.parent !== location.parent) return undefined;
  if (isPattern(other)) {
    const earlier = server.locations.indexOf(other) < server.locations.indexOf(location);
    return earlier && overlap(other, location) ? 'is a regular expression that is asked first' : undefined;
  }
  if (other.modifier === '=') return matches(location, other.path) ? 'takes exactly that path' : undefined;
  return other.modifier === '^~' && mayMatch(location, other.path)
    ? 'is a prefix that no regular expression is asked after'
    : undefined;
}

function matches({ path, modifier }: Location, text: string): boolean {
  const pattern = nginxPattern(toBytes(path), modifier === '~*');
  return pattern instanceof RegExp && pattern.test(toBytes(text));
}

/** What every match of an anchored pattern begins with. */
function beginning({ path, modifier }: Location): string {
  if (modifier === '~*' || !path.startsWith('^') || path.includes('|')) return '';
  const literal = /^\^((?:[\w/-]|\\[./-])*)(.?)/.exec(path);
  const text = literal?.[1]?.replaceAll('\\', '') ?? '';
  return /[*?{]/.test(literal?.[2] ?? '') ? text.slice(0, -1) : text;
}

function mayMatch(pattern: Location, prefix: string): boolean {
  const start = beginning(pattern);
  return start.startsWith(prefix) || prefix.startsWith(start);
}

function overlap(a: Location, b: Location): boolean {
  const [first, second] = [beginning(a), beginning(b)];
  return first.startsWith(second) || second.startsWith(first);
}

/** What a taker is called, and where it stands. */
export function takerText({ location, why }: Taker): { readonly text: string; readonly at: Span } {
  return { text: `${locationText(location)} ${why}`, at: location.pathSpan };
}
