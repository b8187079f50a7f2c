import type { Location, NginxConfig, Server } from '../../core/model/nginx.ts';

/** A request that nginx and the walk are both asked about. */
export interface Question {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly target: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Paths that many configurations have something to say about. */
const usual = [
  '/',
  '/index.html',
  '/index.php',
  '/.git/config',
  '/.well-known/acme-challenge/token',
  '/img/logo.png',
  '/app.JS',
  '/a/b/../c.css',
  '//twice//slashes/',
  '/%2e%2e/above',
  '/a%20b/c%2fd?x=%20y&z',
  '/folder',
  '/missing?q=1',
  '/a+b%26c.txt',
];

/** Requests that touch every server and location of a configuration, and things beside them; the same each time. */
export function questionsFor(config: NginxConfig, count: number): readonly Question[] {
  const sockets = [
    ...new Map(
      config.servers.flatMap(({ listens }) => listens.map(({ port, ssl }) => [port!, ssl] as const)),
    ),
  ];
  const pick = picker(config.servers.length * 7919 + count);
  const all = config.servers.flatMap((server) => {
    const targets = server.locations.flatMap((location) => targetsOf(location, pick));
    const own = server.listens.map(({ port, ssl }) => ({ port: port!, ssl }));
    return targets.map((target) => question(pick(own), hostOf(server, pick), target, pick));
  });
  const beside = usual.map((target) => {
    const [port, ssl] = pick(sockets);
    return question({ port, ssl }, hostOf(pick(config.servers), pick), target, pick);
  });
  const strange = ['nobody.example', '127.0.0.1', 'UPPER.Example.COM'].map((host) => {
    const [port, ssl] = pick(sockets);
    return question({ port, ssl }, host, pick(usual), pick);
  });
  return shuffled([...all, ...beside, ...strange], pick).slice(0, count);
}

type Pick = <T>(from: readonly T[]) => T;

/** A row of numbers that is the same each time (a linear congruential generator). */
function picker(seed: number): Pick {
  let state = seed >>> 0;
  return (from) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return from[Math.floor((state / 2 ** 32) * from.length)]!;
  };
}

function shuffled<T>(list: readonly T[], pick: Pick): readonly T[] {
  const keyed = list.map((one) => ({ one, key: pick(Array.from({ length: 9973 }, (_, index) => index)) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
}

function question(
  { port, ssl }: { readonly port: number; readonly ssl: boolean },
  host: string,
  target: string,
  pick: Pick,
): Question {
  const odd = pick([false, false, false, false, false, false, false, true]);
  return {
    scheme: ssl === !odd || ssl ? (odd ? 'http' : 'https') : 'http',
    host,
    port,
    target,
    method: pick(['GET', 'GET', 'GET', 'GET', 'GET', 'POST', 'HEAD']),
    ...(pick([0, 0, 0, 1]) === 1 && {
      headers: { 'User-Agent': pick(['curl/8', 'Googlebot']), Cookie: 'session=1; debug=on', 'X-Debug': '1' },
    }),
  };
}

function hostOf({ names }: Server, pick: Pick): string {
  const name = names.length === 0 ? 'nobody.example' : pick(names).text;
  if (name.startsWith('~')) return pick(['api.regex.example', 'shop-7.example.net', 'www.example.org']);
  if (name.startsWith('*')) return `deep.sub${name.slice(1)}`;
  if (name.startsWith('.')) return pick([name.slice(1), `sub${name}`]);
  if (name.endsWith('*')) return `${name.slice(0, -1)}net`;
  return name === '' || name === '_' || /[^\w.-]/.test(name) ? 'nobody.example' : name;
}

function targetsOf({ modifier, path }: Location, pick: Pick): readonly string[] {
  if (modifier === '@') return [];
  const plain = modifier.startsWith('~') ? sample(path, pick) : path;
  const bare = encodeURI(plain).replace(/[^!-~]/g, '');
  if (!bare.startsWith('/')) return [`/${bare}`];
  const rest = pick([
    'x',
    'file.txt',
    'a.php',
    'deep/er/page.html?a=b',
    '..',
    './x',
    'logo.png',
    '%2e%2e/x',
    'ä'.replace('ä', '%c3%a4'),
  ]);
  return [
    bare,
    `${bare}${rest}`,
    bare.replace(/\/$/, ''),
    pick([`${bare}/`, `/${bare}`, `${bare}?v=1`, bare.toUpperCase()]),
  ].map((target) => (target === '' ? '/' : target));
}

/** A path that a simple regular expression is likely to match. */
function sample(pattern: string, pick: Pick): string {
  const text = pattern
    .replace(/\(\?<?\w*>?[:=!]?/g, '(')
    .replace(/\(([^()|]*)\|([^()]*)\)/g, (_, first, others) => pick([first, ...others.split('|')]))
    .replace(/\[[^\]]*\][+*]?/g, 'a7')
    .replace(/\\d[+*]?/g, '42')
    .replace(/\.[+*]/g, 'any')
    .replace(/\\([./-])/g, '$1')
    .replace(/[\^$()?+*\\]/g, '');
  return text.startsWith('/') ? text : `/some${text}`;
}
