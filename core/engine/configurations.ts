import { matchesGlob } from '../analysis/glob.ts';
import type { Environment } from '../model/deployment.ts';
import type { ComposePlan } from '../model/discovery.ts';
import { folderOf, isInside, relativePath } from '../text/index.ts';
import type { AcceptedEntry, Configuration, RuleSetting, Tick } from './config.ts';
import type { Finding } from './finding.ts';
import type { AnyRule, Options, Severity } from './rule.ts';

/** All `.seaworthy.yaml` of a project. For a path hold those in its folder and above; the nearest one wins. */
export class Configurations {
  readonly #files: readonly Configuration[];

  constructor(files: readonly Configuration[]) {
    // The deepest first.
    this.#files = [...files].sort((a, b) => b.source.path.length - a.source.path.length);
  }

  get all(): readonly Configuration[] {
    return this.#files;
  }

  /** Those that hold for a path, the nearest first. */
  above(path: string): readonly Configuration[] {
    if (this.#files.length === 0) return this.#files;
    return this.#files.filter((file) => isInside(folderOf(file.source.path), path));
  }

  ignored(path: string): boolean {
    return this.leavesOut(path) !== undefined;
  }

  /** The configuration that leaves a file out. */
  leavesOut(path: string): Configuration | undefined {
    return this.above(path).find((file) => {
      const relative = relativePath(folderOf(file.source.path), path);
      return file.ignore.some((glob) => matchesGlob(glob, relative));
    });
  }

  environment(path: string): Environment | undefined {
    for (const file of this.above(path)) {
      const relative = relativePath(folderOf(file.source.path), path);
      const found = file.environments.find((entry) => matchesGlob(entry.glob, relative));
      if (found) return found.environment;
    }
    return undefined;
  }

  /** Severity that the configuration gives a rule for a path; undefined where it says nothing. */
  severity(ruleId: string, path: string): Severity | 'off' | undefined {
    return this.severitySetting(ruleId, path)?.severity;
  }

  /** The entry that gives a rule its severity for a path. */
  severitySetting(ruleId: string, path: string): RuleSetting | undefined {
    return this.above(path)
      .find((file) => file.rules.get(ruleId)?.severity !== undefined)
      ?.rules.get(ruleId);
  }

  /** The lowest score that the nearest configuration which names one lets pass. */
  minScore(path: string): number | undefined {
    return this.above(path).find((file) => file.minScore !== undefined)?.minScore;
  }

  /** What was ticked by hand for a path, by the nearest configuration that says so. */
  tick(id: string, path: string): Tick | undefined {
    return this.above(path)
      .find((file) => file.checklist.has(id))
      ?.checklist.get(id);
  }

  options(rule: AnyRule, path: string): Options {
    const layers = this.above(path).map((file) => file.rules.get(rule.id)?.options ?? {});
    return Object.assign({}, rule.options, ...layers.reverse()) as Options;
  }

  /** The entry that accepts a finding, if it has not run out. @param today `YYYY-MM-DD`. */
  accepted(finding: Finding, today: string): AcceptedEntry | undefined {
    const path = finding.at.source.path;
    for (const file of this.above(path)) {
      const relative = relativePath(folderOf(file.source.path), path);
      const entry = file.accepted.find(
        (one) =>
          one.rule === finding.ruleId &&
          (one.file === undefined || matchesGlob(one.file, relative)) &&
          (one.service === undefined || one.service === finding.service) &&
          (one.until === undefined || one.until >= today),
      );
      if (entry) return entry;
    }
    return undefined;
  }

  /** Deployments that configurations name. */
  plans(): readonly ComposePlan[] {
    return this.#files.flatMap((file) =>
      file.deployments.map((one) => ({
        name: one.name,
        files: one.files,
        environment: one.environment ?? this.environment(one.files.at(-1) ?? '') ?? 'production',
      })),
    );
  }
}
