import {
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  type Position,
  type SelectionRange,
  SymbolKind,
} from 'vscode-languageserver-protocol';
import type { NginxFile } from '../core/index.ts';
import { folds } from '../language/nginx/folding.ts';
import { fileLinks } from '../language/nginx/links.ts';
import { type OutlineItem, type OutlineKind, outline } from '../language/nginx/outline.ts';
import { selections } from '../language/nginx/selection.ts';
import type { NginxWorkspace } from '../language/nginx/workspace.ts';
import { rangeOf } from './diagnostics.ts';
import { offsetOf } from './nginx-documents.ts';

export function documentSymbols(file: NginxFile): DocumentSymbol[] {
  return outline(file).map(symbolOf);
}

function symbolOf(item: OutlineItem): DocumentSymbol {
  return {
    name: item.name,
    ...(item.detail !== '' && { detail: item.detail }),
    kind: symbolKinds[item.kind],
    range: rangeOf(item.span),
    selectionRange: rangeOf(item.nameSpan),
    children: item.children.map(symbolOf),
  };
}

const symbolKinds: Readonly<Record<OutlineKind, SymbolKind>> = {
  part: SymbolKind.Namespace,
  server: SymbolKind.Class,
  location: SymbolKind.Method,
  condition: SymbolKind.Operator,
  upstream: SymbolKind.Interface,
  values: SymbolKind.Variable,
  zone: SymbolKind.Constant,
  format: SymbolKind.String,
  block: SymbolKind.Object,
};

export function foldingRanges(file: NginxFile): FoldingRange[] {
  return folds(file).map(({ startLine, endLine, kind }) => ({
    startLine,
    endLine,
    ...(kind && { kind: kind === 'comment' ? FoldingRangeKind.Comment : FoldingRangeKind.Region }),
  }));
}

export function selectionRanges(file: NginxFile, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    const spans = selections(file, offsetOf(file.source, position));
    const chained = spans.reduceRight<SelectionRange | undefined>(
      (parent, span) => ({ range: rangeOf(span), ...(parent && { parent }) }),
      undefined,
    );
    return chained ?? { range: { start: position, end: position } };
  });
}

export function documentLinks(
  file: NginxFile,
  workspace: NginxWorkspace,
  uriOf: (path: string) => string,
): DocumentLink[] {
  return fileLinks(file, workspace).map(({ span, path, included }) => ({
    range: rangeOf(span),
    target: uriOf(path),
    tooltip: included ? 'Open the included file' : 'Open the file',
  }));
}
