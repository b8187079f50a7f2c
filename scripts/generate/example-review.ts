import {
  type AnyRule,
  applyEdits,
  type Example,
  type Finding,
  type Fix,
  isCreate,
  Project,
  type Review,
} from '../../core/index.ts';
import { checklist } from '../../rules/checklist.ts';
import { images } from '../../rules/facts/images.ts';

/** Path → text. */
export type Files = Readonly<Record<string, string>>;

export interface ExampleReviewOptions {
  readonly rules: readonly AnyRule[];
  /** `production` where nothing is said; `discovered` leaves it to names, places and configuration. */
  readonly environment?: 'production' | 'development' | 'discovered';
  /** Leave off the rules that are off by default. */
  readonly onlyDefault?: boolean;
  /** Only rules of these ids. */
  readonly only?: readonly string[] | undefined;
  /** `YYYY-MM-DD`; the day by which the examples' ends of life are judged. */
  readonly today?: string;
}

/** The day of reviews in tests and documentation, so that they say the same tomorrow. */
export const exampleDay = '2026-11-24';

/** An example's files: a bare text is the one file that its rule's kind is about. */
export function exampleFiles(rule: AnyRule, example: Example): Files {
  return typeof example === 'string' ? { [exampleFile(rule)]: example } : example;
}

function exampleFile(rule: AnyRule): string {
  if (rule.on === 'configuration') return '.seaworthy.yaml';
  if (rule.id.startsWith('dockerfile/')) return 'Dockerfile';
  return rule.id.startsWith('nginx/') ? 'nginx.conf' : 'compose.yaml';
}

/** A project that holds these files and no others. */
export function exampleProject(files: Files, options: ExampleReviewOptions): Project {
  const { rules, environment = 'production', onlyDefault = false, only, today = exampleDay } = options;
  const project = new Project({ rules, images, checklist, today });
  project.override({
    all: !onlyDefault,
    ...(only && { only }),
    ...(environment !== 'discovered' && { environment }),
  });
  project.setTree(['.'], Object.keys(files));
  for (const [path, text] of Object.entries(files)) project.set(path, text);
  return project;
}

/** Review files as a whole project: what the shells do, without a disk. */
export function reviewFiles(files: Files, options: ExampleReviewOptions): Review {
  return settledReview(exampleProject(files, options));
}

/** Review a project none of whose missing files exist. */
export function settledReview(project: Project): Review {
  const told = new Set<string>();
  for (;;) {
    const review = project.review();
    const missing = project.missing().filter((path) => !told.has(path));
    if (missing.length === 0) return review;
    for (const path of missing) {
      told.add(path);
      project.delete(path);
    }
  }
}

/**
 * Files with a fix applied; files that it creates are added.
 * @throws where its edits overlap, or where it creates a file that is there.
 */
export function applyFix(files: Files, fix: Fix): Files {
  const result: Record<string, string> = { ...files };
  for (const [path, text] of Object.entries(files)) {
    const edited = applyEdits(path, text, fix.edits);
    if (edited === undefined) throw new Error(`The edits of "${fix.title}" overlap in ${path}.`);
    result[path] = edited;
  }
  for (const edit of fix.edits) {
    if (!isCreate(edit)) {
      if (!(edit.span.source.path in files))
        throw new Error(`"${fix.title}" edits ${edit.span.source.path}, which is not there.`);
      continue;
    }
    if (edit.create in files) throw new Error(`"${fix.title}" creates ${edit.create}, which is there.`);
    result[edit.create] = edit.text;
  }
  return result;
}

/** Findings of one rule. */
export function findingsOf(review: Review, ruleId: string): readonly Finding[] {
  return review.findings.filter((finding) => finding.ruleId === ruleId);
}
