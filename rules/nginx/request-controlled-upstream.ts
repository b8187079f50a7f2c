import { defineRule, type Location, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { locationName } from '../shared/nginx-places.ts';

const example = (host: string) =>
  inHttp('server {', '  listen 8080;', '  location /fetch {', `    proxy_pass http://${host};`, '  }', '}');

/** Variables that are the request's own words. $http_host is: no server_name has to have it. */
const words = /^(?:arg_\w+|http_\w+|cookie_\w+|args|query_string|request_uri|uri|document_uri|request_body)$/;

export default defineRule({
  id: 'nginx/request-controlled-upstream',
  title: 'An upstream that the request chooses',
  category: 'security',
  severity: 'error',
  priority: 0,
  remedy: 'Take the host from a `map` of the hosts that are meant, or mark the location `internal`.',
  rationale:
    'Whoever may name the host that nginx asks reaches every service that nginx reaches: databases, metadata services of the cloud, other containers. ' +
    'It makes nginx an open proxy into its own network.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass',
    'https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html',
  ],
  catalogue: ['nginx/ssrf'],
  peers: ['gixy:ssrf', 'semgrep:generic.nginx.security.dynamic-proxy-host.dynamic-proxy-host'],
  on: 'location',
  bad: example('$arg_host'),
  good: example('app.internal'),
  *check({ location }) {
    const { directive } = location;
    const proxy = directive.children!.find(({ name }) => /^(?:proxy|grpc|fastcgi|uwsgi)_pass$/.test(name));
    const target = proxy?.args[0];
    if (!target || directive.first('internal')) return skip;
    const host = /^(?:\w+:\/\/)?\$\{?(\w+)\}?(?=$|[:/$])/.exec(target.text)?.[1];
    if (host === undefined || !chosenByRequest(host, location)) return;
    yield {
      at: target.span,
      message: `${locationName(location)} sends requests to whatever host "$${host}" names, and the client writes that.`,
    };
  },
});

/** The request's own words, or a capture of the location that takes any text. */
function chosenByRequest(name: string, { modifier, path, directive }: Location): boolean {
  if (words.test(name)) return true;
  if (modifier !== '~' && modifier !== '~*') return false;
  // A `set` or `rewrite` between the location and the pass may have narrowed it down.
  if (directive.children!.some((one) => /^(?:set|rewrite|if)$/.test(one.name))) return false;
  const groups = Array.from(path.matchAll(/(?<!\\)\((?!\?:)(?:\?P?<(\w+)>)?([^()]*)\)/g));
  const group = /^\d+$/.test(name) ? groups[Number(name) - 1] : groups.find(([, one]) => one === name);
  return /^(?:\.|\[\^[^\]]*\])[*+]\??$/.test(group?.[2] ?? '');
}
