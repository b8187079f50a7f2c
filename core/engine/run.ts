import { isProjectFile } from '../model/deployed-nginx.ts';
import type { Deployment } from '../model/deployment.ts';
import { isCreate, type Span } from '../text/index.ts';
import type { ReviewProblem } from './finding.ts';
import { type AnyRule, type Fix, type Observation, type Options, type SubjectKind, skip } from './rule.ts';
import { type Asked, subjectsOf } from './subjects.ts';

/** What one rule said of one subject. */
export interface Answer {
  readonly at: Span;
  readonly services: readonly string[];
  readonly observations: readonly Observation[];
}

/** What one rule said of a deployment. Subjects that it skipped are not in it. */
export interface RuleRun {
  readonly rule: AnyRule;
  readonly answers: readonly Answer[];
}

export interface RunInput {
  readonly rules: readonly AnyRule[];
  /** Options of a rule: the defaults overlaid by the configuration. */
  options(rule: AnyRule): Options;
  readonly today: string;
  /** A rule that threw is told here; the others go on. */
  problem(problem: ReviewProblem): void;
}

/** Ask every rule about every subject of a deployment. Each kind's subjects are listed once. */
export function runRules(deployment: Deployment, input: RunInput): readonly RuleRun[] {
  const listed = new Map<SubjectKind, Questions>();
  const runs: RuleRun[] = [];
  for (const rule of input.rules) {
    if (rule.production && deployment.environment !== 'production') continue;
    const questions = listed.get(rule.on) ?? new Questions(rule.on, deployment);
    listed.set(rule.on, questions);
    const answers = askAll(rule, questions.of(rule), input);
    if (answers.length > 0) runs.push({ rule, answers });
  }
  return runs;
}

/** The subjects of a kind, and of a kind by name for rules that are about some names only. */
class Questions {
  readonly #all: readonly Question[];
  #byName: ReadonlyMap<string | undefined, readonly Question[]> | undefined;

  constructor(kind: SubjectKind, deployment: Deployment) {
    this.#all = Array.from(subjectsOf(kind, deployment), question);
  }

  of({ names, on }: AnyRule): readonly Question[] {
    if (!names || on === 'run') return this.#all;
    if (on === 'service') return this.#all.filter(({ asked }) => names.some((name) => asked.keys?.has(name)));
    this.#byName ??= byName(this.#all);
    return names.flatMap((name) => this.#byName?.get(name) ?? []);
  }
}

function byName(questions: readonly Question[]): ReadonlyMap<string | undefined, readonly Question[]> {
  const groups = new Map<string | undefined, Question[]>();
  for (const one of questions) {
    const group = groups.get(one.asked.name);
    if (group) group.push(one);
    else groups.set(one.asked.name, [one]);
  }
  return groups;
}

/** A subject, and the answer of the rules that find nothing in it: most do, so they share one. */
export interface Question {
  readonly asked: Asked;
  readonly held: Answer;
}

export function question(asked: Asked): Question {
  return { asked, held: { at: asked.at, services: asked.services, observations: nothing } };
}

/** Ask one rule about subjects. */
export function askAll(rule: AnyRule, questions: readonly Question[], input: RunInput): readonly Answer[] {
  const context = { options: input.options(rule), today: input.today };
  const answers: Answer[] = [];
  for (const { asked, held } of questions) {
    if (asked.broken && !rule.tolerant) continue;
    if (asked.programs && rule.names && !callsOne(asked.programs, rule.names)) {
      answers.push(held);
      continue;
    }
    try {
      const observations = drain(rule.check(asked.subject, context));
      if (observations === nothing) answers.push(held);
      else if (observations) answers.push({ at: asked.at, services: asked.services, observations });
    } catch (error) {
      const message = `The rule ${rule.id} failed: ${error instanceof Error ? error.message : String(error)}`;
      input.problem({ path: asked.at.source.path, at: asked.at, ruleId: rule.id, message });
    }
  }
  return answers;
}

function callsOne(programs: ReadonlySet<string>, names: readonly string[]): boolean {
  for (const name of names) if (programs.has(name)) return true;
  return false;
}

const nothing: readonly Observation[] = [];

/** @returns undefined where the rule skips the subject, or speaks only of files that are not the project's. */
function drain(check: Generator<Observation, void | typeof skip>): readonly Observation[] | undefined {
  let observations: Observation[] | undefined;
  let foreign = false;
  for (;;) {
    const next = check.next();
    if (next.done) {
      if (next.value === skip) return undefined;
      return observations ?? (foreign ? undefined : nothing);
    }
    if (!isProjectFile(next.value.at.source.path)) foreign = true;
    else if (observations) observations.push(next.value);
    else observations = [next.value];
  }
}

/** An observation's fixes as a list, without those that would touch a file that is not the project's. */
export function fixesOf(observation: Observation): readonly Fix[] {
  const fix = typeof observation.fix === 'function' ? observation.fix() : observation.fix;
  if (!fix) return [];
  const fixes = 'edits' in fix ? [fix] : fix;
  return fixes.filter((one) =>
    one.edits.every((edit) => isCreate(edit) || isProjectFile(edit.span.source.path)),
  );
}
