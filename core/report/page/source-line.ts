import type { Finding } from '../../engine/finding.ts';
import type { Span } from '../../text/index.ts';
import { html, type Markup } from './markup.ts';

/** UTF-16 units shown of a line, around what is meant. */
const longest = 160;
const ahead = 60;

/** The line that a span begins on, what is meant marked in it, cut down where it is long. */
export function sourceLine(at: Span): Markup {
  const { line, column } = at.source.position(at.start);
  const text = at.source.line(line);
  const indent = /^\s*/.exec(text)![0].length;
  const from = text.length <= longest ? Math.min(indent, column) : Math.max(0, column - ahead);
  const to = Math.min(text.length, from + longest);
  const end = Math.min(to, Math.max(column + (at.end - at.start), column));
  return html`<pre class="source"><code><span class="line-number">${line + 1}</span>${from > indent && '…'}${text.slice(from, column)}<mark>${text.slice(column, end)}</mark>${text.slice(end, to)}${to < text.length && '…'}</code></pre>`;
}

/** Lines that hold, or may hold, a secret: where a report leaves the editor they are not quoted. */
export function secretLines(findings: readonly Finding[]): ReadonlySet<string> {
  const lines = new Set<string>();
  for (const { category, at, related } of findings) {
    if (category !== 'secrets') continue;
    for (const span of [at, ...related.map((one) => one.at)]) lines.add(lineKey(span));
  }
  return lines;
}

export function lineKey(at: Span): string {
  return `${at.source.path}:${at.source.position(at.start).line}`;
}
