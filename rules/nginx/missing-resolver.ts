import {
  type Directive,
  defineRule,
  effective,
  insertIntoBlock,
  type ProxyPass,
  skip,
} from '../../core/rule.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (...lines: readonly string[]) =>
  inHttp(
    'server {',
    '  listen 8080;',
    ...lines,
    '  location / {',
    '    set $app http://app:3000;',
    '    proxy_pass $app;',
    '  }',
    '}',
  );

export default defineRule({
  id: 'nginx/missing-resolver',
  title: 'Variable upstream without a resolver',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Name a resolver: `resolver 127.0.0.11 valid=10s;` in a container.',
  rationale:
    'A name in a variable is looked up for every request, and nginx asks no system resolver for that. ' +
    'Without `resolver` each such request is answered by 502, though the configuration passes its test.',
  references: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass'],
  catalogue: ['nginx/resolver-missing'],
  peers: ['gixy:missing_resolver'],
  on: 'proxy',
  bad: example(),
  good: example('  resolver 127.0.0.11 valid=10s;'),
  *check({ proxy, nginx }) {
    const { directive, dynamic } = proxy;
    const [target] = directive.args;
    if (!dynamic || !target || directive.context.startsWith('stream') || !nginx.config.complete) return skip;
    const host = hostOf(proxy);
    // What is not written out may be an address.
    if (host === undefined || /^[\d.]+$|^\[|^localhost$/.test(host)) return skip;
    if (nginx.config.upstreams.some(({ name }) => name === host)) return;
    if (effective(directive, 'resolver').length > 0) return;
    const block = proxy.server?.directive ?? directive.parent;
    yield {
      at: target.span,
      message: `"${host}" is looked up for every request, and no resolver is named: the answer is 502.`,
      fix: () =>
        block && {
          title: 'Ask the resolver of Docker',
          safety: 'review',
          edits: insertIntoBlock(block.node, ['resolver 127.0.0.11 valid=10s;'], {
            after: ['listen', 'server_name'],
          }),
        },
    };
  },
});

/** The host of `$name` where a `set` above gives it one; of `http://name$rest` the name. */
function hostOf({ directive }: ProxyPass): string | undefined {
  const text = directive.args[0]!.text;
  const variable = /^(?:https?:\/\/)?\$(?:(\w+)|\{(\w+)\})/.exec(text);
  const value = variable ? setValue(directive, variable[1] ?? variable[2]!) : text;
  return /^(?:https?:\/\/)?([A-Za-z][\w.-]*)(?::\d+)?(?:[/$?].*)?$/.exec(value ?? '')?.[1];
}

function setValue(directive: Directive, name: string): string | undefined {
  for (let at = directive.parent; at; at = at.parent) {
    const values = at.all('set').filter(({ args }) => args[0]?.text === `$${name}`);
    if (values.length > 1) return undefined;
    if (values[0]) return values[0].args[1]?.text;
  }
  return undefined;
}
