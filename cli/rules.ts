import type { AnyRule } from '../core/index.ts';
import type { RulesArguments } from './arguments.ts';
import { isFixable } from './fixable.ts';
import { printOut } from './output.ts';
import { createProject } from './project.ts';

/** One rule as `seaworthy rules --format json` prints it. */
interface ListedRule {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  /** The one that it has when it is on. */
  readonly severity: string;
  readonly priority: number;
  readonly production: boolean;
  readonly defaultOn: boolean;
  readonly fixable: boolean;
  readonly catalogue: readonly string[];
  readonly peers: readonly string[];
}

/** Print every rule. @returns the exit code. */
export function listRules({ format }: RulesArguments): number {
  const listed = createProject().rules.map(describe);
  printOut(format === 'json' ? `${JSON.stringify(listed, null, 2)}\n` : table(listed));
  return 0;
}

function describe(rule: AnyRule): ListedRule {
  return {
    id: rule.id,
    title: rule.title,
    category: rule.category,
    severity: rule.severity,
    priority: rule.priority,
    production: rule.production ?? false,
    defaultOn: !rule.off,
    fixable: isFixable(rule),
    catalogue: rule.catalogue,
    peers: rule.peers ?? [],
  };
}

function table(rules: readonly ListedRule[]): string {
  const width = Math.max(0, ...rules.map(({ id }) => id.length));
  const lines = rules.map((rule) => {
    const marks = [
      rule.production ? 'production' : '',
      rule.fixable ? 'fixable' : '',
      rule.defaultOn ? '' : 'off by default',
    ].filter(Boolean);
    const about = marks.length > 0 ? `  (${marks.join(', ')})` : '';
    return `${rule.id.padEnd(width)}  ${rule.severity.padEnd(7)}  P${rule.priority}  ${rule.title}${about}`;
  });
  return `${lines.join('\n')}\n`;
}
