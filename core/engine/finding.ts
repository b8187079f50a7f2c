import type { ImageRole } from '../model/image.ts';
import type { Edit, Span } from '../text/index.ts';
import type { ChecklistEntry } from './checklist.ts';
import type { ReferencePart } from './quick-reference.ts';
import type { Category, Fix, Priority, Related, Severity } from './rule.ts';

/** A rule's observation, made whole by the engine. */
export interface Finding {
  readonly ruleId: string;
  readonly category: Category;
  readonly severity: Severity;
  /** What it would be, where the configuration made it less: the score goes by this. */
  readonly ownSeverity?: Severity;
  readonly priority: Priority;
  /** One line. */
  readonly at: Span;
  readonly message: string;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
  readonly peers: readonly string[];
  readonly tag?: 'deprecated' | 'unnecessary';
  /** Name of the deployment in which it was found (the first, where a file belongs to several). */
  readonly deployment?: string;
  readonly service?: string;
  /** Points that the deployment's score would gain; 0 where it costs none. */
  readonly gain: number;
}

/** A finding that was accepted: by a comment or in `.seaworthy.yaml`. */
export interface AcceptedFinding extends Finding {
  readonly reason: string;
  /** Where it was accepted. */
  readonly acceptedAt: Span;
  /** It was accepted wholesale: the score counts it all the same. */
  readonly counts?: true;
}

/**
 * How findings were put away without being looked at one by one: the rule is switched off or made less grave, the file is left
 * out, an ignore covers several findings, or gives no reason.
 */
export type Wholesale = 'off' | 'lowered' | 'left out' | 'wide' | 'no reason';

/** Findings of a rule that were put away wholesale: not told, or as less than they are, and counted all the same. */
export interface WholesaleIgnore {
  readonly ruleId: string;
  readonly how: Wholesale;
  /** Where that is written. */
  readonly at: Span;
  readonly findings: number;
  /** What all wholesale ignores of the rule would have given the score; two decimals. */
  readonly points: number;
}

/** What kept the review from being whole. */
export interface ReviewProblem {
  /** Absent where no file is concerned. */
  readonly path?: string;
  readonly at?: Span;
  readonly ruleId?: string;
  readonly message: string;
}

export interface Strength {
  readonly ruleId: string;
  readonly message: string;
  readonly at: Span;
}

export interface CategoryScore {
  readonly id: Category;
  readonly title: string;
  /** 0 to 10, one decimal. */
  readonly score: number;
  readonly weight: number;
  /** Rules that were asked, and those that failed. */
  readonly asked: number;
  readonly failed: number;
  /** Points that it takes from the score, unrounded: all categories' costs and the score before any cap make ten. */
  readonly cost: number;
  /** Its failing rules, the costliest first, with their part of that. */
  readonly rules: readonly { readonly ruleId: string; readonly points: number }[];
}

export type Verdict =
  | 'production ready'
  | 'production ready with recommendations'
  | 'needs work'
  | 'not ready';

export interface ServiceScore {
  readonly name: string;
  readonly at: Span;
  readonly score: number;
  readonly findings: readonly Finding[];
  readonly strengths: readonly Strength[];
}

/** A stage of a Dockerfile, by what was found in it. */
export interface StageScore {
  /** Absent where it has none. */
  readonly name: string | undefined;
  /** Its place in the file, from 1. */
  readonly number: number;
  /** Its FROM. */
  readonly at: Span;
  readonly score: number;
  readonly findings: readonly Finding[];
}

/** A deployment as a picture has it. */
export interface Topology {
  readonly nodes: readonly TopologyNode[];
  /** At most one from one node to another. */
  readonly edges: readonly TopologyEdge[];
}

export interface TopologyNode {
  /** Unique in its topology. */
  readonly id: string;
  readonly kind: 'internet' | 'service' | 'volume';
  readonly name: string;
  /** What its image is for, where that is known. */
  readonly role?: ImageRole;
  /** As written. */
  readonly image?: string;
  /** Where it is written; absent of what no file names. */
  readonly at?: Span;
  /** Names, sorted. */
  readonly networks: readonly string[];
}

export interface TopologyEdge {
  /** Ids of nodes. */
  readonly from: string;
  readonly to: string;
  /** Through a published port, by a proxy, by `depends_on`, or as a mount. */
  readonly kind: 'published' | 'proxied' | 'awaited' | 'stored';
  /** Ports. */
  readonly label?: string;
  readonly at: Span;
  /** It is certain that nothing can be reached that way. */
  readonly broken: boolean;
}

/** The fewest findings that lead to a better verdict, of each rule all that are open. */
export interface Way {
  readonly verdict: Verdict;
  /** The score that is then reached. */
  readonly score: number;
  /** What is to be put right for it, rule by rule, the heaviest first. */
  readonly findings: readonly Finding[];
}

export interface DeploymentReview {
  readonly name: string;
  readonly environment: 'production' | 'development';
  /** Paths, sorted. */
  readonly files: readonly string[];
  /** The folder of its main file. */
  readonly folder?: string;
  /** 0 to 10, one decimal. */
  readonly score: number;
  readonly verdict: Verdict;
  /** The score without the cap, where a blocker holds it down. */
  readonly uncapped?: number;
  readonly categories: readonly CategoryScore[];
  readonly services: readonly ServiceScore[];
  readonly stages?: readonly StageScore[];
  readonly strengths: readonly Strength[];
  /** Some file is broken mid-edit: the score is the last one that could be computed. */
  readonly waiting: boolean;
  /** To the next better verdict; absent where there is none, or no finding leads to it. */
  readonly way?: Way;
  /** To the best verdict; absent where it is reached, or no finding leads to it. */
  readonly wayToReady?: Way;
  /** Absent where everything that is ignored was looked at. */
  readonly wholesale?: readonly WholesaleIgnore[];
  readonly topology?: Topology;
  /** What the files prove and what is left to people; empty for development and where only some rules were asked. */
  readonly checklist?: readonly ChecklistEntry[];
  /** Commands for an emergency and for the upkeep of a deployment for production. */
  readonly reference?: readonly ReferencePart[];
  /** The lowest score that the configuration lets pass. */
  readonly minScore?: number;
}

export interface Review {
  readonly deployments: readonly DeploymentReview[];
  /** Sorted by path, then offset. */
  readonly findings: readonly Finding[];
  readonly accepted: readonly AcceptedFinding[];
  readonly problems: readonly ReviewProblem[];
  /** Paths of every file that was reviewed. */
  readonly files: readonly string[];
}

/** All edits of a fix for one path, or creates. */
export type { Edit };
