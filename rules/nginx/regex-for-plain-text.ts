import { defineRule, replaceArgument, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { patternsByConfig } from '../shared/nginx-patterns.ts';

const example = (match: string) =>
  inHttp('server {', '  listen 8080;', `  location ${match} {`, '    return 204;', '  }', '}');

export default defineRule({
  id: 'nginx/regex-for-plain-text',
  title: 'A regular expression for one single path',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Compare the path with `=`.',
  rationale:
    'An expression is tried for every request that no earlier location took, one after the other in the order of the text. ' +
    'For one fixed path `location =` says the same: it is found at once, and nothing that stands above can take its requests.',
  references: ['https://nginx.org/en/docs/http/ngx_http_core_module.html#location'],
  catalogue: ['nginx/regex-exact'],
  peers: ['gixy:regex_exact_match'],
  on: 'location',
  bad: example('~ ^/health$'),
  good: example('= /health'),
  *check({ location, deployment, nginx, server }) {
    if (location.modifier !== '~') return skip;
    const { directive, path } = location;
    const found = deployment
      .derive(patternsByConfig)
      .get(nginx.config)
      ?.find((one) => one.directive.node === directive.node);
    const exact = found?.pattern.exact;
    if (exact === undefined || !exact.startsWith('/') || /[\s;{}"'\\$]/.test(exact)) return;
    const [modifier, pattern] = directive.args;
    // Beside an exact location of the same path it would be the second of it.
    const taken = server.locations.some((one) => one.modifier === '=' && one.path === exact);
    const edits = () =>
      pattern && modifier
        ? [replaceArgument(modifier, '='), replaceArgument(pattern, exact)]
        : [{ span: location.directive.args[0]!.span, text: `= ${exact}` }];
    yield {
      at: location.pathSpan,
      message: `"${path}" matches "${exact}" alone, for which "=" asks without an expression.`,
      ...(!taken && { fix: () => ({ title: `Write "= ${exact}"`, safety: 'review', edits: edits() }) }),
    };
  },
});
