import type { Location, Server } from './nginx.ts';
import { nginxPattern } from './nginx-pattern.ts';
import { toBytes } from './nginx-uri.ts';

export interface LocationMatch {
  /** Undefined where no location matches: the server itself answers. */
  readonly location: Location | undefined;
  readonly captures: RegExpExecArray | undefined;
  /** The path lacks the slash that the location's name ends in: nginx redirects there. */
  readonly addSlash: boolean;
  /** Prefixes that matched before a regular expression took the request. */
  readonly passedOver: readonly Location[];
}

type Found = 'exact' | 'prefix' | 'slash' | 'regex' | 'none';
type Unknown = { readonly unknown: string; readonly location: Location };

const levels = new WeakMap<Server, ReadonlyMap<Location | undefined, Level>>();

interface Level {
  readonly paths: readonly { readonly location: Location; readonly path: string; readonly exact: boolean }[];
  readonly patterns: readonly Location[];
}

/**
 * The location that a URI leads to: exact, longest prefix with those nested in it, then regular expressions in the order
 * of the text, unless the prefix is marked `^~`.
 * Source: ngx_http_core_find_location in ngx_http_core_module.c.
 */
export function matchLocation(server: Server, uri: string): LocationMatch | Unknown {
  return new Search(server, uri).run();
}

class Search {
  readonly #levels: ReadonlyMap<Location | undefined, Level>;
  readonly #uri: string;
  #location: Location | undefined;
  #captures: RegExpExecArray | undefined;
  #unknown: Unknown | undefined;
  readonly #prefixes: Location[] = [];

  constructor(server: Server, uri: string) {
    this.#levels = levelsOf(server);
    this.#uri = uri;
  }

  run(): LocationMatch | Unknown {
    const found = this.#find(undefined);
    if (this.#unknown) return this.#unknown;
    return {
      location: this.#location,
      captures: this.#captures,
      addSlash: found === 'slash',
      passedOver: this.#prefixes.filter((one) => one !== this.#location),
    };
  }

  #find(parent: Location | undefined): Found {
    const level = this.#levels.get(parent);
    if (!level) return 'none';
    let found = this.#path(level);
    let ends = false;
    if (found === 'prefix') {
      const prefix = this.#location!;
      ends = prefix.modifier === '^~';
      const nested = this.#find(prefix);
      if (nested !== 'none') found = nested;
    }
    if (found === 'exact' || found === 'slash' || found === 'regex' || ends) return found;
    return this.#pattern(level) ?? found;
  }

  #path({ paths }: Level): Found {
    const same = paths.filter(({ path }) => path === this.#uri);
    const exact = same.find((one) => one.exact);
    if (exact) return this.#take(exact.location, 'exact');
    const prefix = paths
      .filter((one) => !one.exact && this.#uri.startsWith(one.path))
      .reduce<Level['paths'][number] | undefined>(
        (best, one) => (best && best.path.length >= one.path.length ? best : one),
        undefined,
      );
    const slash = paths.find(({ path, location }) => path === `${this.#uri}/` && handsOn(location));
    if (slash && same.length === 0) return this.#take(slash.location, 'slash');
    if (!prefix) return 'none';
    this.#prefixes.push(prefix.location);
    return this.#take(prefix.location, 'prefix');
  }

  #pattern({ patterns }: Level): Found | undefined {
    for (const location of patterns) {
      const pattern = nginxPattern(toBytes(location.path), location.modifier === '~*');
      if (!(pattern instanceof RegExp)) {
        this.#unknown ??= { ...pattern, location };
        return 'regex';
      }
      const captures = pattern.exec(this.#uri);
      if (!captures) continue;
      this.#captures = captures;
      this.#take(location, 'regex');
      this.#find(location);
      return 'regex';
    }
    return undefined;
  }

  #take(location: Location, found: Found): Found {
    this.#location = location;
    return found;
  }
}

/** Such locations redirect a path without their last slash (`auto_redirect` in nginx's source). */
function handsOn({ directive }: Location): boolean {
  return (
    directive.children?.some(({ name }) => /^(?:proxy|fastcgi|uwsgi|scgi|memcached|grpc)_pass$/.test(name)) ??
    false
  );
}

function levelsOf(server: Server): ReadonlyMap<Location | undefined, Level> {
  const known = levels.get(server);
  if (known) return known;
  const made = new Map<Location | undefined, { paths: Level['paths'][number][]; patterns: Location[] }>();
  for (const location of server.locations) {
    const { parent, modifier } = location;
    const level = made.get(parent) ?? { paths: [], patterns: [] };
    made.set(parent, level);
    if (modifier === '~' || modifier === '~*') level.patterns.push(location);
    else if (modifier !== '@')
      level.paths.push({ location, path: toBytes(location.path), exact: modifier === '=' });
  }
  levels.set(server, made);
  return made;
}
