import { closest } from '../core/analysis/closest.ts';
import { type Project, type Review, type ReviewOverrides, scoreVersion } from '../core/index.ts';
import { withoutKnown } from '../core/report/compare.ts';
import type { Identity } from '../core/report/fingerprint.ts';
import { renderBadge } from '../core/report/render/badge.ts';
import { renderGithub } from '../core/report/render/github.ts';
import { renderGitlab } from '../core/report/render/gitlab.ts';
import { renderHtml } from '../core/report/render/html.ts';
import { renderJson } from '../core/report/render/json.ts';
import { renderJunit } from '../core/report/render/junit.ts';
import { renderMarkdown } from '../core/report/render/markdown.ts';
import { renderSarif } from '../core/report/render/sarif.ts';
import { renderTerminal } from '../core/report/render/terminal.ts';
import { counted, narrow, type ReportContext, shownPath } from '../core/report/report.ts';
import { type Loaded, load } from '../host/load.ts';
import { enginePath } from '../host/path.ts';
import { writeChanges } from '../host/write.ts';
import { type ReviewArguments, UsageError } from './arguments.ts';
import { type FixRun, fixAll } from './fix.ts';
import { printError, printErrorText, printOut, terminalStream } from './output.ts';
import { createProgress } from './progress.ts';
import { createProject, currentId, today } from './project.ts';
import { readReport } from './read-report.ts';
import { knownSince } from './since.ts';
import { colored, plainStyle, wantsColor } from './style.ts';
import { belowMinimum, hasFailures } from './verdict.ts';

/** The package's version, put in by the build. */
declare const SEAWORTHY_VERSION: string;

/** Review what the command line names, mend it where that is asked for, print the outcome. @returns the exit code. */
export async function review(asked: ReviewArguments): Promise<number> {
  const project = createProject();
  try {
    return await reviewWith(project, asked);
  } catch (error) {
    // Who reads JSON gets JSON; the caller tells the person.
    if (asked.format === 'json') printFailure(project, error);
    throw error;
  }
}

function printFailure({ rules }: Project, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const nothing: Review = { deployments: [], findings: [], accepted: [], problems: [{ message }], files: [] };
  printOut(renderJson(nothing, { cwd: enginePath('.'), rules, scoreVersion }));
}

function reviewWith(project: Project, asked: ReviewArguments): number | Promise<number> {
  project.override(overridesOf(asked, project));
  const progress = createProgress(terminalStream(2));
  const loaded = load(project, asked.paths.map(enginePath), { onProgress: progress.step });
  progress.done();
  return new Session(asked, project, loaded).finish();
}

function overridesOf({ environment, all, rules }: ReviewArguments, project: Project): ReviewOverrides {
  return { environment, all, ...(rules.length > 0 && { only: rules.map((id) => ruleId(id, project)) }) };
}

function ruleId(asked: string, project: Project): string {
  const id = currentId(asked);
  if (id !== undefined) return id;
  const names = project.rules.map((rule) => rule.id);
  // People remember the name sooner than the folder.
  const meant = names.find((name) => name.endsWith(`/${asked}`)) ?? closest(asked, names);
  throw new UsageError(
    `There is no rule "${asked}".${meant ? ` Did you mean ${meant}?` : ' See seaworthy rules.'}`,
  );
}

class Session {
  readonly #asked: ReviewArguments;
  readonly #project: Project;
  readonly #loaded: Loaded;
  readonly #context: ReportContext;
  /** What is known already. */
  readonly #known: readonly Identity[] | undefined;

  constructor(asked: ReviewArguments, project: Project, loaded: Loaded) {
    this.#asked = asked;
    this.#project = project;
    this.#loaded = loaded;
    this.#context = { cwd: enginePath('.'), rules: project.rules, scoreVersion };
    this.#known = this.#readKnown();
  }

  #readKnown(): readonly Identity[] | undefined {
    const { baseline, since, paths } = this.#asked;
    if (baseline !== undefined) return readReport(baseline).findings;
    if (since === undefined || this.#loaded.absent.length > 0) return undefined;
    const past = createProject();
    past.override(overridesOf(this.#asked, past));
    return knownSince(since, past, this.#loaded, { paths: paths.map(enginePath), cwd: this.#context.cwd });
  }

  finish(): number | Promise<number> {
    const { absent } = this.#loaded;
    const before = this.#scope(this.#loaded.review);
    for (const path of absent) this.#tell(`There is no file or folder ${this.#shown(path)}.`);
    if (absent.length > 0 || before.deployments.length === 0) {
      if (absent.length === 0) this.#tell(`There is nothing to review in ${this.#asked.paths.join(', ')}.`);
      if (this.#asked.format === 'json' || before.problems.length > 0) this.#print(before);
      return 2;
    }
    if (this.#asked.fix) return this.#mend(before);
    this.#print(before);
    return this.#exitCode(before);
  }

  /** A review of single files is one of the deployments that hold them; folders are reviewed whole. */
  #scope(review: Review): Review {
    const { named, listing } = this.#loaded;
    const folders = this.#asked.paths.map(enginePath).filter((path) => !named.includes(path));
    const whole = folders.length > 0 || named.length === 0;
    const asked = whole
      ? review
      : narrow(review, [...named, ...listing.problems.map((problem) => problem.path)]);
    return this.#known ? withoutKnown(asked, this.#known, this.#context.cwd) : asked;
  }

  #mend(before: Review): number | Promise<number> {
    const run = fixAll({
      project: this.#project,
      review: before,
      texts: this.#loaded.texts,
      mode: this.#asked.fix ?? 'safe',
      inside: this.#writable(),
      again: () => this.#scope(this.#loaded.again()),
    });
    if (this.#asked.dryRun) return this.#show(run, before);
    const { written, refused } = writeChanges(run.changes, this.#writable());
    this.#tellSkipped(run);
    for (const { path, message } of refused) this.#tell(`${this.#shown(path)} was not written: ${message}`);
    if (refused.length > 0) {
      if (written.length === 0) this.#tell('Nothing was changed.');
      this.#print(before);
      return Math.max(1, this.#exitCode(before));
    }
    this.#tell(
      `Applied ${counted(run.applied.length, 'fix', 'fixes')} in ${counted(written.length, 'file')}.`,
    );
    this.#print(run.review);
    return this.#exitCode(run.review);
  }

  /** What would be written, as a patch; the exit code is that of the files as they are. */
  async #show(run: FixRun, before: Review): Promise<number> {
    // Only a patch needs the package that makes it.
    const { patchText } = await import('./patch.ts');
    const patch = patchText(run.changes, this.#context.cwd);
    const alone = this.#asked.format === 'terminal';
    if (alone) printOut(patch);
    else printErrorText(patch);
    this.#tellSkipped(run);
    this.#tell(
      `${counted(run.applied.length, 'fix', 'fixes')} would change ${counted(run.changes.length, 'file')}.`,
    );
    if (!alone) this.#print(before);
    return this.#exitCode(before);
  }

  #writable(): readonly string[] {
    return this.#asked.paths.map(enginePath);
  }

  #tellSkipped(run: FixRun): void {
    for (const { fix, reason } of run.skipped) this.#tell(`Not applied: ${fix.title}. ${reason}`);
  }

  #exitCode(review: Review): number {
    const below = belowMinimum(review, this.#asked.minScore);
    for (const { deployment, minimum } of below) {
      this.#tell(
        `${deployment.name} scores ${deployment.score.toFixed(1)}, below the minimum of ${minimum}.`,
      );
    }
    return below.length > 0 || hasFailures(review, this.#asked.failOn) ? 1 : 0;
  }

  #print(review: Review): void {
    printOut(this.#render(review));
  }

  #render(review: Review): string {
    switch (this.#asked.format) {
      case 'json':
        return renderJson(review, this.#context);
      case 'markdown':
        return renderMarkdown(review, { ...this.#context, today: today() });
      case 'html':
        return renderHtml(review, { ...this.#context, today: today() });
      case 'sarif':
        return renderSarif(review, { ...this.#context, version: SEAWORTHY_VERSION });
      case 'junit':
        return renderJunit(review, this.#context);
      case 'github':
        return renderGithub(review, this.#context);
      case 'gitlab':
        return renderGitlab(review, this.#context);
      case 'badge':
        return renderBadge(review);
      case 'terminal': {
        const terminal = terminalStream(1);
        const style = wantsColor(this.#asked.color, terminal, process.env) ? colored : plainStyle;
        return renderTerminal(review, { ...this.#context, style, width: terminal?.columns || undefined });
      }
    }
  }

  #tell(text: string): void {
    printError(text);
  }

  #shown(path: string): string {
    return shownPath(path, this.#context.cwd);
  }
}
