import type { NginxFile } from '../../core/parse/nginx-tree.ts';
import type { Span } from '../../core/text/index.ts';
import { type NameKind, namesIn, passedVariables } from './names.ts';

/** What the grammar cannot tell by itself: which words are names, and of what. */
export interface NameToken {
  readonly span: Span;
  readonly kind: NameKind;
  readonly defines: boolean;
}

/** The names of a file, in the order of its text, none of them over another. */
export function nameTokens(file: NginxFile): readonly NameToken[] {
  const passed = passedVariables(file);
  const tokens = namesIn(file)
    .filter(({ through }) => through === undefined || passed.has(through))
    .map(({ span, kind, defines }) => ({ span, kind, defines }))
    .sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  let end = -1;
  return tokens.filter(({ span }) => {
    if (span.start < end) return false;
    end = span.end;
    return true;
  });
}
