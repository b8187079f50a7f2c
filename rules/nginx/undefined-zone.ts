import { type Directive, defineRule, skip, span } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { httpDirectives, isHttp } from '../shared/nginx-levels.ts';
import { isTemplated } from '../shared/nginx-reference.ts';

/** Directive that names a zone → the one that defines zones for it, and before which text the name stands there. */
const kinds: Readonly<Record<string, { readonly defined: string; readonly by: string } | undefined>> = {
  limit_req: { defined: 'limit_req_zone', by: 'zone=' },
  limit_conn: { defined: 'limit_conn_zone', by: 'zone=' },
  proxy_cache: { defined: 'proxy_cache_path', by: 'keys_zone=' },
  fastcgi_cache: { defined: 'fastcgi_cache_path', by: 'keys_zone=' },
  uwsgi_cache: { defined: 'uwsgi_cache_path', by: 'keys_zone=' },
  scgi_cache: { defined: 'scgi_cache_path', by: 'keys_zone=' },
};

const example = (zone: string) =>
  inHttp(
    'limit_req_zone $binary_remote_addr zone=login:10m rate=10r/m;',
    'server {',
    '  listen 8080;',
    '  location /login {',
    `    limit_req zone=${zone} burst=5;`,
    '    return 204;',
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/undefined-zone',
  title: 'A shared memory zone that is nowhere defined',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Define the zone in the http block, or name one that is defined.',
  rationale:
    'Limits and caches keep their state in a zone that the http block defines by name and size. ' +
    'Without the definition nginx does not start.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_limit_req_module.html#limit_req_zone',
    'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache_path',
  ],
  catalogue: ['nginx/undefined-zone'],
  on: 'directive',
  names: Object.keys(kinds),
  bad: example('logins'),
  good: example('login'),
  *check({ directive, nginx }) {
    const kind = kinds[directive.name];
    if (!kind || !nginx.config.complete || !isHttp(directive) || isTemplated(directive)) return skip;
    const used = namedZone(directive);
    if (!used || /[$%]/.test(used.text) || (used.text === 'off' && directive.name !== 'limit_req'))
      return skip;
    const defined = httpDirectives(nginx.config).filter(({ name }) => name === kind.defined);
    if (defined.some((one) => zonesOf(one, kind.by).includes(used.text))) return;
    const zones = defined.flatMap((one) => zonesOf(one, kind.by));
    const meant = zones.length === 1 ? zones[0] : undefined;
    yield {
      at: used.at,
      message: `No ${kind.defined} defines the zone "${used.text}": nginx does not start.`,
      ...(meant !== undefined && {
        fix: {
          title: `Name the zone "${meant}"`,
          safety: 'review' as const,
          edits: [{ span: used.at, text: meant }],
        },
      }),
    };
  },
});

function namedZone({ name, args }: Directive) {
  const argument = name === 'limit_req' ? args.find(({ text }) => text.startsWith('zone=')) : args[0];
  if (!argument || argument.quote) return undefined;
  const skipped = name === 'limit_req' ? 'zone='.length : 0;
  const { source, start, end } = argument.span;
  if (end - start <= skipped) return undefined;
  return { text: argument.text.slice(skipped), at: span(source, start + skipped, end) };
}

function zonesOf({ args }: Directive, by: string): readonly string[] {
  return args.flatMap(({ text }) => (text.startsWith(by) ? [text.slice(by.length).replace(/:.*$/, '')] : []));
}
