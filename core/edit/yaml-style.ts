import type { YamlMap, YamlSequence } from '../parse/yaml-tree.ts';
import type { Source } from '../text/index.ts';

/** How a file writes its YAML. */
export interface YamlStyle {
  /** Columns by which a mapping stands further in than its key. */
  readonly step: number;
  /** Columns by which a list's dashes stand further in than their key: 0 or more. */
  readonly listStep: number;
  /** The quote character used most. */
  readonly quote: '"' | "'";
  readonly eol: string;
}

const remembered = new WeakMap<Source, YamlStyle>();

/** A file's style; what it does not show is 2 columns, lists indented, double quotes. */
export function styleOf(source: Source): YamlStyle {
  let style = remembered.get(source);
  if (!style) {
    style = readStyle(source);
    remembered.set(source, style);
  }
  return style;
}

/** The file's style, where the map's own children do not show another indentation. */
export function styleWithin(map: YamlMap): YamlStyle {
  const style = styleOf(map.span.source);
  const children = map.flow
    ? []
    : map.entries.flatMap(({ value }) => (value && isIndentedBlock(value) ? [value] : []));
  const column = columnOf(map);
  const nested = children.find((child) => child.kind === 'map');
  const list = children.find((child) => child.kind === 'sequence');
  return {
    ...style,
    ...(nested && { step: columnOf(nested) - column }),
    ...(list && { listStep: columnOf(list) - column }),
  };
}

function isIndentedBlock(node: { readonly kind: string }): node is YamlMap | YamlSequence {
  return (node.kind === 'map' || node.kind === 'sequence') && !(node as YamlMap | YamlSequence).flow;
}

/** The column at which a block mapping's keys, or a list's dashes, stand. */
export function columnOf(node: YamlMap | YamlSequence): number {
  const { source } = node.span;
  if (node.kind === 'sequence') return source.position(node.span.start).column;
  const columns = node.entries.map(({ span, key }) => {
    const start = source.position(key.anchor?.span.start ?? span.start);
    return start.column;
  });
  return columns.length > 0 ? Math.min(...columns.slice(0, 20)) : source.position(node.span.start).column;
}

const keyLine = /^( *)(?:- +)*(?:"[^"]*"|'[^']*'|[^\s#'"&*!|>[{][^#]*?):(?:\s+[&!]\S*)*\s*(?:#.*)?$/;

function readStyle(source: Source): YamlStyle {
  const steps = new Map<number, number>();
  const listSteps = new Map<number, number>();
  let keyColumn: number | undefined;
  source.lineStarts.forEach((_, index) => {
    const line = source.line(index);
    const body = line.trimStart();
    if (body === '' || body[0] === '#') return;
    if (keyColumn !== undefined) {
      const further = line.length - body.length - keyColumn;
      if (body.startsWith('- ')) count(listSteps, further);
      else if (further > 0) count(steps, further);
    }
    const key = keyLine.exec(line);
    keyColumn = key ? line.length - body.replace(/^(?:- +)+/, '').length : undefined;
  });
  const step = mostFrequent(steps) ?? 2;
  return { step, listStep: mostFrequent(listSteps) ?? step, quote: quoteOf(source.text), eol: source.eol };
}

function count(counts: Map<number, number>, value: number): void {
  if (value >= 0 && value <= 8) counts.set(value, (counts.get(value) ?? 0) + 1);
}

function mostFrequent(counts: ReadonlyMap<number, number>): number | undefined {
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
}

function quoteOf(text: string): '"' | "'" {
  const single = text.match(/(?<=[\s[{,])'/g)?.length ?? 0;
  const double = text.match(/(?<=[\s[{,])"/g)?.length ?? 0;
  return single > double ? "'" : '"';
}
