import { defineRule, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { patternsByConfig } from '../shared/nginx-patterns.ts';

const example = (pattern: string) =>
  inHttp('server {', '  listen 8080;', `  location ~ ${pattern} {`, '    return 404;', '  }', '}');

export default defineRule({
  id: 'nginx/exponential-regex',
  title: 'A regular expression that takes exponential time',
  category: 'security',
  severity: 'warning',
  priority: 1,
  remedy: 'Repeat only what can begin in one way, or make the repetition possessive: `(a+)++`.',
  rationale:
    'Where a repetition stands inside a repetition and both can take the same characters, PCRE tries every way to share them out before it gives up. ' +
    'Each character more doubles the work. Whoever sends a long path that almost matches occupies a worker, and with it every connection that the worker serves.',
  references: [
    'https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS',
    'https://www.pcre.org/current/doc/html/pcre2pattern.html',
  ],
  catalogue: ['nginx/regex-redos'],
  peers: ['gixy:regex_redos'],
  on: 'nginx',
  bad: example('^/(?:[a-z0-9]+-?)+\\.html$'),
  good: example('^/[a-z0-9-]+\\.html$'),
  *check({ config, deployment }) {
    const patterns = deployment.derive(patternsByConfig).get(config) ?? [];
    if (patterns.length === 0) return skip;
    for (const { at, pattern } of patterns) {
      const part = pattern.exponential;
      if (part === undefined) continue;
      yield {
        at,
        message: `"${part}" can share the same text out in ever more ways: a long request that does not match keeps a worker busy.`,
      };
    }
  },
});
