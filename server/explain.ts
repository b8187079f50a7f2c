import type { AnyRule, Example } from '../core/index.ts';

/** What a rule asks for and why, as a Markdown page. */
export function explain(rule: AnyRule): string {
  const { id, title, category, severity, priority, remedy, rationale, references } = rule;
  const scope = rule.production ? ', production only' : '';
  const sections = [
    `# ${title}`,
    `\`${id}\` · ${category} · ${severity} · priority ${priority}${scope}${rule.off ? ' · off until it is asked for' : ''}`,
    rationale.trim(),
    `**What to do:** ${remedy.trim()}`,
    '## Bad',
    ...fences(rule.bad, id),
    '## Good',
    ...fences(rule.good, id),
  ];
  if (references.length > 0) sections.push('## References', references.map((url) => `- <${url}>`).join('\n'));
  return `${sections.join('\n\n')}\n`;
}

function fences(example: Example, id: string): readonly string[] {
  if (typeof example === 'string') return [fence(example, languages[id.slice(0, id.indexOf('/'))] ?? '')];
  return Object.entries(example).map(([path, text]) => `\`${path}\`\n\n${fence(text, languageOf(path))}`);
}

const languages: Readonly<Record<string, string>> = {
  compose: 'yaml',
  dockerfile: 'dockerfile',
  nginx: 'nginx',
  seaworthy: 'yaml',
};

function languageOf(path: string): string {
  if (/\.ya?ml$/.test(path)) return 'yaml';
  if (/dockerfile/i.test(path)) return 'dockerfile';
  return /nginx|\.conf$/.test(path) ? 'nginx' : '';
}

function fence(text: string, language: string): string {
  return `\`\`\`${language}\n${text.replace(/\n*$/, '\n')}\`\`\``;
}
