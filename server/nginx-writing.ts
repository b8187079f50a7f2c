import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type FormattingOptions,
  InsertTextFormat,
  type SignatureHelp,
  type TextEdit,
} from 'vscode-languageserver-protocol';
import type { NginxFile, TextEdit as SpanEdit } from '../core/index.ts';
import { type Suggestion, type SuggestionKind, suggestions } from '../language/nginx/completion.ts';
import { type Documentation, directiveText, factsIn, variableText } from '../language/nginx/documentation.ts';
import { format, formatLines } from '../language/nginx/format.ts';
import { signatureHint } from '../language/nginx/signature.ts';
import type { NginxWorkspace } from '../language/nginx/workspace.ts';
import { rangeOf } from './diagnostics.ts';

export interface Asked {
  readonly file: NginxFile;
  readonly offset: number;
  readonly workspace: NginxWorkspace;
  readonly documentation: Documentation;
}

/** What the client's lists can do. */
export interface CompletionSupport {
  readonly snippets: boolean;
  /** Words at the right of every item, not of the chosen one alone. */
  readonly labelDetails: boolean;
}

/** @param typedOpener a character opened the list by itself. */
export function completionItems(
  { file, offset, workspace, documentation }: Asked,
  typedOpener: boolean,
  { snippets, labelDetails }: CompletionSupport,
): CompletionItem[] | null {
  const found = suggestions(file, offset, workspace, documentation, typedOpener);
  if (!found) return null;
  const range = rangeOf(found.replaces);
  return found.items.map((item): CompletionItem => {
    const snippet = snippets ? item.snippet : undefined;
    return {
      label: item.label,
      kind: itemKinds[item.kind],
      ...((item.later ?? item.detail) !== '' && { detail: item.later ?? item.detail }),
      ...(item.later !== undefined && labelDetails && { labelDetails: { description: 'too new here' } }),
      // What the nginx here does not take comes behind what it takes.
      ...((item.later !== undefined || item.obsolete) && { sortText: `~${item.label}` }),
      ...(item.obsolete && { tags: [CompletionItemTag.Deprecated] }),
      ...(snippet !== undefined && { insertTextFormat: InsertTextFormat.Snippet }),
      ...(item.insert !== undefined && { filterText: item.insert }),
      textEdit: { range, newText: snippet ?? item.insert ?? item.label },
      data: documentedBy(item),
    };
  });
}

interface Documented {
  readonly directive?: string;
  readonly module?: string;
  readonly variable?: string;
}

/** What its documentation is found by once it is asked for: 700 of them at once would be half a megabyte. */
function documentedBy({ kind, label, detail }: Suggestion): Documented | undefined {
  if (kind === 'directive' || kind === 'block') return { directive: label, module: detail };
  return kind === 'variable' ? { variable: label.slice(1), module: detail } : undefined;
}

/** A suggestion with its documentation. */
export function resolveItem(item: CompletionItem, documentation: Documentation): CompletionItem {
  const { directive, module = '', variable } = (item.data ?? {}) as Documented;
  const part = module.startsWith('ngx_stream_') ? 'stream' : 'http';
  const described = variable === undefined ? undefined : documentation.variable(variable, part);
  const value = directive ? textOf(directive, module, documentation) : described && variableText(described);
  return value ? { ...item, documentation: { kind: 'markdown', value } } : item;
}

function textOf(name: string, module: string, documentation: Documentation): string | undefined {
  const facts = factsIn(name, 'unknown').find((one) => one.module === module);
  const text = documentation.directives(name).find((one) => one.module === module);
  return facts && text && directiveText(facts, text);
}

const itemKinds: Readonly<Record<SuggestionKind, CompletionItemKind>> = {
  directive: CompletionItemKind.Property,
  block: CompletionItemKind.Module,
  parameter: CompletionItemKind.Value,
  variable: CompletionItemKind.Variable,
  upstream: CompletionItemKind.Class,
  zone: CompletionItemKind.EnumMember,
  format: CompletionItemKind.TypeParameter,
  location: CompletionItemKind.Function,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
};

export function signatureHelp({ file, offset, workspace, documentation }: Asked): SignatureHelp | null {
  const hint = signatureHint(file, offset, workspace, documentation);
  if (!hint) return null;
  const { signatures, active } = hint;
  return {
    signatures: signatures.map(({ label, parameters }) => ({
      label,
      parameters: parameters.map(([start, end]) => ({ label: [start, end] })),
      activeParameter: Math.min(active, Math.max(0, parameters.length - 1)),
    })),
    activeSignature: 0,
    activeParameter: Math.min(active, Math.max(0, signatures[0]!.parameters.length - 1)),
  };
}

/** @param lines 0-based, both included; the whole file without. */
export function formattingEdits(
  file: NginxFile,
  { insertSpaces, tabSize }: FormattingOptions,
  lines?: { readonly first: number; readonly last: number },
): TextEdit[] {
  const options = { unit: insertSpaces ? ' '.repeat(tabSize) : '\t' };
  const edits: readonly SpanEdit[] = lines
    ? formatLines(file, lines.first, lines.last, options)
    : format(file, options);
  return edits.map(({ span, text }) => ({ range: rangeOf(span), newText: text }));
}
