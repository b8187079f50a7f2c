import { type Deployment, type Directive, defineRule, skip } from '../../core/rule.ts';
import { type Followed, follow, requestsTo } from '../shared/asked-requests.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (target: string) =>
  inHttp(
    'server {',
    '  listen 80;',
    '  server_name www.shop.test;',
    '  return 301 http://shop.test$request_uri;',
    '}',
    'server {',
    '  listen 80;',
    '  server_name shop.test;',
    '  location / {',
    `    ${target};`,
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/redirect-loop',
  title: 'Redirect that leads back to itself',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Answer one of the addresses with the site.',
  rationale:
    'A browser follows redirects some twenty times and then shows an error instead of the page. ' +
    'Such a circle arises where two servers send visitors to each other, or where a server that already speaks TLS sends them to itself.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return',
    'https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Redirections',
  ],
  catalogue: ['nginx/https-redirect'],
  on: 'server',
  bad: example('return 301 http://www.shop.test$request_uri'),
  good: example('root /srv/www'),
  *check({ server, nginx, deployment }) {
    if (!nginx.config.complete || !deployment.derive(redirectingServers).has(server.directive)) return skip;
    const prefixes = server.locations.filter(({ modifier }) => modifier === '' || modifier === '^~');
    const targets = new Set(['/', ...prefixes.map(({ path }) => path)]);
    for (const request of [...targets].flatMap((target) => requestsTo(server, target))) {
      const { answers, asked, loops } = follow(nginx, request);
      // Each circle is told of once, at the first of its servers in the text.
      const servers = nginx.config.servers.filter((one) => answers.some((answer) => answer.server === one));
      const at = answers[0]?.steps.at(-1)?.at;
      if (!loops || !at || servers[0] !== server) continue;
      yield { at, message: said(asked, answers.at(-1)!.redirect!) };
      return;
    }
  },
});

function said(asked: Followed['asked'], back: string): string {
  const [first, second] = asked;
  if (first === back) {
    const way = second === undefined ? 'to itself' : `to ${second} and from there back`;
    return `A request for ${first} is redirected ${way}: browsers give up and show an error.`;
  }
  return `A request for ${first} is redirected to ${second}, and ends in a circle at ${back}: browsers give up and show an error.`;
}

/** The servers that redirect somewhere: a cheap look before requests are followed. */
function redirectingServers({ nginx }: Deployment): ReadonlySet<Directive> {
  const servers = new Set<Directive>();
  for (const directive of nginx.flatMap(({ config }) => [...config.walk()])) {
    if (!redirects(directive)) continue;
    for (let at = directive.parent; at; at = at.parent) if (at.name === 'server') servers.add(at);
  }
  return servers;
}

function redirects({ name, args }: Directive): boolean {
  if (name === 'return') return /^(?:30[12378]$|https?:|\$scheme)/.test(args[0]?.text ?? '');
  return name === 'rewrite' && /^(?:permanent|redirect)$/.test(args[2]?.text ?? '');
}
