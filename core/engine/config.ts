import type { Environment } from '../model/deployment.ts';
import type { Problem, Source, Span } from '../text/index.ts';
import type { OptionValue, Severity } from './rule.ts';

export interface AcceptedEntry {
  readonly rule: string;
  readonly file?: string;
  readonly service?: string;
  readonly reason: string;
  /** `YYYY-MM-DD`; past it the finding comes back. */
  readonly until?: string;
  readonly span: Span;
}

/** What a configuration says of a rule. */
export interface RuleSetting {
  readonly severity?: Severity | 'off';
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly span: Span;
}

/** Somebody made sure of something that no file proves. */
export interface Tick {
  readonly by: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly span: Span;
}

/** `.seaworthy.yaml`, read. A mistake in it is a problem at its place and the rest still holds. */
export interface Configuration {
  readonly source: Source;
  readonly rules: ReadonlyMap<string, RuleSetting>;
  /** Globs relative to the configuration's folder. */
  readonly ignore: readonly string[];
  readonly environments: readonly { readonly glob: string; readonly environment: Environment }[];
  /** Compose files that ship together, base first; paths relative to the configuration's folder. */
  readonly deployments: readonly {
    readonly name: string;
    readonly files: readonly string[];
    readonly environment?: Environment;
    readonly span: Span;
  }[];
  readonly minScore: number | undefined;
  readonly accepted: readonly AcceptedEntry[];
  /** What was ticked by hand on the checklist, by the item's id. */
  readonly checklist: ReadonlyMap<string, Tick>;
  readonly problems: readonly Problem[];
}
