/**
 * What the server and its client say to each other beyond the Language Server Protocol.
 * It imports nothing: it is all that a client has to know of the server.
 */

/** Server to client, whenever it changed: the scores of the workspace's deployments. */
export const scoreNotification = 'seaworthy/score';
/** Client to server: the readiness report of a deployment. */
export const reportRequest = 'seaworthy/report';
/** Client to server: the readiness report of a deployment as a page for a web view. */
export const reportPageRequest = 'seaworthy/reportPage';
/** Client to server: what is to be done because somebody pressed a button of that page. */
export const reportActionRequest = 'seaworthy/reportAction';
/** Server to client, where the client asked for it: there is a new review. */
export const reviewedNotification = 'seaworthy/reviewed';
/** Client to server: read every file of the workspace again and review it. */
export const reviewWorkspaceRequest = 'seaworthy/reviewWorkspace';
/** Client to server: every rule, for a list to choose from. */
export const rulesRequest = 'seaworthy/rules';
/** Client to server: what a rule asks for and why. */
export const explainRequest = 'seaworthy/explain';
/** Client to server: where a request goes through the workspace's nginx. */
export const requestWayRequest = 'seaworthy/requestWay';
/** Server to client, where the client offered it: the files below a folder that the server cannot reach by itself. */
export const listFilesRequest = 'seaworthy/listFiles';
/** Server to client, where the client offered it: a file's text. */
export const readFileRequest = 'seaworthy/readFile';

/** The client command behind "Ignore here, with a reason": its arguments are one `IgnoreArguments`. */
export const ignoreCommand = 'seaworthy.ignoreHere';
/** The client command that explains a rule: its argument is the rule's id. */
export const explainCommand = 'seaworthy.explainRule';

/** What a client says of itself in `initializationOptions`; all of it optional. */
export interface ClientOptions {
  /** It answers `seaworthy/listFiles` and `seaworthy/readFile`. */
  readonly files?: boolean;
  /** It has the command `seaworthy.ignoreHere`. */
  readonly ignoreCommand?: boolean;
  /** It has the command `seaworthy.showInSideBar`. */
  readonly lensCommand?: boolean;
  /** It wants to hear of each new review. */
  readonly reviewed?: boolean;
  /** Where a rule is explained, `{id}` standing for the rule's id: a diagnostic's code links to it. */
  readonly ruleLink?: string;
}

/** 0-based, columns in UTF-16 units, as in the LSP. */
export interface WirePosition {
  readonly line: number;
  readonly character: number;
}

export interface WireRange {
  readonly start: WirePosition;
  readonly end: WirePosition;
}

export interface ScoreParams {
  /** Number of findings in the workspace that block a deployment. */
  readonly blockers: number;
  readonly deployments: readonly DeploymentScore[];
}

export interface DeploymentScore {
  readonly name: string;
  readonly environment: 'production' | 'development';
  /** 0 to 10, one decimal. */
  readonly score: number;
  readonly verdict: 'production ready' | 'production ready with recommendations' | 'needs work' | 'not ready';
  /** A file is broken mid-edit: this is the last score that could be computed. */
  readonly waiting: boolean;
  /** URIs of its files. */
  readonly files: readonly string[];
  readonly categories: readonly { readonly title: string; readonly score: number }[];
  /** Number of findings. */
  readonly findings: number;
  /** What would raise the score most, the best first, and where nothing does alone, what to do first; at most three. */
  readonly improvements: readonly Improvement[];
}

export interface Improvement {
  readonly ruleId: string;
  /** What to do: the title of the first fix; what was found where there is no fix. */
  readonly title: string;
  /** Points that the score would gain; 0 where it takes more than this to raise it. */
  readonly gain: number;
  /** What to do first: 0 blocks a deployment, then 1 to 3. */
  readonly priority: 0 | 1 | 2 | 3;
  readonly uri: string;
  readonly range: WireRange;
}

export interface ReportParams {
  /** The report of the deployment that this file belongs to. */
  readonly uri?: string;
  /** The report of the deployment of this name. */
  readonly deployment?: string;
}

export interface ReportResult {
  /** Absent where the workspace has no deployment. */
  readonly deployment?: string;
  /** The report, as Markdown. */
  readonly markdown: string;
}

export interface ReportPageParams extends ReportParams {
  /** Ids of the parts that are open; of the others the heading comes alone. */
  readonly open?: readonly string[];
  /** Lay the diagram out even if it takes long. */
  readonly diagram?: boolean;
  /** Absent, only the page's inside is asked for. */
  readonly view?: {
    /** Fresh for each page, of letters and digits. */
    readonly nonce: string;
    /** Address of the script that listens to the buttons. */
    readonly script: string;
  };
}

export interface ReportPageResult {
  /** Absent where the workspace has no deployment. */
  readonly deployment?: string;
  readonly title: string;
  /** The inside of the page. */
  readonly body: string;
  /** One sentence for those who do not see the page. */
  readonly summary: string;
  /** The diagram was left out: it is there when it is asked for. */
  readonly left?: boolean;
  /** The whole page, where it was asked for. */
  readonly html?: string;
}

/**
 * What the page's script says to the client: that it listens, which parts are open now, that it shows what it was sent,
 * what is to be copied, or that a button was pressed.
 */
export type PageMessage =
  | { readonly action: 'ready' | 'opened'; readonly open: readonly string[] }
  | { readonly action: 'shown' }
  | { readonly action: 'copy'; readonly text: string }
  | PagePress;

export interface PagePress {
  readonly action: 'goto' | 'fix' | 'fixAll' | 'ignore' | 'explain' | 'tick' | 'untick';
  readonly target: PageTarget;
}

export interface ReportActionParams extends PagePress {
  /** Who ticks an item of the checklist. */
  readonly by?: string;
}

/** What a button of the page is about. */
export interface PageTarget {
  readonly path: string;
  /** 0-based; columns in UTF-16 units. */
  readonly line: number;
  readonly character: number;
  /** The finding there, where it is one. */
  readonly ruleId?: string;
  readonly message?: string;
  /** Which of the finding's fixes. */
  readonly fix?: number;
  /** The checklist's item, by its id, of the deployment. */
  readonly item?: string;
  readonly deployment?: string;
}

/** What the client says to the page's script. */
export interface PageUpdate {
  readonly body: string;
  readonly summary: string;
}

/** What the page's script remembers for a reload. */
export interface PageState {
  readonly deployment?: string;
  /** Ids of the parts that the reader opened (true) or closed. */
  readonly open?: Readonly<Record<string, boolean>>;
  /** Pixels from the top. */
  readonly scroll?: number;
}

/** All of it absent where the finding is no longer there. */
export interface ReportActionResult {
  readonly uri?: string;
  readonly range?: WireRange;
  /** A `WorkspaceEdit` of the LSP. */
  readonly edit?: unknown;
  readonly ignore?: IgnoreArguments;
}

export interface ReviewWorkspaceResult {
  /** Number of files that were reviewed. */
  readonly files: number;
  readonly findings: number;
  readonly deployments: number;
}

export interface RuleSummary {
  readonly id: string;
  readonly title: string;
  readonly category: string;
}

export interface RulesResult {
  readonly rules: readonly RuleSummary[];
}

export interface ExplainParams {
  readonly ruleId: string;
}

export interface ExplainResult {
  /** Absent where there is no rule of this id. */
  readonly markdown?: string;
}

export interface RequestWayParams {
  /** `https://host[:port]/path`. */
  readonly url: string;
  /** Where the page's links lead, with `{uri}` and `{line}` (from 1) to be filled in; to the files themselves without. */
  readonly link?: string;
}

export interface RequestWayResult {
  /** Absent where the text is no address of a request. */
  readonly markdown?: string;
}

export interface IgnoreArguments {
  readonly uri: string;
  /** The line (0-based) above which the comment goes. */
  readonly line: number;
  /** The comment up to its reason, indentation included: `    # seaworthy-ignore compose/memory-limit -- `. */
  readonly comment: string;
}

export interface ListFilesParams {
  /** URI of a folder, or of a file, which is then its own list. */
  readonly uri: string;
}

export interface ListFilesResult {
  readonly uris: readonly string[];
}

export interface ReadFileParams {
  readonly uri: string;
}

export interface ReadFileResult {
  /** Absent where there is no such file. */
  readonly text?: string;
  /** Why a file that is there could not be read. */
  readonly problem?: string;
}
