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
import { follow, requestsTo } from '../shared/asked-requests.ts';
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
  *check({ location, server, nginx }) {
    if (!isChallenge(location) || location.parent || location.modifier === '@') return skip;
    const [request] = requestsTo(server, challengeTarget);
    if (!request || !mayTake(location)) return skip;
    const { answers } = follow(nginx, request);
    const [first, last] = [answers[0]!, answers.at(-1)!];
    if (first.server !== server || first.outcome.kind === 'unknown') return skip;
    if (answers.some((answer) => answer.location && isInside(answer.location, location))) return;
    // A redirect to a server that answers challenges is followed by the certificate authority.
    if (answers.length > 1 && last.location && isChallenge(last.location)) return;
    const refused = last.outcome.kind === 'closed' || (last.status ?? 0) >= 300;
    if (!refused) return;
    const answer = first.location ? undefined : server.directive.first('return');
    if (answer) {
      yield {
        at: location.pathSpan,
        message: 'The return of the server itself answers every request: none reaches this location.',
        related: [{ at: answer.nameSpan, message: 'It is carried out first.' }],
        fix: () => intoLocation(server, answer),
      };
      return;
    }
    const taker = first.location;
    if (!taker || first.redirect !== undefined) return;
    const { source, start } = location.pathSpan;
    const isPattern = taker.modifier === '~' || taker.modifier === '~*';
    yield {
      at: location.pathSpan,
      message: `${locationName(taker)} takes the requests of this location, and refuses them.`,
      related: [
        {
          at: taker.pathSpan,
          message: isPattern
            ? 'A regular expression is asked before a prefix.'
            : 'It is nearer to what is asked for.',
        },
      ],
      ...(location.modifier === '' &&
        isPattern &&
        !taker.parent && {
          fix: {
            title: 'Write the location with ^~',
            safety: 'safe' as const,
            edits: [{ span: { source, start, end: start }, text: '^~ ' }],
          },
        }),
    };
  },
});

/** What a certificate authority asks for. */
const challengeTarget = '/.well-known/acme-challenge/Yo1gaWsTf0kZ2yZPXpKsm4Cg';

/** A prefix of such requests; what an expression matches is left to its author. */
function mayTake({ modifier, path }: Location): boolean {
  return (modifier === '' || modifier === '^~') && challengeTarget.startsWith(path);
}

function isInside(inner: Location, outer: Location): boolean {
  for (let at: Location | undefined = inner; at; at = at.parent) if (at === outer) return true;
  return false;
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
