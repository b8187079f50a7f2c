import type { Connection } from 'vscode-languageserver';
import { isInside, type Project, scoreVersion } from '../core/index.ts';
import { compareReports } from '../core/report/compare.ts';
import { renderComparison } from '../core/report/render/comparison.ts';
import { toJson } from '../core/report/render/json.ts';
import type { Files } from './files.ts';
import type { ReadFileParams, ReadFileResult } from './protocol.ts';
import { type CompareParams, type CompareResult, readCommittedRequest } from './protocol-overview.ts';
import { Session } from './session.ts';
import { pathOfUri } from './uri.ts';

export interface CompareContext {
  readonly connection: Connection;
  readonly session: Session;
  /** A project with the same rules and nothing in it. */
  newProject(): Project;
  readonly files: Files;
  today(): string;
  failed(error: unknown): void;
}

/** What became better and worse since a commit: the workspace as it was there is reviewed as the one of today is. */
export async function compareWithCommit(
  { changed }: CompareParams,
  context: CompareContext,
): Promise<CompareResult> {
  const { session, today, failed } = context;
  await session.settled();
  const files = committedFiles(changed, context);
  const before = new Session({
    project: context.newProject(),
    files,
    changed: () => {},
    failed,
    today,
  });
  await before.load(session.roots);
  const cwd = session.roots[0] ?? '/';
  const report = { cwd, rules: session.project.rules, scoreVersion };
  const comparison = compareReports(toJson(before.review(), report), toJson(session.review(), report));
  return { markdown: renderComparison(comparison) };
}

/** The files as they were: those of today, but for what changed, whose texts the client has. */
function committedFiles(
  changed: CompareParams['changed'],
  { connection, files, failed }: CompareContext,
): Files {
  const committed = new Map(changed.map((one) => [pathOfUri(one.uri), one]));
  return {
    async list(path, limit) {
      const listed = await files.list(path, limit);
      const paths = new Set(listed.paths.filter((one) => committed.get(one)?.committed !== false));
      for (const [one, change] of committed) if (change.committed && isInside(path, one)) paths.add(one);
      return { ...listed, paths: [...paths] };
    },
    async read(path) {
      const change = committed.get(path);
      if (!change) return files.read(path);
      if (!change.committed) return undefined;
      const params: ReadFileParams = { uri: change.uri };
      try {
        const { text, problem } = await connection.sendRequest<ReadFileResult>(readCommittedRequest, params);
        if (problem !== undefined) return { problem };
        return text === undefined ? undefined : { text };
      } catch (error) {
        failed(error);
        return { problem: 'Its text in the commit could not be read.' };
      }
    },
    above: files.above,
  };
}
