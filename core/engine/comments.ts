import type { Deployment } from '../model/deployment.ts';
import type { DockerfileFile } from '../parse/dockerfile-tree.ts';
import type { Span } from '../text/index.ts';
import type { Suppression } from './suppress.ts';

/** A comment of any of our languages: the span from its `#`, the text behind it. */
export interface Comment {
  readonly span: Span;
  readonly text: string;
}

interface Match {
  readonly ids: readonly string[];
  readonly reason: string | undefined;
  readonly scope: 'line' | 'file';
  readonly origin: 'seaworthy' | 'peer';
  /** Only the line that it stands on. */
  readonly sameLine?: boolean;
}

/**
 * Comments that accept findings. Ours: `seaworthy-ignore <id>[, <id>] [-- reason]` and `seaworthy-ignore-file …`.
 * Peers': by their own documentation (hadolint README "Ignoring rules"; BuildKit "Build checks"; Trivy, Checkov, Semgrep
 * and dclint "ignore" pages), looked up 2026-11.
 */
const forms: readonly { readonly pattern: RegExp; read(match: RegExpExecArray): Match }[] = [
  {
    pattern: /^seaworthy-ignore(-file)?(?:\s+(.*?))??(?:\s+--\s*(.*))?$/,
    read: ([, file, ids = '', reason]) => ({
      ids: split(ids),
      reason: reason?.trim() || undefined,
      scope: file ? 'file' : 'line',
      origin: 'seaworthy',
    }),
  },
  {
    pattern: /^hadolint\s+(global\s+)?ignore\s*=\s*([\w ,]+?)\s*(?:#\s*(.*))?$/,
    read: ([, global, ids = '', reason]) => peer('hadolint', ids, global ? 'file' : 'line', reason),
  },
  {
    pattern: /^trivy:ignore:([\w-]+)\s*(.*)$/,
    read: ([, id = '', reason]) => peer('trivy', id, 'line', reason),
  },
  {
    pattern: /^checkov:skip=(\w+)(?::(.*))?$/,
    read: ([, id = '', reason]) => peer('checkov', id, 'file', reason),
  },
  {
    pattern: /^nosemgrep(?::\s*([\w., -]+))?$/,
    read: ([, ids = '*']) => ({ ...peer('semgrep', ids, 'line'), sameLine: false }),
  },
  {
    pattern: /^dclint\s+disable-line(?:\s+(.*))?$/,
    read: ([, ids = '*']) => ({ ...peer('dclint', ids, 'line'), sameLine: true }),
  },
  {
    pattern: /^dclint\s+disable(?:-file)?(?:\s+(.*))?$/,
    read: ([, ids = '*']) => peer('dclint', ids, 'file'),
  },
];

function split(ids: string): string[] {
  return ids.split(/[\s,]+/).filter(Boolean);
}

function peer(tool: string, ids: string, scope: 'line' | 'file', reason?: string): Match {
  return {
    ids: split(ids).map((id) => `${tool}:${id}`),
    reason: reason?.trim() || undefined,
    scope,
    origin: 'peer',
  };
}

/** Read every suppression among a file's comments. @param ends last line (0-based) of the thing that begins on a line. */
export function readSuppressions(
  comments: readonly Comment[],
  ends?: (line: number) => number,
): readonly Suppression[] {
  const commentLines = new Map(
    comments.map((comment) => [comment.span.source.position(comment.span.start).line, comment]),
  );
  return comments.flatMap((comment) => {
    if (!/seaworthy-|hadolint|trivy|checkov|semgrep|dclint/.test(comment.text)) return [];
    for (const { pattern, read } of forms) {
      const match = pattern.exec(comment.text);
      if (match) return [locate(comment, read(match), commentLines, ends)];
    }
    return [];
  });
}

function locate(
  comment: Comment,
  match: Match,
  commentLines: ReadonlyMap<number, Comment>,
  ends: ((line: number) => number) | undefined,
): Suppression {
  const { source, start } = comment.span;
  const own = source.position(start).line;
  const alone = source.text.slice(source.lineStarts[own], start).trim() === '';
  let line = own;
  if (alone && !match.sameLine) {
    line++;
    const stands = (at: number) => {
      const next = commentLines.get(at);
      return next !== undefined && source.line(at).trim().startsWith('#');
    };
    while (stands(line)) line++;
  }
  return {
    rules: match.ids.map((id) => ({ id, span: idSpan(comment, id) })),
    reason: match.reason,
    scope: match.scope,
    line,
    lastLine: ends ? Math.max(line, ends(line)) : line,
    path: source.path,
    span: comment.span,
    origin: match.origin,
    used: new Set(),
    unknown: new Set(),
  };
}

function idSpan(comment: Comment, id: string): Span {
  const { source, start, end } = comment.span;
  const at = source.text.slice(start, end).indexOf(id.slice(id.indexOf(':') + 1));
  return at < 0
    ? comment.span
    : { source, start: start + at, end: start + at + id.length - (id.indexOf(':') + 1) };
}

/** BuildKit's `# check=skip=JSONArgsRecommended,StageNameCasing;error=true` at a Dockerfile's head. */
export function readCheckDirective(file: DockerfileFile): readonly Suppression[] {
  return file.directives.flatMap((directive) => {
    if (directive.name !== 'check') return [];
    const skip = /(?:^|;)\s*skip=([^;]*)/.exec(directive.value.value)?.[1];
    if (skip === undefined) return [];
    return [
      {
        rules: split(skip).map((id) => ({
          id: `buildkit:${id === 'all' ? '*' : id}`,
          span: directive.value.span,
        })),
        reason: undefined,
        scope: 'file' as const,
        line: 0,
        lastLine: 0,
        path: file.source.path,
        span: directive.span,
        origin: 'peer' as const,
        used: new Set<string>(),
        unknown: new Set<string>(),
      },
    ];
  });
}

/**
 * Paths of Dockerfiles whose head says `# check=error=true`: what BuildKit's checks find ends their build.
 * Source: docs.docker.com/build/checks, "Fail build on check violations", 2026-11.
 */
export function strictDockerfiles({ dockerfiles }: Deployment): ReadonlySet<string> {
  const strict = dockerfiles.filter(({ dockerfile: { file } }) =>
    file.directives.some(
      ({ name, value }) => name === 'check' && /(?:^|;)\s*error\s*=\s*true\s*(?:;|$)/i.test(value.value),
    ),
  );
  return new Set(strict.map(({ dockerfile }) => dockerfile.source.path));
}

/** Comment lines of a file without a parser of its own (env and ignore files). */
export function lineComments(source: Span['source']): readonly Comment[] {
  if (!source.text.includes('seaworthy-')) return [];
  return source.lineStarts.flatMap((start, line) => {
    const text = source.line(line);
    if (!text.startsWith('#')) return [];
    return [{ span: { source, start, end: start + text.length }, text: text.slice(1).trim() }];
  });
}
