/** Configurations made from others by one slip of the hand each. */
import { parseNginx } from '../../core/parse/nginx.ts';
import type { NginxNode } from '../../core/parse/nginx-tree.ts';
import { Source } from '../../core/text/index.ts';

/** A number from 0 up to, not including, 1; the same sequence for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const slips = [
  'dropped',
  'doubled',
  'moved',
  'argument more',
  'argument less',
  'brace lost',
  'semicolon lost',
  'name mistyped',
] as const;
export type Slip = (typeof slips)[number];

/** The text after one slip at a place that chance picks; undefined where the text has no place for it. */
export function slip(kind: Slip, text: string, random: () => number): string | undefined {
  const nodes = allNodes(parseNginx(new Source('nginx.conf', text)).nodes);
  const pick = <T>(items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];
  const cut = (start: number, end: number, by = '') => text.slice(0, start) + by + text.slice(end);
  const simple = nodes.filter((node) => !node.block && !node.opaque);
  const node = pick(simple);
  if (!node) return undefined;
  const written = text.slice(node.span.start, node.span.end);
  switch (kind) {
    case 'dropped':
      return cut(node.span.start, node.span.end);
    case 'doubled':
      return cut(node.span.end, node.span.end, ` ${written}`);
    case 'moved': {
      const place = pick(nodes.filter((one) => one.block && one !== node));
      if (!place?.block) return undefined;
      const at = place.block.span.start + 1;
      const [first, second] = at <= node.span.start ? [at, node.span] : [node.span, at];
      if (typeof first === 'number') {
        const without = cut(node.span.start, node.span.end);
        return `${without.slice(0, first)} ${written}${without.slice(first)}`;
      }
      const put = `${text.slice(0, second as number)} ${written}${text.slice(second as number)}`;
      return put.slice(0, first.start) + put.slice(first.end);
    }
    case 'argument more':
      return cut(node.span.end - 1, node.span.end, ' more;');
    case 'argument less': {
      const last = node.args.at(-1);
      return last && cut(last.span.start, last.span.end);
    }
    case 'brace lost': {
      const block = pick(nodes.filter((one) => one.block))?.block;
      if (!block) return undefined;
      const at = random() < 0.5 ? block.span.start : block.span.end - 1;
      return cut(at, at + 1);
    }
    case 'semicolon lost':
      return cut(node.span.end - 1, node.span.end);
    case 'name mistyped': {
      const { start, end } = node.nameSpan;
      if (end - start < 6) return undefined;
      const at = start + 1 + Math.floor(random() * (end - start - 2));
      return cut(at, at + 1);
    }
  }
}

function allNodes(nodes: readonly NginxNode[]): readonly NginxNode[] {
  return nodes.flatMap((node) => [node, ...allNodes(node.block?.nodes ?? [])]);
}
