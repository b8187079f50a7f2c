import { defineRule, textOf } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

export default defineRule({
  id: 'nginx/header-over-several-lines',
  title: 'Header over several lines',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Write the header on one line.',
  rationale:
    'A line break in a quoted value is sent as it stands. ' +
    'RFC 9112 forbids header lines that are continued: HTTP/2 clients refuse the response, others drop the rest.',
  references: ['https://www.rfc-editor.org/rfc/rfc9112#name-obsolete-line-folding'],
  catalogue: ['nginx/multiline-header'],
  peers: ['gixy:add_header_multiline'],
  on: 'directive',
  names: ['add_header', 'more_set_headers', 'proxy_set_header'],
  bad: inHttp('add_header Permissions-Policy "camera=(),', '  microphone=()" always;'),
  good: inHttp('add_header Permissions-Policy "camera=(), microphone=()" always;'),
  *check({ directive }) {
    for (const { span } of directive.args) {
      const written = textOf(span);
      if (!/[\r\n]/.test(written)) continue;
      yield {
        at: { ...span, end: span.start + written.search(/[\r\n]/) },
        message: `The value of ${directive.args[0]?.text ?? directive.name} has a line break in it, which is sent as it stands.`,
        fix: {
          title: 'Write it on one line',
          safety: 'safe',
          edits: [{ span, text: written.replaceAll(/[ \t]*[\r\n]+[ \t]*/g, ' ') }],
        },
      };
    }
  },
});
