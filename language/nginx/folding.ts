import type { NginxComment, NginxFile, NginxNode } from '../../core/parse/nginx-tree.ts';
import { walkNodes } from './tree.ts';

/** Lines that can be folded away; 0-based, both included. */
export interface Fold {
  readonly startLine: number;
  readonly endLine: number;
  readonly kind?: 'comment' | 'region';
}

/** Blocks, directives over several lines, runs of comments, and `# region` to `# endregion`. */
export function folds(file: NginxFile): readonly Fold[] {
  return [...blockFolds(file), ...commentFolds(file)].sort(
    (a, b) => a.startLine - b.startLine || b.endLine - a.endLine,
  );
}

function blockFolds(file: NginxFile): readonly Fold[] {
  const found: Fold[] = [];
  for (const { node } of walkNodes(file.nodes)) {
    const fold = foldOf(file, node);
    if (fold && fold.endLine > fold.startLine) found.push(fold);
  }
  return found;
}

/** A block's last line stays in sight: its `}` stands there. */
function foldOf({ source }: NginxFile, node: NginxNode): Fold | undefined {
  const body = node.block?.span ?? node.opaque;
  if (!body)
    return { startLine: source.position(node.span.start).line, endLine: source.position(node.span.end).line };
  const closed = source.text[body.end - 1] === '}';
  const last = source.position(body.end).line;
  return { startLine: source.position(body.start).line, endLine: closed ? last - 1 : last };
}

function commentFolds(file: NginxFile): readonly Fold[] {
  const { source } = file;
  const found: Fold[] = [];
  const regions: number[] = [];
  let run: { start: number; end: number } | undefined;
  const end = () => {
    if (run && run.end > run.start) found.push({ startLine: run.start, endLine: run.end, kind: 'comment' });
    run = undefined;
  };
  for (const comment of file.comments) {
    const { line, column } = source.position(comment.span.start);
    const mark = markOf(comment);
    if (mark === 'region') regions.push(line);
    const opened = mark === 'endregion' ? regions.pop() : undefined;
    if (opened !== undefined) found.push({ startLine: opened, endLine: line, kind: 'region' });
    const alone = source.line(line).slice(0, column).trim() === '';
    if (mark || !alone || run?.end !== line - 1) end();
    if (mark || !alone) continue;
    run = { start: run?.start ?? line, end: line };
  }
  end();
  return found;
}

function markOf({ text }: NginxComment): 'region' | 'endregion' | undefined {
  if (/^region\b/.test(text)) return 'region';
  return /^endregion\b/.test(text) ? 'endregion' : undefined;
}
