import { defineRule, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const guards = ['allow', 'deny', 'auth_basic', 'auth_request', 'satisfy'];
const example = (...lines: readonly string[]) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  location /internal/ {',
    ...lines.map((line) => `    ${line}`),
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/return-beside-access-rules',
  title: 'Answer that goes round the access rules',
  category: 'security',
  severity: 'warning',
  priority: 1,
  remedy: 'Serve the answer from a location of its own behind the rules, with `try_files` or a proxy.',
  rationale:
    '`return` answers in the rewrite phase, before nginx asks `allow`, `deny` or for a password. ' +
    'What it sends is sent to everybody, and the rules beside it only look as if they held.',
  references: ['https://nginx.org/en/docs/dev/development_guide.html#http_phases'],
  catalogue: ['nginx/return-bypasses-access'],
  peers: ['gixy:return_bypasses_allow_deny'],
  on: 'directive',
  names: ['location', 'server'],
  bad: example('allow 10.0.0.0/8;', 'deny all;', 'return 200 "secret";'),
  good: example('allow 10.0.0.0/8;', 'deny all;', 'root /srv/www;'),
  *check({ directive }) {
    const answer = directive.first('return');
    const guard = guards.flatMap((name) => directive.all(name)).find(({ args }) => args[0]?.text !== 'off');
    if (!answer || !guard) return skip;
    // What refuses or sends away gives nothing away.
    if (/^(?:30\d|4\d\d|444|https?:)/.test(answer.args[0]?.text ?? '')) return;
    yield {
      at: answer.nameSpan,
      message: `This answer is sent before "${guard.name}" is asked: everybody gets it.`,
      related: [{ at: guard.nameSpan, message: 'This comes too late for it.' }],
    };
  },
});
