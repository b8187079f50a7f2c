import type { ComposeFile, ComposeProject } from '../model/compose.ts';
import type {
  DeployedDockerfile,
  DeployedNginx,
  DeployedService,
  DeployedStage,
  Deployment,
} from '../model/deployment.ts';
import type { RunStep } from '../model/dockerfile.ts';
import type { Directive, Location, ProxyPass, Server } from '../model/nginx.ts';
import type { DockerfileInstruction } from '../parse/dockerfile-tree.ts';
import type { Edit, Span } from '../text/index.ts';
import type { Configuration } from './config.ts';
import type { Suppression } from './suppress.ts';

export type Severity = 'error' | 'warning' | 'info';

/** What to do first, as in the review; 0 blocks a deployment. */
export type Priority = 0 | 1 | 2 | 3;

export type Category =
  | 'architecture'
  | 'security'
  | 'health'
  | 'resources'
  | 'logging'
  | 'backups'
  | 'secrets'
  | 'supply-chain'
  | 'tls'
  | 'performance'
  | 'observability'
  | 'correctness';

/** `safe`: cannot change what works today beyond closing the finding; `review`: a value or an addition the author should look at. */
export type Safety = 'safe' | 'review';

export interface Fix {
  /** Imperative, says what is written where: `Limit "db" to 2 GiB of memory`. */
  readonly title: string;
  readonly safety: Safety;
  readonly edits: readonly Edit[];
}

export interface Related {
  readonly at: Span;
  readonly message: string;
}

/** What a rule yields. */
export interface Observation {
  /** The smallest thing, on one line. */
  readonly at: Span;
  /** States a fact about this file: what is there and what follows. */
  readonly message: string;
  readonly related?: readonly Related[];
  /** The preferred one first. As a function where edits are costly to work out: it is called when somebody asks for the fix. */
  readonly fix?: Fix | readonly Fix[] | (() => Fix | readonly Fix[] | undefined);
  /** Where this finding is milder or graver than the rule. */
  readonly severity?: Severity;
  readonly priority?: Priority;
  /** Which of the rule's peers this finding is, where the rule stands for several. */
  readonly peers?: readonly string[];
  readonly tag?: 'deprecated' | 'unnecessary';
  /** The service that it is about, where the subject does not tell. */
  readonly service?: string;
}

/** Returned by a check that does not apply: the rule then counts neither for nor against. */
export const skip = Symbol('skip');

export interface ComposeFileSubject {
  readonly deployment: Deployment;
  readonly file: ComposeFile;
  readonly project: ComposeProject;
}

export interface InstructionSubject {
  readonly deployment: Deployment;
  readonly dockerfile: DeployedDockerfile;
  /** Undefined for what stands before the first FROM. */
  readonly stage: DeployedStage | undefined;
  readonly instruction: DockerfileInstruction;
  /** What a RUN runs. */
  readonly run: RunStep | undefined;
}

export interface RunSubject {
  readonly deployment: Deployment;
  readonly dockerfile: DeployedDockerfile;
  readonly stage: DeployedStage;
  readonly run: RunStep;
}

export interface ServerSubject {
  readonly deployment: Deployment;
  readonly nginx: DeployedNginx;
  readonly server: Server;
}

export interface LocationSubject extends ServerSubject {
  readonly location: Location;
}

export interface DirectiveSubject {
  readonly deployment: Deployment;
  readonly nginx: DeployedNginx;
  readonly directive: Directive;
}

export interface ProxySubject {
  readonly deployment: Deployment;
  readonly nginx: DeployedNginx;
  readonly proxy: ProxyPass;
}

/** What rules are asked about. A rule sees its subject and what hangs on it. */
export interface Subjects {
  compose: ComposeFileSubject;
  service: DeployedService;
  dockerfile: DeployedDockerfile;
  stage: DeployedStage;
  instruction: InstructionSubject;
  run: RunSubject;
  nginx: DeployedNginx;
  server: ServerSubject;
  location: LocationSubject;
  directive: DirectiveSubject;
  proxy: ProxySubject;
  deployment: Deployment;
  configuration: Configuration;
  suppression: Suppression;
}

export type SubjectKind = keyof Subjects;

export type OptionValue = string | number | boolean | readonly string[];
export type Options = Readonly<Record<string, OptionValue>>;

export interface CheckContext<O extends Options = Options> {
  readonly options: O;
  /** Date of the review, `YYYY-MM-DD`: ends of life are judged by it. */
  readonly today: string;
}

export type Check<K extends SubjectKind, O extends Options> = (
  subject: Subjects[K],
  context: CheckContext<O>,
) => Generator<Observation, void | typeof skip>;

/** An example: one file's text (its kind is the rule's), or path → text. */
export type Example = string | Readonly<Record<string, string>>;

export interface Rule<K extends SubjectKind = SubjectKind, O extends Options = Options> {
  /** `<folder>/<file name>`; names the defect, reads well after "ignore". */
  readonly id: string;
  /** A short noun phrase: `No memory limit`. */
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly priority: Priority;
  /** Off until it is asked for. */
  readonly off?: boolean;
  /** One sentence: what to do. */
  readonly remedy: string;
  /** The praise when it holds, as the review words its strengths: `Every service has a memory limit`. */
  readonly strength?: string;
  /** Why it matters: two to five sentences, Markdown. */
  readonly rationale: string;
  readonly references: readonly string[];
  /** Rows of the catalogue that it covers. */
  readonly catalogue: readonly string[];
  /** The same check elsewhere: `hadolint:DL3002`. */
  readonly peers?: readonly string[];
  /** Rules of which one takes another's place in a service, of one category: the score counts them as one. */
  readonly family?: 'health check' | 'logs';
  /** Silent on development deployments. */
  readonly production?: boolean;
  /** It also looks at subjects with a syntax problem inside. */
  readonly tolerant?: boolean;
  readonly on: K;
  /**
   * Of a rule on directives or instructions: the only ones that it is about. Of a rule on services: keys of which a service that it is
   * about has one. It is not asked about others, as if it skipped them, which costs nothing. Of a rule on steps: programs of which a step
   * has to call one for the rule to be asked; the others are fine without asking, which costs little.
   */
  readonly names?: readonly string[];
  /** Defaults; their types are the schema. */
  readonly options?: O;
  /** What each option means, for the documentation. */
  readonly optionDocs?: Readonly<Record<keyof O & string, string>>;
  /** Exactly one finding of this rule (more only where one defect shows in several places). */
  readonly bad: Example;
  /** None; and what the first fix of each finding of `bad` makes of it, where the rule has fixes. */
  readonly good: Example;
  readonly check: Check<K, O>;
}

/** The type of a rule whose subject and options do not matter to the holder. */
export type AnyRule = Omit<Rule, 'check' | 'options' | 'optionDocs'> & {
  readonly options?: Options;
  readonly optionDocs?: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: the subject is known by `on` only
  readonly check: Check<any, any>;
};

/** Declare a rule; one per file, as its default export. */
export function defineRule<K extends SubjectKind, const O extends Options = Record<never, never>>(
  rule: Omit<Rule<K, O>, 'check'> & {
    readonly check: (
      subject: Subjects[K],
      context: CheckContext<{ readonly [P in keyof O]: Widen<O[P]> }>,
    ) => Generator<Observation, void | typeof skip>;
  },
): AnyRule {
  return rule as unknown as AnyRule;
}

type Widen<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends readonly string[]
        ? readonly string[]
        : T;
