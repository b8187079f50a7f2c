import { defineRule, effective, replaceDirective, skip, textOf } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (line: string) =>
  inHttp('server {', '  listen 8080;', '  location = /health {', line, "    return 200 '{}';", '  }', '}');

export default defineRule({
  id: 'nginx/content-type-by-add-header',
  title: 'Content-Type set by `add_header`',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Say the type with `default_type`.',
  rationale:
    'nginx sends a Content-Type of its own, and `add_header` puts a second one beside it. ' +
    'Which of two the browser believes is its own affair.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#default_type'],
  catalogue: ['nginx/multiline-header'],
  peers: ['gixy:add_header_content_type'],
  on: 'directive',
  names: ['add_header'],
  bad: example('    add_header Content-Type application/json;'),
  good: example('    default_type application/json;'),
  *check({ directive }) {
    const { args, node, parent } = directive;
    const [header, value] = args;
    if (header?.text.toLowerCase() !== 'content-type' || !value || !parent) return skip;
    // What is passed on has a type already, which may have been hidden first.
    const hides = effective(parent, 'proxy_hide_header').some(
      (one) => one.args[0]?.text.toLowerCase() === 'content-type',
    );
    if (hides) return skip;
    const answers = parent.all('return').length > 0 && parent.all('default_type').length === 0;
    yield {
      at: header.span,
      message: 'The answer has two Content-Type headers: nginx sends one by itself.',
      ...(answers &&
        !/\$/.test(value.text) && {
          fix: {
            title: 'Say it with "default_type"',
            safety: 'safe' as const,
            edits: replaceDirective(node, `default_type ${textOf(value.span)};`),
          },
        }),
    };
  },
});
