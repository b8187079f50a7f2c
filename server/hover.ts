import type { Hover, Position, Range } from 'vscode-languageserver-protocol';
import type { AnyRule, Finding } from '../core/index.ts';
import { gainText } from '../core/report/report.ts';
import { rangeOf } from './diagnostics.ts';
import { groupBy } from './group-by.ts';

/** What the rules say about a place: title, why it matters, what to do. Undefined where nothing was found. */
export function hover(
  findings: readonly Finding[],
  rules: ReadonlyMap<string, AnyRule>,
  path: string,
  position: Position,
  ruleLink: (ruleId: string) => string | undefined,
): Hover | undefined {
  const here = findings.filter((finding) => finding.at.source.path === path && holds(finding, position));
  const texts = [...groupBy(here, (finding) => finding.ruleId)].flatMap(([ruleId, found]) => {
    const rule = rules.get(ruleId);
    return rule ? [explainFinding(found, rule, ruleLink(ruleId))] : [];
  });
  if (texts.length === 0) return undefined;
  return { contents: { kind: 'markdown', value: texts.join('\n\n---\n\n') }, range: rangeOf(here[0]!.at) };
}

function holds(finding: Finding, { line, character }: Position): boolean {
  const { start, end } = rangeOf(finding.at);
  return (
    start.line === line && start.character <= character && (end.line > line || character <= end.character)
  );
}

function explainFinding(found: readonly Finding[], rule: AnyRule, link: string | undefined): string {
  const gain = Math.max(...found.map((finding) => finding.gain));
  const name = link === undefined ? `\`${rule.id}\`` : `[${rule.id}](${link})`;
  const points = gain > 0 ? ` · ${gainText(gain)} points if fixed` : '';
  return [
    `**${rule.title}** (${name})${points}`,
    rule.rationale.trim(),
    `**What to do:** ${rule.remedy.trim()}`,
  ].join('\n\n');
}

/** What was found at a place, and below it what the place means. */
export function withMeaning(
  found: Hover | undefined,
  meaning: { readonly markdown: string; readonly range: Range } | undefined,
): Hover | undefined {
  if (!meaning) return found;
  const value = found ? `${textOf(found)}\n\n---\n\n${meaning.markdown}` : meaning.markdown;
  return { contents: { kind: 'markdown', value }, range: meaning.range };
}

function textOf({ contents }: Hover): string {
  return typeof contents === 'object' && 'value' in contents ? contents.value : '';
}
