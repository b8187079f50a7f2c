import { defineRule, replaceArgument, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (value: string) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  location / {',
    '    proxy_pass http://127.0.0.1:3000;',
    `    proxy_set_header Host ${value};`,
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/spoofable-host',
  title: "The client's own Host header passed on",
  category: 'security',
  severity: 'warning',
  priority: 1,
  remedy: 'Pass `$host` on, and let a default server refuse names that are not yours.',
  rationale:
    'In `$http_host` stands what the client wrote, even where the request line names another host. ' +
    'An application that builds links from it can be made to send a password reset link to a foreign site. ' +
    '`$host` is the name by which the server was chosen; where no default server refuses unknown names, `$server_name` is safer still.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_core_module.html#var_host',
    'https://github.com/yandex/gixy/blob/master/docs/en/plugins/hostspoofing.md',
  ],
  catalogue: ['nginx/host-spoofing'],
  peers: ['gixy:host_spoofing', 'semgrep:generic.nginx.security.request-host-used.request-host-used'],
  on: 'directive',
  names: ['proxy_set_header'],
  bad: example('$http_host'),
  good: example('$host'),
  *check({ directive }) {
    const { args } = directive;
    const [header, value] = args;
    if (header?.text.toLowerCase() !== 'host' || !value) return skip;
    if (value.text !== '$http_host') return;
    const fix = (text: string) => ({
      title: `Pass ${text} on`,
      safety: 'review' as const,
      edits: [replaceArgument(value, text)],
    });
    yield {
      at: value.span,
      message:
        'The application gets the Host header as the client wrote it, whichever server the request came to.',
      fix: [fix('$host'), fix('$server_name')],
    };
  },
});
