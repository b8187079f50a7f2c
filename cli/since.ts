import type { Project } from '../core/index.ts';
import type { Identity } from '../core/report/fingerprint.ts';
import { shownPath } from '../core/report/report.ts';
import { GitError } from '../host/git.ts';
import { type Loaded, load } from '../host/load.ts';
import { factsOf } from '../host/path.ts';
import { Revision } from '../host/revision.ts';
import { UsageError } from './arguments.ts';
import { renamedFiles } from './renamed-files.ts';

export interface SinceOptions {
  /** Absolute paths of what is reviewed. */
  readonly paths: readonly string[];
  /** The folder that files are shown relative to. */
  readonly cwd: string;
}

/**
 * What was found at a git revision, in the names that the files have now.
 * @param past an empty project. @param now what is reviewed. @throws UsageError where git has no answer
 */
export function knownSince(
  reference: string,
  past: Project,
  now: Loaded,
  options: SinceOptions,
): readonly Identity[] {
  try {
    return knownAt(new Revision(reference, options.paths), past, now, options);
  } catch (error) {
    throw error instanceof GitError ? new UsageError(error.message) : error;
  }
}

function knownAt(
  files: Revision,
  past: Project,
  now: Loaded,
  { paths, cwd }: SinceOptions,
): readonly Identity[] {
  const { review, texts } = load(past, paths, { files });
  const gone = entriesWhere(texts, (path) => factsOf(path) === undefined);
  const fresh = entriesWhere(now.texts, (path) => files.kind(path) === undefined);
  const renamed = [...renamedFiles(gone, fresh)].map(
    ([before, after]) => [shownPath(before, cwd), shownPath(after, cwd)] as const,
  );
  return review.findings.map(({ ruleId, at, service, message }) => {
    const file = shownPath(at.source.path, cwd);
    return {
      ruleId,
      file: renamed.find(([before]) => before === file)?.[1] ?? file,
      service,
      message: renamed.reduce((text, [before, after]) => text.replaceAll(before, after), message),
    };
  });
}

function entriesWhere(
  texts: ReadonlyMap<string, string>,
  holds: (path: string) => boolean,
): ReadonlyMap<string, string> {
  return new Map([...texts].filter(([path]) => holds(path)));
}
