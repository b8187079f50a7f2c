import { type AnyRule, Project } from '../core/index.ts';
import { images } from '../rules/facts/images.ts';
import { today } from './project.ts';

/** Whether a rule offers a fix: asked of its own bad example, so that nobody has to declare it. */
export function isFixable(rule: AnyRule): boolean {
  const files = typeof rule.bad === 'string' ? { [exampleFile(rule)]: rule.bad } : rule.bad;
  const project = new Project({ rules: [rule], images, today: today() });
  project.override({ all: true, environment: 'production' });
  project.setTree(['.'], Object.keys(files));
  for (const [path, text] of Object.entries(files)) project.set(path, text);
  return project.review().findings.some((finding) => finding.ruleId === rule.id && finding.fixes.length > 0);
}

/** The name of the one file that a rule's example is, by the language that the rule is about. */
function exampleFile(rule: AnyRule): string {
  if (rule.on === 'configuration') return '.seaworthy.yaml';
  if (rule.id.startsWith('dockerfile/')) return 'Dockerfile';
  return rule.id.startsWith('nginx/') ? 'nginx.conf' : 'compose.yaml';
}
