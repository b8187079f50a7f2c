import { defineRule, nearest, skip } from '../../core/rule.ts';
import { isForeignName, isPlainNginx, loadsModules } from '../shared/foreign-modules.ts';
import { inHttp } from '../shared/nginx-example.ts';
import { isTemplated } from '../shared/nginx-reference.ts';
import { builtInVariables, definedVariables, isBuiltIn, variableUses } from '../shared/nginx-variables.ts';

const example = (variable: string) =>
  inHttp(
    'server {',
    '  listen 8080;',
    '  location / {',
    '    proxy_pass http://127.0.0.1:3000;',
    `    proxy_set_header X-Real-IP ${variable};`,
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/unknown-variable',
  title: 'A variable that is nowhere set',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Correct the name, or set the variable with `set` or `map`.',
  rationale:
    'nginx knows all its variables when it reads its configuration, and does not start where one of them is unknown. ' +
    'Shell variables mean nothing to it: they have to be filled in before.',
  references: ['https://nginx.org/en/docs/varindex.html'],
  catalogue: ['nginx/unknown-variable', 'nginx/undefined-map'],
  on: 'nginx',
  bad: example('$remote_adr'),
  good: example('$remote_addr'),
  *check(nginx) {
    const { config } = nginx;
    if (!config.complete || loadsModules(config)) return skip;
    const directives = [...config.walk()];
    if ([...new Set(directives.map(({ name }) => name))].some(isForeignName)) return skip;
    const defined = definedVariables(config);
    const plain = isPlainNginx(nginx);
    for (const directive of directives) {
      for (const { name, at } of variableUses(directive)) {
        if (isTemplated(directive) || directive.node.broken) break;
        // Upper case is what envsubst and shells fill in.
        if (isBuiltIn(name) || defined.has(name) || name === name.toUpperCase()) continue;
        if (defined.has(name.toLowerCase()) || isBuiltIn(name.toLowerCase())) continue;
        const meant = nearest(name, [...defined, ...builtInVariables()], name.length < 6 ? 1 : 2);
        if (meant === undefined && !plain) continue;
        yield {
          at,
          message: `Nothing sets "$${name}"${meant === undefined ? '' : `; "$${meant}" is near`}: nginx does not start.`,
          ...(meant !== undefined && {
            fix: {
              title: `Write "$${meant}"`,
              safety: 'review' as const,
              edits: [{ span: at, text: `$${meant}` }],
            },
          }),
        };
      }
    }
  },
});
