import { defineRule, skip } from '../../core/rule.ts';
import { successors } from '../facts/nginx-successors.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { isJudged } from '../shared/nginx-reference.ts';

/** Their successors take the same value. */
const sameMeaning = new Set(['http2_max_requests', 'http2_idle_timeout', 'http2_recv_timeout']);

export default defineRule({
  id: 'nginx/deprecated-directive',
  title: 'A directive that nginx has given up',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Write the directive that took its place.',
  rationale:
    'nginx reads a deprecated directive for some releases, often without effect, and then ends its start with "unknown directive". ' +
    'The update that brings this day is not the time to look for what to write instead.',
  references: ['https://nginx.org/en/CHANGES', 'https://nginx.org/en/docs/http/ngx_http_v2_module.html'],
  catalogue: ['nginx/wrong-context'],
  on: 'directive',
  bad: inHttp('server {', '  listen 8080;', '  http2_max_requests 1000;', '}'),
  good: inHttp('server {', '  listen 8080;', '  keepalive_requests 1000;', '}'),
  *check({ directive }) {
    const { name, args, nameSpan } = directive;
    if (!isJudged(directive)) return skip;
    const spdy = name === 'listen' ? args.find(({ text }) => text === 'spdy') : undefined;
    if (spdy) {
      yield {
        at: spdy.span,
        tag: 'deprecated',
        message: 'nginx has no SPDY since 1.9.5: HTTP/2 took its place, and "spdy" ends its start.',
        severity: 'error',
      };
      return;
    }
    const facts = successors[name];
    if (!facts) return;
    const { since, removed, instead } = facts;
    const level = directive.parent ?? directive.config;
    const sameValues = sameMeaning.has(name) && level.all(instead).length === 0;
    yield {
      at: nameSpan,
      tag: 'deprecated',
      ...(removed && { severity: 'error' as const }),
      message: `"${name}" is deprecated since ${since}${removed ? ` and ends nginx's start since ${removed}` : ''}; "${instead}" took its place.`,
      ...(sameValues && {
        fix: {
          title: `Write "${instead}"`,
          safety: 'review' as const,
          edits: [{ span: nameSpan, text: instead }],
        },
      }),
    };
  },
});
