import type { NginxFile } from '../../core/parse/nginx-tree.ts';
import { cursorAt } from './cursor.ts';
import { type Documentation, documentationIn, plainSyntax } from './documentation.ts';
import { contextOf, type NginxWorkspace } from './workspace.ts';

export interface Signature {
  /** `proxy_set_header field value`. */
  readonly label: string;
  /** Where each parameter stands in the label: offsets, the end exclusive. */
  readonly parameters: readonly (readonly [start: number, end: number])[];
}

export interface SignatureHint {
  readonly signatures: readonly Signature[];
  /** The parameter that is being written, 0-based. */
  readonly active: number;
}

/** The syntax of the directive whose words are being written. */
export function signatureHint(
  file: NginxFile,
  offset: number,
  workspace: NginxWorkspace,
  documentation: Documentation,
): SignatureHint | undefined {
  const { place, context, words } = cursorAt(file.source, offset, contextOf(workspace, file));
  const [name] = words;
  if (place !== 'argument' || name === undefined) return undefined;
  const found = documentationIn(name, context, documentation);
  const syntaxes = (found?.text.syntax ?? []).map(plainSyntax).filter((one) => one !== '' && one !== '{...}');
  if (syntaxes.length === 0) return undefined;
  return { signatures: syntaxes.map((syntax) => signatureOf(name, syntax)), active: words.length - 1 };
}

function signatureOf(name: string, syntax: string): Signature {
  const label = `${name} ${syntax}`;
  const parameters: [number, number][] = [];
  let depth = 0;
  let start = -1;
  for (let at = name.length + 1; at <= label.length; at++) {
    const sign = label[at];
    if (sign === '[') depth++;
    if (sign === ']') depth--;
    const ends = sign === undefined || (sign === ' ' && depth === 0);
    if (!ends && start < 0) start = at;
    if (!ends || start < 0) continue;
    take(label.slice(start, at), start, at);
    start = -1;
  }
  return { label, parameters };

  /** Alternatives are one parameter: `on | off`. */
  function take(word: string, from: number, to: number): void {
    const last = parameters.at(-1);
    const joins = word === '|' || (last !== undefined && label.slice(last[0], last[1]).endsWith('|'));
    if (last && joins) last[1] = to;
    else if (word !== '{...}') parameters.push([from, to]);
  }
}
