import { defineRule, effective, skip, textOf } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { locationName } from '../shared/nginx-places.ts';

const example = (path: string) =>
  inHttp(
    'server {',
    '  listen 8080;',
    `  location ${path} {`,
    '    proxy_pass http://127.0.0.1:3000;',
    '    proxy_http_version 1.1;',
    '    proxy_set_header Upgrade $http_upgrade;',
    '    proxy_set_header Connection $http_connection;',
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/open-upgrade',
  title: 'Any upgrade passed on',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy:
    'Pass on WebSocket upgrades only: a `map` of `$http_upgrade` that keeps `websocket` and empties the rest.',
  rationale:
    'An application that takes an upgrade to h2c speaks HTTP/2 with the client from then on, through nginx and past all of its rules. ' +
    'Passing on whatever the client asks for leaves that to the client.',
  references: [
    'https://bishopfox.com/blog/h2c-smuggling-request',
    'https://nginx.org/en/docs/http/websocket.html',
  ],
  catalogue: ['nginx/h2c-smuggling'],
  peers: ['semgrep:generic.nginx.security.possible-h2c-smuggling.possible-h2c-smuggling'],
  on: 'location',
  bad: example('/'),
  good: example('/').replace('$http_connection', '"upgrade"'),
  *check({ location }) {
    const { directive } = location;
    const headers = effective(directive, 'proxy_set_header');
    const find = (name: string) => headers.find(({ args }) => args[0]?.text.toLowerCase() === name)?.args[1];
    const upgrade = find('upgrade');
    if (!upgrade || !directive.first('proxy_pass')) return skip;
    const connection = find('connection');
    // The client's own two headers together are what an upgrade to h2c needs ("Upgrade, HTTP2-Settings").
    if (upgrade.text !== '$http_upgrade' || connection?.text !== '$http_connection') return;
    yield {
      at: upgrade.span,
      message: `${locationName(location)} passes on every upgrade that a client asks for, h2c too.`,
      related: [
        {
          at: connection.span,
          message: `With ${textOf(connection.span)} the client's own words are complete.`,
        },
      ],
    };
  },
});
