import { defineRule, skip } from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { patternsByConfig } from '../shared/nginx-patterns.ts';

const example = (pattern: string) =>
  inHttp('server {', '  listen 8080;', `  location ~ ${pattern} {`, '    return 404;', '  }', '}');

export default defineRule({
  id: 'nginx/invalid-regex',
  title: 'A regular expression that PCRE refuses',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Close what is open, and write a backslash before characters that are meant as such.',
  rationale:
    'nginx compiles every regular expression when it reads its configuration. ' +
    'Where one of them is no expression it says "pcre2_compile() failed" and does not start, and a reload changes nothing.',
  references: [
    'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
    'https://www.pcre.org/current/doc/html/pcre2pattern.html',
  ],
  catalogue: ['nginx/regex-invalid'],
  peers: ['gixy:invalid_regex'],
  on: 'nginx',
  bad: example('\\.(git|svn'),
  good: example('\\.(git|svn)'),
  *check({ config, deployment }) {
    const patterns = deployment.derive(patternsByConfig).get(config) ?? [];
    if (patterns.length === 0) return skip;
    for (const { at, pattern } of patterns) {
      if (pattern.refused === undefined) continue;
      yield { at, message: `nginx does not start: in "${pattern.source}" ${pattern.refused}.` };
    }
  },
});
