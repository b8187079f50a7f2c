import { fileKind, nameOf, type Source, type Span } from '../core/index.ts';

export interface IgnoreComment {
  readonly scope: 'line' | 'file';
  /** The line (0-based) that it goes above. */
  readonly line: number;
  /** Up to its reason, indentation included. */
  readonly comment: string;
  readonly eol: string;
}

/**
 * The comment that accepts a rule's finding; its reason is left to the author. It goes above the line of the finding,
 * above the whole instruction in a Dockerfile, and to the top of the file where a comment above the line would be part of
 * a YAML text.
 * @returns undefined for a file that cannot hold comments.
 */
export function ignoreComment(at: Span, ruleId: string): IgnoreComment | undefined {
  const { source } = at;
  const name = nameOf(source.path);
  if (name.endsWith('.json')) return undefined;
  const found = source.position(at.start).line;
  if (/\.ya?ml$/.test(name) && isInBlockScalar(source, found)) {
    return { scope: 'file', line: 0, comment: `# seaworthy-ignore-file ${ruleId} -- `, eol: source.eol };
  }
  const kind = fileKind(source.path);
  const line = kind === 'dockerfile' ? instructionStart(source, found) : found;
  // Of files that have no parser of ours, comments are read at the start of a line alone.
  const indented = kind === undefined || ['compose', 'dockerfile', 'nginx', 'configuration'].includes(kind);
  const indentation = indented ? /^[ \t]*/.exec(source.line(line))![0] : '';
  return { scope: 'line', line, comment: `${indentation}# seaworthy-ignore ${ruleId} -- `, eol: source.eol };
}

/** Whether a line is text of a `|` or `>` scalar: some line above, further out, opens one. */
function isInBlockScalar(source: Source, line: number): boolean {
  let outermost = indentationOf(source.line(line));
  for (let above = line - 1; above >= 0 && outermost > 0; above--) {
    const text = source.line(above);
    if (text.trim() === '' || indentationOf(text) >= outermost) continue;
    outermost = indentationOf(text);
    if (/(?::|^\s*-)\s+(?:[&!]\S+\s+)*[|>][-+\d]*\s*(?:#.*)?$/.test(text)) return true;
  }
  return false;
}

function indentationOf(text: string): number {
  return text.length - text.trimStart().length;
}

/** The first line of the Dockerfile instruction that a line belongs to: continuation lines and here-documents are taken in. */
function instructionStart(source: Source, wanted: number): number {
  const continued = /^#\s*escape\s*=\s*`/im.test(source.text) ? '`' : '\\';
  let line = 0;
  while (line <= wanted) {
    const start = line;
    const documents: string[] = [];
    for (; line < source.lineStarts.length; line++) {
      const text = source.line(line);
      documents.push(...Array.from(text.matchAll(/<<-?(["']?)(\w+)\1/g), ([, , word]) => word!));
      const passedOver = line > start && /^\s*(?:#|$)/.test(text);
      if (!passedOver && !text.trimEnd().endsWith(continued)) break;
    }
    for (const word of documents) {
      do line++;
      while (line < source.lineStarts.length && source.line(line).trim() !== word);
    }
    line++;
    if (line > wanted) return start;
  }
  return wanted;
}
