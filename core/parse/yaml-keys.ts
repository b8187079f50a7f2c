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

/** Notes keys that stand twice in one mapping. Small mappings are searched, large ones use a set: both in linear time. */
export class DuplicateKeys {
  readonly #context: YamlContext;
  readonly #keys = new Set<YamlScalar['value']>();

  constructor(context: YamlContext) {
    this.#context = context;
  }

  add(key: YamlScalar): void {
    if (this.#keys.has(key.value)) {
      this.#context.report(key.span.start, key.span.end, `Key "${key.text}" stands twice in this mapping`);
    }
    this.#keys.add(key.value);
  }
}
