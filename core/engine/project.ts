import type { Deployment, Environment } from '../model/deployment.ts';
import { type DeploymentPlan, DeploymentView } from '../model/deployment-build.ts';
import { fileKind } from '../model/file-kind.ts';
import type { ImageKnowledge } from '../model/image.ts';
import type { NginxConfig } from '../model/nginx.ts';
import type { ProjectReader } from '../model/reader.ts';
import { assemble } from './assemble.ts';
import type { ChecklistItem } from './checklist.ts';
import type { Configuration } from './config.ts';
import { readConfiguration } from './config-read.ts';
import { Configurations } from './configurations.ts';
import { FileStore, type Reads } from './file-store.ts';
import type { AcceptedFinding, DeploymentReview, Finding, Review, ReviewProblem } from './finding.ts';
import { type Judged, judge } from './judge.ts';
import { composePlans, lonePlans, mainFirst } from './plans.ts';
import type { ReferencePart } from './quick-reference.ts';
import type { AnyRule } from './rule.ts';
import { askAll, question, type RunInput, runRules } from './run.ts';
import { fileSuppressions } from './suppressions.ts';

export interface ProjectOptions {
  readonly rules: readonly AnyRule[];
  readonly images: ImageKnowledge;
  /** Old rule id → new one. */
  readonly renamed?: ReadonlyMap<string, string>;
  /** What to be sure of before a deployment; none by default. */
  readonly checklist?: readonly ChecklistItem[];
  /** The commands for a deployment; none by default. */
  readonly reference?: (deployment: Deployment) => readonly ReferencePart[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** What the shell asks for beyond the configuration; it beats it. */
export interface ReviewOverrides {
  readonly environment?: Environment;
  /** Only these rules, switched on if they were off. */
  readonly only?: readonly string[];
  /** Also the rules that are off by default. */
  readonly all?: boolean;
}

/** Whether the engine wants a file's text: `text`, or only to know that it is there. */
export type FileWish = 'text' | 'name';

/** A deployment as it was last reviewed. */
interface Remembered {
  readonly deployment: DeploymentView;
  readonly reads: Reads;
  readonly judged: Judged;
  readonly problems: readonly ReviewProblem[];
  /** The last review of it without a syntax problem. */
  readonly whole: Judged | undefined;
}

/** Everything under review. Synchronous: `set` what changed, then `review`; what did not change is remembered. */
export class Project {
  readonly rules: readonly AnyRule[];
  readonly #store: FileStore;
  readonly #renamed: ReadonlyMap<string, string>;
  readonly #ids: ReadonlySet<string>;
  readonly #checklist: readonly ChecklistItem[];
  readonly #reference: (deployment: Deployment) => readonly ReferencePart[];
  readonly #unreadable = new Map<string, string>();
  #today: string;
  #overrides: ReviewOverrides = {};
  #configurations = new Configurations([]);
  #configurationTexts = '';
  /** Rules that are on, by folder; forgotten with everything else when the configuration changes. */
  readonly #active = new Map<string, readonly AnyRule[]>();
  #remembered = new Map<string, Remembered>();
  #last: Review | undefined;

  constructor(options: ProjectOptions) {
    this.rules = options.rules;
    this.#renamed = options.renamed ?? new Map();
    this.#ids = new Set(options.rules.map((rule) => rule.id));
    this.#checklist = options.checklist ?? [];
    this.#reference = options.reference ?? (() => []);
    this.#today = options.today;
    this.#store = new FileStore(options.images);
  }

  /** What the engine wants to know of a path, by its name. */
  wants(path: string): FileWish {
    return fileKind(path) !== undefined && !this.#configurations.ignored(path) ? 'text' : 'name';
  }

  /** Hand in a file's newest text. */
  set(path: string, text: string): void {
    if (this.#unreadable.delete(path)) this.#last = undefined;
    this.#store.set(path, text);
  }

  /** A file is gone (or is not there after all, where `missing` asked for it). */
  delete(path: string): void {
    if (this.#unreadable.delete(path)) this.#last = undefined;
    this.#store.delete(path);
  }

  /** A file is there but cannot be read: a problem of the review, not a crash. */
  unreadable(path: string, message: string): void {
    this.#store.withoutText(path);
    this.#unreadable.set(path, message);
    this.#last = undefined;
  }

  /** Which files exist. @param roots folders that were listed whole. @param paths every file below them. */
  setTree(roots: readonly string[], paths: Iterable<string>): void {
    this.#store.setTree(roots, paths);
  }

  override(overrides: ReviewOverrides): void {
    this.#overrides = overrides;
    this.#forget();
  }

  /** `YYYY-MM-DD`. */
  setToday(today: string): void {
    if (today === this.#today) return;
    this.#today = today;
    this.#forget();
  }

  #forget(): void {
    this.#remembered.clear();
    this.#active.clear();
    this.#last = undefined;
  }

  /** Paths that reviewed files refer to and whose text was not handed in yet: `set` or `delete` each, then review again. */
  missing(): readonly string[] {
    return this.#store.missing();
  }

  /** Files as they are now, each parsed once: for questions about a place that no finding answers. */
  get files(): ProjectReader {
    return this.#store.reader().reader;
  }

  /** The deployments of the last review. */
  get deployments(): readonly Deployment[] {
    return [...this.#remembered.values()].map(({ deployment }) => deployment);
  }

  /** The nginx configurations of the last review. */
  get nginxConfigs(): readonly NginxConfig[] {
    return [...this.#remembered.values()].flatMap(({ deployment }) =>
      deployment.nginx.map(({ config }) => config),
    );
  }

  review(): Review {
    if (this.#last && !this.#store.changed) return this.#last;
    this.#readConfigurations();
    const { reader } = this.#store.reader();
    const input = {
      store: this.#store,
      reader,
      configurations: this.#configurations,
      environment: this.#overrides.environment,
    };
    const next = new Map<string, Remembered>();
    const taken = new Set<string>();
    const take = (plan: DeploymentPlan): void => {
      if (plan.nginx !== undefined && taken.has(plan.nginx)) return;
      const remembered = this.#judge(plan);
      next.set(keyOf(plan), remembered);
      for (const path of remembered.judged.review.files) taken.add(path);
    };
    for (const plan of composePlans(input)) take(plan);
    for (const plan of mainFirst(lonePlans(input, taken), reader)) take(plan);
    this.#remembered = next;
    this.#store.settle();
    this.#last = this.#assemble([...next.values()]);
    return this.#last;
  }

  #judge(plan: DeploymentPlan): Remembered {
    const key = keyOf(plan);
    const known = this.#remembered.get(key);
    if (known && !this.#store.isStale(known.reads)) return known;
    const { reader, reads } = this.#store.reader();
    const deployment = new DeploymentView(plan, reader);
    const problems: ReviewProblem[] = [];
    const runs = runRules(deployment, this.#runInput(deployment.folder, problems));
    const { suppressions, halfTyped } = fileSuppressions(deployment, reader, runs);
    for (const problem of deployment.compose?.problems ?? []) {
      problems.push({ path: problem.span.source.path, at: problem.span, message: problem.message });
    }
    const fresh = judge({
      deployment,
      runs,
      configurations: this.#configurations,
      suppressions,
      today: this.#today,
      known: (id) => this.#known(id),
      halfTyped,
      checklist: this.#checklist,
      reference: this.#reference,
      only: this.#overrides.only,
    });
    const whole = known?.whole;
    const judged = halfTyped && whole ? waiting(fresh, whole, this.#brokenPaths(deployment)) : fresh;
    return { deployment, reads, judged, problems, whole: halfTyped ? whole : fresh };
  }

  #brokenPaths(deployment: DeploymentView): ReadonlySet<string> {
    return new Set(
      deployment.composeFiles.filter((file) => file.problems.length > 0).map((file) => file.source.path),
    );
  }

  #runInput(folder: string, problems: ReviewProblem[]): RunInput {
    return {
      rules: this.#activeRules(folder),
      options: (rule) => this.#configurations.options(rule, folder),
      today: this.#today,
      problem: (problem) => problems.push(problem),
    };
  }

  #activeRules(folder: string): readonly AnyRule[] {
    const known = this.#active.get(folder) ?? this.#chooseRules(folder);
    this.#active.set(folder, known);
    return known;
  }

  #chooseRules(folder: string): readonly AnyRule[] {
    const { only, all } = this.#overrides;
    if (only) return this.rules.filter((rule) => only.includes(rule.id));
    return this.rules.filter((rule) => {
      const configured = this.#configurations.severity(rule.id, `${folder}/.`);
      if (configured === undefined) return all || !rule.off;
      // A rule that is switched off tells nothing; what it finds still counts in the score.
      return configured !== 'off' || !rule.off;
    });
  }

  #known(id: string): string | undefined {
    const current = this.#renamed.get(id) ?? id;
    return this.#ids.has(current) ? current : undefined;
  }

  #readConfigurations(): void {
    const paths = this.#store.ofKind('configuration');
    const texts = paths.map((path) => `${path}\0${this.#store.text(path)?.text}`).join('\0\0');
    if (texts === this.#configurationTexts) return;
    this.#configurationTexts = texts;
    const items = this.#checklist.map(({ id }) => id);
    const read = (path: string): Configuration[] => {
      const yaml = this.#store.yaml(path);
      return yaml ? [readConfiguration(yaml, this.rules, this.#renamed, items)] : [];
    };
    this.#configurations = new Configurations(paths.flatMap(read));
    this.#forget();
  }

  #assemble(remembered: readonly Remembered[]): Review {
    const problems: ReviewProblem[] = remembered.flatMap((one) => one.problems);
    for (const [path, message] of this.#unreadable) problems.push({ path, message });
    const input = this.#runInput('.', problems);
    const own = (kind: 'configuration' | 'suppression') => input.rules.filter((rule) => rule.on === kind);
    return assemble({
      judged: remembered.map((one) => one.judged),
      problems,
      configurations: this.#configurations,
      configurationRules: own('configuration'),
      // With `only`, most suppressions stay unused because their rules did not run.
      suppressionRules: this.#overrides.only ? [] : own('suppression'),
      ask: (rule, subjects) => askAll(rule, subjects.map(question), input),
    });
  }
}

function keyOf(plan: DeploymentPlan): string {
  return [plan.name, plan.environment, ...plan.compose, plan.dockerfile ?? '', plan.nginx ?? ''].join('\0');
}

/**
 * While a Compose file is half-typed, what is said of the *other* files and the score stay as they were: half a file tells
 * nothing about them.
 */
function waiting(fresh: Judged, whole: Judged, broken: ReadonlySet<string>): Judged {
  const keep = <T extends Finding | AcceptedFinding>(
    now: readonly T[],
    before: readonly T[],
  ): readonly T[] => {
    if (broken.size === 0) return now;
    const current = new Map(now.map((one) => [one.at.source.path, one.at.source]));
    const unchanged = (one: T) => {
      const source = current.get(one.at.source.path);
      return !broken.has(one.at.source.path) && (source === undefined || source === one.at.source);
    };
    const kept = before.filter(unchanged);
    const keptPaths = new Set(kept.map((one) => one.at.source.path));
    return [
      ...now.filter((one) => broken.has(one.at.source.path) || !keptPaths.has(one.at.source.path)),
      ...kept,
    ];
  };
  // Not spread: what is worked out when it is asked for stays so.
  const review: DeploymentReview = Object.defineProperties({} as DeploymentReview, {
    ...Object.getOwnPropertyDescriptors(whole.review),
    files: { value: fresh.review.files, enumerable: true },
    waiting: { value: true, enumerable: true },
  });
  return {
    findings: keep(fresh.findings, whole.findings),
    accepted: keep(fresh.accepted, whole.accepted),
    suppressions: fresh.suppressions,
    review,
  };
}
