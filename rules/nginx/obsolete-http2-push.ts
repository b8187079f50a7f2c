import { defineRule, removeDirective, versionAtLeast } from '../../core/rule.ts';
import { http2DirectiveSince } from '../facts/nginx-versions.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (...lines: readonly string[]) =>
  inHttp('server {', '  listen 8080;', '  location = / {', '    root /srv;', ...lines, '  }', '}');

export default defineRule({
  id: 'nginx/obsolete-http2-push',
  title: 'HTTP/2 push, which nothing supports any more',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Delete the directive; name what is needed early in a `Link: …; rel=preload` header.',
  rationale:
    'Chrome took server push out in 2022 and Firefox in 2024, and since 1.25.1 nginx reads the directives and ignores them. ' +
    'A preload link, or 103 Early Hints from nginx 1.29.0 on, does what push was for.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_v2_module.html#http2_push',
    'https://developer.mozilla.org/docs/Web/HTML/Reference/Attributes/rel/preload',
  ],
  catalogue: ['nginx/http2-push-removed'],
  on: 'directive',
  names: ['http2_push', 'http2_push_preload', 'http2_max_concurrent_pushes'],
  bad: example('    http2_push /style.css;'),
  good: example(),
  *check({ directive, nginx }) {
    const { name, nameSpan, node, args } = directive;
    if (args[0]?.text === 'off' || args[0]?.text === '0') return;
    const ignored = versionAtLeast(nginx.version, http2DirectiveSince);
    yield {
      at: nameSpan,
      tag: 'unnecessary',
      message: ignored
        ? `nginx ${nginx.version} ignores "${name}": server push is gone since ${http2DirectiveSince}.`
        : `"${name}" pushes to no browser any more, and nginx ignores it from ${http2DirectiveSince} on.`,
      fix: { title: `Remove "${name}"`, safety: 'safe', edits: removeDirective(node) },
    };
  },
});
