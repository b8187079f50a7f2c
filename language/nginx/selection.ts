import type { NginxFile } from '../../core/parse/nginx-tree.ts';
import { type Span, span } from '../../core/text/index.ts';
import { argumentAt, nodesAt } from './tree.ts';

/**
 * What a selection grows to, the smallest first: a word's inside without its quotes, the word, the directive's arguments, the
 * directive, what stands in the block around it, that block …, the file.
 */
export function selections(file: NginxFile, offset: number): readonly Span[] {
  const { source } = file;
  const found: Span[] = [span(source, 0, source.text.length)];
  for (const node of nodesAt(file, offset)) {
    found.push(node.span);
    const body = node.block?.span ?? node.opaque;
    if (body && body.start < offset && offset < body.end) {
      found.push(body, span(source, body.start + 1, Math.max(body.start + 1, body.end - 1)));
      continue;
    }
    const first = node.args[0];
    const last = node.args.at(-1);
    const argument = argumentAt(node, offset);
    if (argument && first && last) {
      found.push(span(source, first.span.start, last.span.end), argument.span);
      if (argument.quote) found.push(span(source, argument.span.start + 1, argument.span.end - 1));
    } else if (node.nameSpan.start <= offset && offset <= node.nameSpan.end) found.push(node.nameSpan);
  }
  const comment = file.comments.find((one) => one.span.start <= offset && offset <= one.span.end);
  if (comment) found.push(comment.span);
  return growing(found, offset);
}

/** Each has to hold the one before it, and to be larger. */
function growing(spans: readonly Span[], offset: number): readonly Span[] {
  const kept: Span[] = [];
  for (const one of spans) {
    const outer = kept.at(-1);
    const holds = one.start <= offset && offset <= one.end && one.start <= one.end;
    const inside = !outer || (outer.start <= one.start && one.end <= outer.end);
    const smaller = !outer || one.end - one.start < outer.end - outer.start;
    if (holds && inside && smaller) kept.push(one);
  }
  return kept.reverse();
}
