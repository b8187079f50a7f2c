import { defineRule, parseSize, replaceArgument, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const gibibyte = 1024 ** 3;

export default defineRule({
  id: 'nginx/unlimited-request-body',
  title: 'Request bodies of any size',
  category: 'security',
  severity: 'info',
  priority: 2,
  remedy: 'Set `client_max_body_size` to what uploads need, in the location that takes them.',
  rationale:
    'nginx keeps a body on its disk until it is whole. ' +
    'Without a bound, or with one of many gigabytes for every address, a few clients fill the disk, and the application behind gets what it never meant to read.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size'],
  catalogue: ['nginx/client-body-limit'],
  production: true,
  on: 'directive',
  names: ['client_max_body_size'],
  bad: inHttp('client_max_body_size 0;'),
  good: inHttp('client_max_body_size 10m;'),
  *check({ directive }) {
    const [size] = directive.args;
    if (!size || size.text.includes('$')) return skip;
    const bytes = size.text === '0' ? 0 : parseSize(size.text);
    if (bytes === undefined) return skip;
    // A location for uploads may take large ones; a whole server or all of them hardly.
    const wide = !directive.context.includes('location');
    if (bytes !== 0 && (!wide || bytes <= 2 * gibibyte)) return;
    yield {
      at: size.span,
      message:
        bytes === 0
          ? 'The size of a request body is not checked.'
          : `Every address takes request bodies of ${size.text}.`,
      ...(wide &&
        bytes === 0 && {
          fix: {
            title: 'Take up to 10 MiB',
            safety: 'review' as const,
            edits: [replaceArgument(size, '10m')],
          },
        }),
    };
  },
});
