import type { YamlContext } from './yaml-context.ts';
import { taggedValue } from './yaml-scalar.ts';
import type { YamlNode, YamlScalar } from './yaml-tree.ts';

/** The null that stands where nothing is written. */
export function emptyScalar(context: YamlContext, at: number, tag?: string): YamlScalar {
  const value = tag ? taggedValue(tag, '', true) : null;
  return { kind: 'scalar', text: '', value, style: 'plain', span: context.span(at, at) };
}

/** A key as a scalar: an alias gives its target's text, a collection its own text as written. */
export function keyFrom(context: YamlContext, node: YamlNode | undefined, at: number): YamlScalar {
  if (!node) return emptyScalar(context, at);
  if (node.kind === 'scalar') {
    return node.value === null
      ? { ...node, text: context.source.text.slice(node.span.start, node.span.end) }
      : node;
  }
  const { span } = node;
  if (node.kind === 'alias' && node.target?.kind === 'scalar') {
    const { text, value, style } = node.target;
    return { kind: 'scalar', text, value, style, span };
  }
  const text = context.source.text.slice(span.start, span.end);
  return { kind: 'scalar', text, value: text, style: 'plain', span };
}

/** Notes keys that stand twice in one mapping. Few keys are compared one by one, many by a set: linear time for any number. */
export class DuplicateKeys {
  readonly #context: YamlContext;
  readonly #few: YamlScalar['value'][] = [];
  #many: Set<YamlScalar['value']> | undefined;

  constructor(context: YamlContext) {
    this.#context = context;
  }

  add(key: YamlScalar): void {
    const { value } = key;
    if (this.#many ? this.#many.has(value) : this.#few.includes(value)) {
      this.#context.report(key.span.start, key.span.end, `Key "${key.text}" stands twice in this mapping`);
    }
    if (this.#many) this.#many.add(value);
    else if (this.#few.push(value) > 16) this.#many = new Set(this.#few);
  }
}

/** What to say of a line that should be a key but has no colon with a space behind it. */
export function missingColon(text: string): string {
  const line = text.split(/\r?\n/, 1)[0]!.trimEnd();
  const glued = /^[\w.-]+:(?!\/\/)/.exec(line)?.[0];
  if (glued) return `A space is missing behind "${glued}"`;
  return `":" is missing behind "${line.length > 40 ? `${line.slice(0, 40)}…` : line}"`;
}
