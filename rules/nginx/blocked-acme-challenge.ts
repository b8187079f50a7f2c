import {
  type Directive,
  defineRule,
  type Fix,
  type Location,
  replaceDirective,
  type Server,
  skip,
  textOf,
} from '../../core/rule.ts';
import { isChallenge } from '../shared/acme-challenge.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { locationName } from '../shared/nginx-places.ts';

const example = (modifier: string) =>
  inHttp(
    'server {',
    '  listen 80;',
    `  location ${modifier}/.well-known/acme-challenge/ {`,
    '    root /var/www/acme;',
    '  }',
    '  location ~ /\\. {',
    '    deny all;',
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/blocked-acme-challenge',
  title: 'ACME challenges that are answered by something else',
  category: 'tls',
  severity: 'warning',
  priority: 1,
  remedy: 'Write the location with `^~`, and a redirect of all other requests into `location /`.',
  strength: 'ACME challenges reach their location',
  rationale:
    'nginx asks regular expressions after it has found the longest prefix, and takes the first that matches: `location ~ /\\.`, which is there to keep `.git` from being served, takes `/.well-known/` too. `^~` ends the search at the prefix. ' +
    'A `return` of the server itself is carried out before any location is looked for.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
    'https://letsencrypt.org/docs/challenge-types/#http-01-challenge',
  ],
  catalogue: ['nginx/acme-challenge-blocked'],
  production: true,
  on: 'location',
  bad: example(''),
  good: example('^~ '),
  *check({ location, server }) {
    if (!isChallenge(location) || location.parent || location.modifier === '@') return skip;
    const answer = server.directive.first('return');
    if (answer) {
      yield {
        at: location.pathSpan,
        message: 'The return of the server itself answers every request: none reaches this location.',
        related: [{ at: answer.nameSpan, message: 'It is carried out first.' }],
        fix: () => intoLocation(server, answer),
      };
      return;
    }
    const taker = takerOf(location, server);
    if (!taker) return;
    const { source, start } = location.pathSpan;
    yield {
      at: location.pathSpan,
      message: `${locationName(taker)} takes the requests of this location, and refuses them.`,
      related: [{ at: taker.pathSpan, message: 'A regular expression is asked before a prefix.' }],
      fix: {
        title: 'Write the location with ^~',
        safety: 'safe',
        edits: [{ span: { source, start, end: start }, text: '^~ ' }],
      },
    };
  },
});

/** The first regular expression that matches a challenge, where it refuses. */
function takerOf({ modifier, directive }: Location, { locations }: Server): Location | undefined {
  if (modifier !== '') return undefined;
  const first = locations.find(
    (one) => !one.parent && (one.modifier === '~' || one.modifier === '~*') && matches(one),
  );
  const refuses = first?.directive.children?.some(
    ({ name, args }) =>
      (name === 'deny' && args[0]?.text === 'all') ||
      (name === 'return' && /^4\d\d$/.test(args[0]?.text ?? '')),
  );
  // A nested location may take them back.
  const nested = [first?.directive, directive].some((block) => block?.all('location').length);
  return refuses && !nested ? first : undefined;
}

function matches({ path, modifier }: Location): boolean {
  try {
    const pattern = new RegExp(path, modifier === '~*' ? 'i' : '');
    return pattern.test('/.well-known/acme-challenge/Yo1gaWsTf0kZ2yZPXpKsm4Cg');
  } catch {
    // Perl's syntax that JavaScript has not: not known.
    return false;
  }
}

function intoLocation({ locations }: Server, { node, nameSpan }: Directive): Fix | undefined {
  if (locations.some(({ path }) => path === '/')) return undefined;
  const { source, start } = nameSpan;
  const line = source.text.slice(source.lineStarts[source.position(start).line], start);
  if (line.trim() !== '') return undefined;
  const { eol } = source;
  const step = line.includes('\t') ? '\t' : '    ';
  return {
    title: 'Move the return into location /',
    safety: 'review',
    edits: [...replaceDirective(node, `location / {${eol}${line}${step}${textOf(node.span)}${eol}${line}}`)],
  };
}
