import {
  type Directive,
  defineRule,
  removeDirective,
  replaceDirective,
  skip,
  type TextEdit,
  textOf,
  versionAtLeast,
} from '../../core/rule.ts';
import { sslDirectiveRemoved } from '../facts/nginx-versions.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { runsHere } from '../shared/nginx-release.ts';

const example = (...lines: readonly string[]) =>
  inHttp(
    'server {',
    ...lines,
    '  ssl_certificate /etc/nginx/a.pem;',
    '  ssl_certificate_key /etc/nginx/a.key;',
    '}',
  );

export default defineRule({
  id: 'nginx/obsolete-ssl-directive',
  title: 'TLS switched on by `ssl`',
  category: 'tls',
  severity: 'warning',
  priority: 2,
  remedy: 'Write `ssl` behind the address in `listen`, and delete the directive.',
  rationale:
    'nginx deprecated `ssl on;` in 1.15.0 and took it out in 1.25.1, which does not start with it. ' +
    'Behind `listen` the word says which of the sockets speaks TLS.',
  references: ['https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl', 'https://nginx.org/en/CHANGES'],
  catalogue: ['nginx/ssl-directive-obsolete'],
  on: 'directive',
  names: ['ssl'],
  bad: example('  listen 443;', '  ssl on;'),
  good: example('  listen 443 ssl;'),
  *check({ directive, nginx }) {
    const { args, parent, node, nameSpan, context } = directive;
    const value = args[0]?.text;
    if (args.length !== 1 || (value !== 'on' && value !== 'off')) return skip;
    if (context !== 'http' && context !== 'server') return skip;
    const { version } = nginx;
    const gone = versionAtLeast(version, sslDirectiveRemoved);
    const listens = (context === 'server' && parent?.all('listen')) || [];
    const edits = [
      ...removeDirective(node),
      ...(value === 'off' ? [] : listens.flatMap((listen) => speakTls(listen))),
    ];
    const fixable = context === 'server' && (value === 'off' || listens.length > 0);
    yield {
      at: nameSpan,
      ...(gone && { severity: 'error' as const, priority: 0 as const }),
      message: gone
        ? `nginx ${sslDirectiveRemoved} took "ssl" out, and ${runsHere(nginx)}: it does not start.`
        : `"ssl ${value}" is obsolete since nginx 1.15.0, and ${sslDirectiveRemoved} does not start with it.`,
      tag: 'deprecated',
      ...(fixable && {
        fix: {
          title: value === 'off' ? 'Remove "ssl off"' : 'Write "ssl" behind the address in "listen"',
          safety: 'safe' as const,
          edits,
        },
      }),
    };
  },
});

/** `listen 443;` as `listen 443 ssl;`. */
function speakTls({ args, nameSpan, node }: Directive): readonly TextEdit[] {
  if (args.some(({ text }) => text === 'ssl')) return [];
  const words = [nameSpan, ...args.map((argument) => argument.span)].map(textOf);
  return replaceDirective(node, `${[...words.slice(0, 2), 'ssl', ...words.slice(2)].join(' ')};`);
}
