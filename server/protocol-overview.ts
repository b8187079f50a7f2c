/**
 * What the side bar, the code lenses, the comparison and the export say to the server and hear of it.
 * It imports nothing but the rest of the protocol.
 */
import type { PageTarget } from './protocol.ts';

/** Client to server: every deployment with its scores and findings, for the side bar. */
export const overviewRequest = 'seaworthy/overview';
/** Client to server: what can be done about findings: of those that are shown, since each fix has to be worked out. */
export const findingActionsRequest = 'seaworthy/findingActions';
/** Client to server: the review in one of the command line's formats. */
export const exportRequest = 'seaworthy/export';
/** Client to server: what became better and worse since a commit whose changes the client knows. */
export const compareRequest = 'seaworthy/compare';
/** Server to client: the text of a file at that commit; answered by a `ReadFileResult`. */
export const readCommittedRequest = 'seaworthy/readCommitted';

/** The client command behind a code lens: its argument is one `LensArguments`. */
export const lensCommand = 'seaworthy.showInSideBar';

export interface Overview {
  /** Every finding once; the lists below name them by their place here. */
  readonly findings: readonly OverviewFinding[];
  /** Production first. */
  readonly deployments: readonly OverviewDeployment[];
  /** Findings outside of any deployment: mistakes in the configuration, most of them. */
  readonly loose: readonly number[];
  /** Title and remedy of the rules that found something. */
  readonly rules: Readonly<Record<string, { readonly title: string; readonly remedy: string }>>;
}

export interface OverviewFinding extends PageTarget {
  readonly ruleId: string;
  readonly message: string;
  readonly category: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly priority: 0 | 1 | 2 | 3;
  readonly service?: string;
  /** Points that the deployment's score would gain. */
  readonly gain: number;
}

export interface FindingActionsParams {
  readonly findings: readonly PageTarget[];
}

/** As many as were asked about, in their order; nothing can be done about one that is no longer there. */
export interface FindingActionsResult {
  readonly actions: readonly FindingActions[];
}

export interface FindingActions {
  /** Titles, the preferred one first. */
  readonly fixes: readonly string[];
  /** A comment can accept it. */
  readonly ignorable: boolean;
}

export interface OverviewDeployment {
  readonly name: string;
  readonly environment: 'production' | 'development';
  readonly score: number;
  readonly verdict: string;
  /** A file is broken mid-edit: this is the last score that could be computed. */
  readonly waiting: boolean;
  /** The findings that its report lists, the most urgent first. */
  readonly findings: readonly number[];
  readonly categories: readonly { readonly id: string; readonly title: string; readonly score: number }[];
  readonly services: readonly OverviewPart[];
  readonly stages: readonly OverviewPart[];
}

/** A service, or a stage of a Dockerfile. */
export interface OverviewPart {
  readonly name: string;
  readonly score: number;
  readonly at: PageTarget;
  /** The most urgent first. */
  readonly findings: readonly number[];
}

export interface LensArguments {
  /** Name of a deployment. */
  readonly deployment: string;
  readonly kind: 'service' | 'stage';
  readonly path: string;
  /** The line (0-based) of the service's name or the stage's FROM. */
  readonly line: number;
}

/** The command line's formats that make a file of their own. */
export type ExportFormat = 'html' | 'markdown' | 'json' | 'sarif' | 'junit' | 'gitlab' | 'badge';

export interface ExportParams {
  readonly format: ExportFormat;
  /** Name of a deployment; absent, the whole workspace. */
  readonly deployment?: string;
}

export interface ExportResult {
  readonly text: string;
}

export interface CompareParams {
  /** Every file that differs from the commit, in the workspace or beside it. */
  readonly changed: readonly ChangedFile[];
}

export interface ChangedFile {
  readonly uri: string;
  /** The commit has it. */
  readonly committed: boolean;
}

export interface CompareResult {
  /** What became better and worse, as Markdown without a heading. */
  readonly markdown: string;
}
