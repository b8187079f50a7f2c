import { type Directive, defineRule, span } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (path: string) =>
  inHttp('server {', '  listen 8080;', `  return 301 https://example.org${path};`, '}');

export default defineRule({
  id: 'nginx/newline-in-header',
  title: 'A decoded path in a header',
  category: 'security',
  severity: 'error',
  priority: 0,
  remedy: 'Use `$request_uri`, which is as the client sent it.',
  rationale:
    'nginx decodes `$uri` and `$document_uri`: `%0d%0a` in a request is a line break in them. ' +
    'In a redirect or a header it lets whoever makes the link add headers of their own, or a whole answer.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_core_module.html#var_uri',
    'https://github.com/yandex/gixy/blob/master/docs/en/plugins/httpsplitting.md',
  ],
  catalogue: ['nginx/http-splitting'],
  peers: ['gixy:http_splitting', 'semgrep:generic.nginx.security.header-injection.header-injection'],
  on: 'directive',
  names: ['return', 'add_header', 'proxy_set_header'],
  bad: example('$uri'),
  good: example('$request_uri'),
  *check({ directive }) {
    const { name, args } = directive;
    const from = name === 'return' ? 0 : 1;
    if (name === 'return' && args[1] && !/^30[1278]$/.test(args[0]!.text)) return;
    for (const argument of args.slice(from)) {
      if (!argument.text.includes('$')) continue;
      const capture = capturedLines(directive, argument.text);
      if (capture !== undefined) {
        yield {
          at: argument.span,
          message: `$${capture} takes line breaks of the decoded path as well: a "%0d%0a" in the request ends ${name === 'return' ? 'the Location header' : `the header ${args[0]!.text}`} and begins another.`,
        };
        continue;
      }
      const { source, start, end } = argument.span;
      for (const match of source.text
        .slice(start, end)
        .matchAll(/\$(?:\{(?:uri|document_uri)\}|(?:uri|document_uri)\b)/g)) {
        const at = span(source, start + match.index, start + match.index + match[0].length);
        yield {
          at,
          message: `${match[0]} is decoded: a "%0d%0a" in the request ends ${name === 'return' ? 'the Location header' : `the header ${args[0]!.text}`} and begins another.`,
          fix: {
            title: 'Use $request_uri',
            safety: 'review',
            edits: [{ span: at, text: match[0].includes('{') ? '${request_uri}' : '$request_uri' }],
          },
        };
      }
    }
  },
});

/** A named capture of the location around that a word holds, and whose negated class lets line breaks through. */
function capturedLines({ parent }: Directive, text: string): string | undefined {
  if (!text.includes('$') || parent?.name !== 'location') return undefined;
  const pattern = parent.args.at(-1)!.text;
  for (const [, name, body] of pattern.matchAll(/\(\?P?[<'](\w+)[>']([^()]*)\)/g)) {
    if (!new RegExp(`\\$(?:\\{${name}\\}|${name}\\b)`).test(text)) continue;
    const classes = [...body!.matchAll(/\[\^((?:\\.|[^\]\\])*)\]/g)];
    if (classes.some(([, members]) => !/\\[snrR]/.test(members!))) return name;
  }
  return undefined;
}
