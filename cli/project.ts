import { type AnyRule, Project } from '../core/index.ts';
import { checklist } from '../rules/checklist.ts';
import { images } from '../rules/facts/images.ts';
import { rules } from '../rules/index.ts';
import { quickReference } from '../rules/quick-reference.ts';
import { renamed } from '../rules/renamed.ts';

/** An empty project that knows every rule, or only those that are given. */
export function createProject(only: readonly AnyRule[] = rules): Project {
  return new Project({ rules: only, images, renamed, checklist, reference: quickReference, today: today() });
}

/** The present id of a rule by its present or an old id. */
export function currentId(id: string): string | undefined {
  const current = renamed.get(id) ?? id;
  return rules.some((rule) => rule.id === current) ? current : undefined;
}

/** The calendar's day here, `YYYY-MM-DD`. */
export function today(now = new Date()): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
