import type { NginxArgument, NginxFile, NginxNode } from '../../core/parse/nginx-tree.ts';

/** The directives that hold an offset, the outermost first; the offset may stand at their very end. */
export function nodesAt(file: NginxFile, offset: number): readonly NginxNode[] {
  const found: NginxNode[] = [];
  for (let nodes: readonly NginxNode[] | undefined = file.nodes; nodes; ) {
    const node: NginxNode | undefined = nodes.find(
      ({ span }) =>
        span.start <= offset && (offset < span.end || (offset === span.end && !nodesFollow(span.end))),
    );
    if (!node) break;
    found.push(node);
    nodes = node.block && offset > node.block.span.start ? node.block.nodes : undefined;
  }
  return found;

  function nodesFollow(end: number): boolean {
    return /[\w$]/.test(file.source.text.charAt(end));
  }
}

/** The argument of a directive that holds an offset, its end included. */
export function argumentAt(node: NginxNode, offset: number): NginxArgument | undefined {
  return node.args.find(({ span }) => span.start <= offset && offset <= span.end);
}

/** Every directive of a file with those around it, the innermost last. Depth first. */
export function* walkNodes(
  nodes: readonly NginxNode[],
  around: readonly NginxNode[] = [],
): Generator<{ readonly node: NginxNode; readonly around: readonly NginxNode[] }> {
  for (const node of nodes) {
    yield { node, around };
    if (node.block) yield* walkNodes(node.block.nodes, [...around, node]);
  }
}

/** A comment that holds an offset; the end of the line is in it. */
export function isInComment(file: NginxFile, offset: number): boolean {
  const { comments } = file;
  let low = 0;
  let high = comments.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { start, end } = comments[middle]!.span;
    if (offset <= start) high = middle - 1;
    else if (offset > end) low = middle + 1;
    else return true;
  }
  return false;
}
