import fc from 'fast-check';
import type { YamlNode } from '../../core/parse/yaml-tree.ts';

/** Random YAML texts as people write them: several indentations, quotes, flow and block, comments, blank lines. */

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** A node as plain data, aliases followed and merge keys left as keys. */
export function plainOf(node: YamlNode | undefined): Plain {
  if (!node) return null;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'alias') return plainOf(node.target);
  if (node.kind === 'sequence') return node.items.map(plainOf);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plainOf(value)]));
}

interface Layout {
  readonly step: number;
  readonly listStep: number;
  readonly eol: string;
  readonly finalNewline: boolean;
  /** Drawn from in turn, for the choices along the way. */
  readonly choices: readonly number[];
}

const keys = [
  'image',
  'ports',
  'deploy',
  'environment',
  'x-common',
  'limits',
  'a b',
  'on',
  '8080',
  'labels',
] as const;
const texts = [
  'nginx',
  '8080:80',
  'x: y',
  '# no',
  'on',
  '007',
  '${A:-b}',
  "it's",
  '"q"',
  '',
  ' lead',
  'a, b',
  '- x',
  'été',
  '*',
];

const leaf: fc.Arbitrary<Plain> = fc.oneof(
  fc.constantFrom<Plain>(...texts),
  fc.constantFrom<Plain>(null, true, false, 0, 5, -1.5, 1e21),
);
export const anyKey = fc.constantFrom(...keys);
export const anyValue: fc.Arbitrary<Plain> = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(anyKey, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
export const anyMap = fc.dictionary(anyKey, anyValue, { minKeys: 1, maxKeys: 4, noNullPrototype: true });

const anyLayout: fc.Arbitrary<Layout> = fc
  .record({
    step: fc.constantFrom(2, 4),
    indentLists: fc.boolean(),
    eol: fc.constantFrom('\n', '\r\n'),
    finalNewline: fc.boolean(),
    choices: fc.array(fc.nat(99), { minLength: 40, maxLength: 40 }),
  })
  .map(({ indentLists, ...layout }) => ({ ...layout, listStep: indentLists ? layout.step : 0 }));

/** A mapping and one way to write it. */
export const anyText = anyWriting(anyMap);

/** Data and one way to write each. The text `*name` is an alias, the key `<<` a merge key. */
export function anyWriting(
  anyData: fc.Arbitrary<Plain>,
): fc.Arbitrary<{ readonly data: Plain; readonly text: string }> {
  return fc
    .tuple(anyData, anyLayout)
    .map(([data, layout]) => ({ data, text: new Writer(layout).write(data) }));
}

class Writer {
  readonly #layout: Layout;
  #drawn = 0;

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  write(data: Plain): string {
    const { eol, finalNewline } = this.#layout;
    return this.#block(data, 0).join(eol) + (finalNewline ? eol : '');
  }

  /** True in so many of a hundred cases. */
  #chance(percent: number): boolean {
    const { choices } = this.#layout;
    return choices[this.#drawn++ % choices.length]! < percent;
  }

  #block(value: Plain, column: number): string[] {
    const indent = ' '.repeat(column);
    if (Array.isArray(value)) return value.flatMap((item) => this.#entry(`${indent}-`, item, column, 2));
    return Object.entries(value as { readonly [key: string]: Plain }).flatMap(([key, inner], index) => {
      const lines = this.#entry(`${indent}${this.#text(key, false)}:`, inner, column, undefined);
      if (index > 0 && this.#chance(15)) lines.unshift('');
      return this.#chance(15) ? [`${indent}# about ${key}`, ...lines] : lines;
    });
  }

  #entry(head: string, value: Plain, column: number, item: number | undefined): string[] {
    const trailing = this.#chance(15) ? ' # behind' : '';
    const filled = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
    if (!filled || this.#chance(20)) {
      const text = this.#flow(value);
      return [`${head}${text === '' ? '' : ` ${text}`}${trailing}`];
    }
    if (item !== undefined) {
      const [first = '', ...rest] = this.#block(value, column + item);
      if (!first.trimStart().startsWith('#')) return [`${head} ${first.trimStart()}`, ...rest];
      return [head + trailing, first, ...rest];
    }
    const inner = column + (Array.isArray(value) ? this.#layout.listStep : this.#layout.step);
    return [head + trailing, ...this.#block(value, inner)];
  }

  #flow(value: Plain): string {
    if (value === null) return this.#chance(50) ? 'null' : '~';
    if (typeof value === 'string') return this.#text(value, true);
    if (typeof value !== 'object') return String(value);
    if (Array.isArray(value)) return `[${value.map((item) => this.#flow(item)).join(', ')}]`;
    const pairs = Object.entries(value).map(
      ([key, inner]) => `${this.#text(key, true)}: ${this.#flow(inner)}`,
    );
    return this.#chance(50) ? `{${pairs.join(', ')}}` : `{ ${pairs.join(', ')} }`;
  }

  #text(text: string, flow: boolean): string {
    if (text === '<<' || /^\*\w+$/.test(text)) return text;
    const plain = /^[a-zé][\w:é-]*$/i.test(text) && text !== 'on';
    if (plain && !(flow && this.#chance(30))) return text;
    return this.#chance(50) ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
  }
}
