import { defineRule, replaceArgument, textOf } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { locationName } from '../shared/nginx-places.ts';

const example = (path: string) =>
  inHttp('server {', '  listen 8080;', `  location ${path} {`, '    alias /app/static/;', '  }', '}');

export default defineRule({
  id: 'nginx/alias-traversal',
  title: '`alias` that lets requests climb out of its folder',
  category: 'security',
  severity: 'error',
  priority: 0,
  remedy: "End the location's path with a slash, as the `alias` does.",
  rationale:
    'nginx puts what follows the location behind the `alias`. ' +
    'With `location /static` and `alias /app/static/`, a request for `/static../settings.py` reads `/app/static/../settings.py`: ' +
    'anything in the folder above can be fetched.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_core_module.html#alias',
    'https://github.com/yandex/gixy/blob/master/docs/en/plugins/aliastraversal.md',
  ],
  catalogue: ['nginx/alias-traversal'],
  peers: ['gixy:alias_traversal', 'semgrep:generic.nginx.security.alias-path-traversal.alias-path-traversal'],
  on: 'location',
  bad: example('/static'),
  good: example('/static/'),
  *check({ location }) {
    const { directive, modifier, path, pathSpan } = location;
    const alias = directive.first('alias');
    const target = alias?.args[0]?.text;
    if (
      !alias ||
      !target?.endsWith('/') ||
      (modifier !== '' && modifier !== '^~') ||
      path.endsWith('/') ||
      path === ''
    )
      return;
    const written = directive.args.at(-1)!;
    yield {
      at: pathSpan,
      message: `A request for "${path}../x" reads "${target}../x": ${locationName(location)} has no slash at its end, its alias has one.`,
      related: [{ at: alias.args[0]!.span, message: `${textOf(alias.nameSpan)} ends in a slash.` }],
      fix: {
        title: `End the location's path with a slash: "${path}/"`,
        safety: 'review',
        edits: [replaceArgument(written, `${written.text}/`)],
      },
    };
  },
});
