import { CspEvaluator } from 'csp_evaluator';
import { Severity, Type } from 'csp_evaluator/dist/finding.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';

/** What makes a policy protect less than it says. */
export interface PolicyFlaw {
  readonly kind: 'inline' | 'eval' | 'anywhere' | 'bypass' | 'nonce' | 'unquoted' | 'unknown-directive';
  /** `script-src` */
  readonly directive: string;
  /** The word that it is about; the directive itself where it is about that. */
  readonly value: string;
}

const kinds: ReadonlyMap<Type, PolicyFlaw['kind']> = new Map([
  [Type.SCRIPT_UNSAFE_INLINE, 'inline'],
  [Type.SCRIPT_UNSAFE_EVAL, 'eval'],
  [Type.PLAIN_URL_SCHEMES, 'anywhere'],
  [Type.PLAIN_WILDCARD, 'anywhere'],
  [Type.SCRIPT_ALLOWLIST_BYPASS, 'bypass'],
  [Type.STATIC_NONCE, 'nonce'],
  [Type.INVALID_KEYWORD, 'unquoted'],
  [Type.UNKNOWN_DIRECTIVE, 'unknown-directive'],
]);
const keywords = new Set(['self', 'none', 'unsafe-inline', 'unsafe-eval', 'strict-dynamic', 'report-sample']);
const known = new Map<string, readonly PolicyFlaw[]>();

/** What lets scripts in that a Content-Security-Policy is there to keep out, each once. Each text is judged once. */
export function policyFlaws(policy: string): readonly PolicyFlaw[] {
  let flaws = known.get(policy);
  if (!flaws) {
    if (known.size > 1000) known.clear();
    flaws = judge(policy);
    known.set(policy, flaws);
  }
  return flaws;
}

function judge(policy: string): readonly PolicyFlaw[] {
  const found = new Map<string, PolicyFlaw>();
  for (const finding of new CspEvaluator(new CspParser(policy).csp).evaluate()) {
    const kind = kinds.get(finding.type);
    const { directive, severity } = finding;
    const value = finding.value ?? directive;
    if (!kind) continue;
    // Of hosts, only those that are known to serve what goes round the policy; `data:` images and the like let no script in.
    if (kind === 'bypass' && severity !== Severity.HIGH) continue;
    if (kind === 'anywhere' && !/^(?:default|script)-src/.test(directive)) continue;
    if (kind === 'unquoted' && !keywords.has(value)) continue;
    found.set(`${kind} ${directive} ${value}`, { kind, directive, value });
  }
  return [...found.values()];
}
