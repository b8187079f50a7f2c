import { defineRule, type PolicyFlaw, policyFlaws, skip } from '../../core/rule.ts';
import { listed } from '../shared/listed.ts';
import { inHttp } from '../shared/nginx-example.ts';

const example = (policy: string) =>
  inHttp('server {', '  listen 8080;', `  add_header Content-Security-Policy "${policy}" always;`, '}');

const consequences: Readonly<Record<PolicyFlaw['kind'], string>> = {
  inline: 'runs scripts that stand in the page',
  eval: 'runs text as a script',
  anywhere: 'loads scripts from anywhere',
  bypass: 'trusts a host that serves ways round the policy',
  nonce: 'repeats one nonce, which is no secret then',
  unquoted: 'takes a keyword without quotes for a host name',
  'unknown-directive': 'has a directive that browsers do not know',
};

export default defineRule({
  id: 'nginx/permissive-script-policy',
  title: 'Content-Security-Policy that lets foreign scripts run',
  category: 'tls',
  severity: 'info',
  priority: 3,
  remedy: 'Allow scripts by host, nonce or hash, and leave `unsafe-inline`, `unsafe-eval` and wildcards out.',
  rationale:
    'A policy stands there to stop scripts that somebody else brought into a page. ' +
    "`'unsafe-inline'`, `*`, `https:` and `data:` in `script-src` allow just those, and the policy then protects frames and forms only. " +
    'Some public script hosts serve files through which any code runs. What is judged here is what the CSP Evaluator knows.',
  references: [
    'https://csp-evaluator.withgoogle.com/',
    'https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP',
  ],
  catalogue: ['nginx/csp-unsafe'],
  production: true,
  on: 'nginx',
  bad: example("default-src 'self'; script-src 'self' 'unsafe-inline'"),
  good: example("default-src 'self'; script-src 'self'"),
  *check({ config }) {
    // What is repeated for a location is one decision.
    const seen = new Set<string>();
    for (const { name, args } of config.walk()) {
      const [header, value] = args;
      if (name !== 'add_header' || !value || seen.has(value.text)) continue;
      if (header?.text.toLowerCase() !== 'content-security-policy') continue;
      seen.add(value.text);
      const flaws = policyFlaws(value.text).filter(({ value: word }) => !word.includes('$'));
      if (flaws.length > 0)
        yield {
          at: value.span,
          message: `The policy is weaker than it looks: ${listed(flaws.map(inWords))}.`,
        };
    }
    if (seen.size === 0) return skip;
  },
});

function inWords({ kind, directive, value }: PolicyFlaw): string {
  return `"${value === directive ? directive : `${value} in ${directive}`}" ${consequences[kind]}`;
}
