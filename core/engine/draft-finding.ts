import { firstLine, type Span } from '../text/index.ts';
import type { Configurations } from './configurations.ts';
import type { Finding } from './finding.ts';
import type { AnyRule, Category, Fix, Observation, Priority, Related, Severity } from './rule.ts';
import { fixesOf } from './run.ts';

/** A finding whose gain is filled in when the score is known. Its fixes are worked out when asked for. */
export class DraftFinding implements Finding {
  readonly ruleId: string;
  readonly category: Category;
  readonly severity: Severity;
  declare readonly ownSeverity?: Severity;
  readonly priority: Priority;
  readonly at: Span;
  readonly message: string;
  readonly related: readonly Related[];
  readonly peers: readonly string[];
  declare readonly tag?: 'deprecated' | 'unnecessary';
  declare readonly deployment?: string;
  declare readonly service?: string;
  gain = 0;
  readonly #observation: Observation;
  #fixes: readonly Fix[] | undefined;

  constructor(
    rule: AnyRule,
    observation: Observation,
    configured: Severity | undefined,
    { deployment, service, strict }: FindingContext,
  ) {
    this.ruleId = rule.id;
    this.category = rule.category;
    this.peers = observation.peers ?? rule.peers ?? nothing;
    const fails = strict?.has(observation.at.source.path) && this.peers.some(isBuildCheck);
    const own = fails ? 'error' : (observation.severity ?? rule.severity);
    this.severity = configured ?? own;
    // Whoever switches on a rule that is off may say what it is to them.
    if (!rule.off && rank[this.severity] < rank[own]) this.ownSeverity = own;
    this.priority = observation.priority ?? rule.priority;
    this.at = firstLine(observation.at);
    this.message = observation.message;
    this.related = observation.related ?? nothing;
    if (observation.tag) this.tag = observation.tag;
    if (deployment !== undefined) this.deployment = deployment;
    if (service !== undefined) this.service = service;
    this.#observation = observation;
  }

  /** Whether another observation of the same rule states the same of the same place. */
  states({ at, message }: Observation): boolean {
    const own = this.#observation.at;
    return own.end === at.end && own.source.path === at.source.path && this.message === message;
  }

  get fixes(): readonly Fix[] {
    this.#fixes ??= fixesOf(this.#observation);
    return this.#fixes;
  }
}

const nothing: readonly never[] = [];
const rank: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

function isBuildCheck(peer: string): boolean {
  return peer.startsWith('buildkit:');
}

export interface FindingContext {
  readonly configurations: Configurations;
  readonly deployment?: string;
  readonly service?: string | undefined;
  /** Dockerfiles in which what BuildKit's own checks find ends the build. */
  readonly strict?: ReadonlySet<string>;
}

/** A finding as its file's configuration has it; one that is switched off is a finding for the score alone. */
export function toFinding(rule: AnyRule, observation: Observation, context: FindingContext): DraftFinding {
  const severity = context.configurations.severity(rule.id, observation.at.source.path);
  return new DraftFinding(rule, observation, severity === 'off' ? undefined : severity, context);
}
