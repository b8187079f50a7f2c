import type { YamlEntry, YamlFile, YamlMap, YamlNode } from '../parse/yaml-tree.ts';
import type { Problem, Source, Span, Spanned } from '../text/index.ts';
import type { ImageReference } from './image.ts';

/** One `${…}` or `$NAME` in a value. */
export interface VariableUse {
  readonly name: string;
  /** `:-`, `-`, `:?`, `?`, `:+`, `+`; absent for a bare `${NAME}`. */
  readonly operator?: ':-' | '-' | ':?' | '?' | ':+' | '+';
  /** What stands behind the operator, as written. */
  readonly operand?: string;
  /** The whole `${…}` in the file. */
  readonly span: Span;
}

/** A scalar after interpolation. */
export interface ComposeScalar {
  readonly kind: 'scalar';
  /** The value after interpolation; what cannot be known stays in it as `${NAME}` (then `dynamic`). */
  readonly text: string;
  /** As YAML types it, where nothing was interpolated; otherwise the text. */
  readonly value: string | number | boolean | null;
  /** Some variable in it has neither a value nor a default: its run-time text is unknown. Rules pass over it. */
  readonly dynamic: boolean;
  readonly variables: readonly VariableUse[];
  /** Where it was written. */
  readonly span: Span;
  readonly node: YamlNode | undefined;
  readonly origin: Origin;
  /** The folder that a relative path in it starts from. */
  readonly folder: string;
}

export interface ComposeSequence {
  readonly kind: 'sequence';
  readonly items: readonly ComposeValue[];
  readonly span: Span;
  /** The list in the most specific file, to edit; absent where it is shared. */
  readonly node: YamlNode | undefined;
  readonly origin: Origin;
}

export interface ComposeMapping {
  readonly kind: 'mapping';
  /** In the order of the merged result; keys are unique. */
  readonly entries: ReadonlyMap<string, ComposeEntry>;
  readonly span: Span;
  /** The map in the most specific file, to edit; absent where none was written there (short syntax) and where it is shared. */
  readonly node: YamlNode | undefined;
  readonly origin: Origin;
}

export interface ComposeEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: ComposeValue | undefined;
}

export type ComposeValue = ComposeScalar | ComposeSequence | ComposeMapping;

/**
 * How a value came to where it stands. `own`: written at its place. `shared`: through an alias, a merge key or `extends`
 * (an edit there touches others too). `file`: from another file of the merge.
 */
export type Origin = 'own' | 'shared' | 'file';

/** One Compose file as written. */
export interface ComposeFile {
  readonly source: Source;
  readonly yaml: YamlFile;
  /** The first document's top-level map. */
  readonly root: YamlMap | undefined;
  /** Top-level entry by name, as written. */
  entry(name: string): YamlEntry | undefined;
  /** `services:` entries as written. */
  readonly services: readonly YamlEntry[];
  readonly problems: readonly Problem[];
  /** Well-formed YAML that Compose refuses by its shape: `services` that is no map, a `$` that begins no variable. */
  readonly refused: readonly Problem[];
}

export interface CommandLine {
  /** Shell form (a string) or list form. Compose splits a string into words itself; no shell runs it. */
  readonly form: 'string' | 'list';
  readonly words: readonly ComposeScalar[];
  /** The words' texts: for the string form split as Compose splits it. */
  readonly argv: readonly string[];
  readonly span: Span;
  readonly dynamic: boolean;
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly nameSpan: Span;
  /** Absent for `NAME` alone (taken from the shell) or `NAME:` with null. */
  readonly value: ComposeScalar | undefined;
  /** `KEY=value` list or `KEY: value` map. */
  readonly form: 'list' | 'map';
  /** The text of a list item or the whole entry. */
  readonly span: Span;
}

export interface Port {
  /** As written, after interpolation. */
  readonly text: string;
  readonly hostIp?: string;
  /** First host port; absent for an ephemeral one. */
  readonly published?: number;
  readonly publishedEnd?: number;
  /** First container port. */
  readonly target?: number;
  readonly targetEnd?: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly form: 'short' | 'long';
  /** Something in it is not known before run time. */
  readonly dynamic: boolean;
  /** The entry as written: the scalar or the map. */
  readonly value: ComposeValue;
  readonly span: Span;
}

export interface Mount {
  readonly type: 'volume' | 'bind' | 'tmpfs' | 'npipe' | 'cluster' | 'image';
  /** Named volume, or the host path as written. Absent for an anonymous volume. */
  readonly source?: string;
  /** For a bind mount of a path in the project: the path as the engine knows it (see text/path). */
  readonly path?: string;
  /** The container path, without a `/` at its end. */
  readonly target: string;
  readonly readOnly: boolean;
  readonly form: 'short' | 'long';
  readonly dynamic: boolean;
  readonly value: ComposeValue;
  readonly span: Span;
}

export interface Dependency {
  readonly service: string;
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully';
  readonly required: boolean;
  readonly form: 'short' | 'long';
  /** The name as written. */
  readonly span: Span;
  /** The condition's value, where it is written. */
  readonly conditionSpan?: Span;
  readonly value: ComposeValue | undefined;
}

export interface Healthcheck {
  readonly disabled: boolean;
  readonly test?: {
    readonly form: 'cmd' | 'shell' | 'none' | 'invalid';
    /** Without `CMD`/`CMD-SHELL`; for the shell form one string. */
    readonly words: readonly string[];
    readonly span: Span;
    readonly dynamic: boolean;
    readonly value: ComposeValue;
  };
  readonly interval?: ComposeScalar;
  readonly timeout?: ComposeScalar;
  readonly retries?: ComposeScalar;
  readonly startPeriod?: ComposeScalar;
  readonly mapping: ComposeMapping;
  /** The key `healthcheck`. */
  readonly keySpan: Span;
}

export interface Build {
  /** As written; `.` where absent. */
  readonly context: string;
  /** The context folder as the engine knows it; absent for a URL, a dynamic path. */
  readonly contextPath?: string;
  readonly contextSpan: Span;
  /** As written; `Dockerfile` where absent. */
  readonly dockerfile: string;
  /** The Dockerfile as the engine knows it; absent for inline, remote and dynamic ones. */
  readonly dockerfilePath?: string;
  readonly dockerfileSpan?: Span;
  readonly inline?: ComposeScalar;
  readonly target?: ComposeScalar;
  readonly args: readonly EnvironmentVariable[];
  readonly span: Span;
  readonly value: ComposeValue;
}

export interface EnvFile {
  /** As written. */
  readonly text: string;
  /** As the engine knows it; absent when dynamic. */
  readonly path?: string;
  readonly required: boolean;
  readonly span: Span;
}

/** A service in the merged view of a deployment's Compose files. Every value keeps the span where it was written. */
export interface Service {
  readonly name: string;
  /** The service's key in the most specific file that names it. */
  readonly nameSpan: Span;
  /** The whole merged value. */
  readonly value: ComposeMapping;
  /** The service's map in the most specific file, to edit; absent when there it is empty or an alias. */
  readonly node: YamlMap | undefined;
  /** The service's entry in each file that writes it, base first. */
  readonly written: readonly YamlEntry[];
  /** A syntax problem lies inside it: not reviewed but by rules that look at syntax. */
  readonly broken: boolean;
  /** The merged value at a path of keys: `at('deploy', 'resources')`. */
  at(...path: string[]): ComposeValue | undefined;
  /** The same, where it is a scalar. */
  scalar(...path: string[]): ComposeScalar | undefined;
  /** Entry with its key's span, for findings on a key. */
  entry(...path: string[]): ComposeEntry | undefined;
  readonly image:
    | (Spanned<string> & { readonly dynamic: boolean; readonly reference: ImageReference | undefined })
    | undefined;
  readonly build: Build | undefined;
  readonly command: CommandLine | undefined;
  readonly entrypoint: CommandLine | undefined;
  /** From `environment`; `env_file` values are in the deployment. */
  readonly environment: readonly EnvironmentVariable[];
  readonly envFiles: readonly EnvFile[];
  readonly ports: readonly Port[];
  readonly expose: readonly Spanned<number>[];
  readonly mounts: readonly Mount[];
  readonly dependsOn: readonly Dependency[];
  readonly healthcheck: Healthcheck | undefined;
  /** Names of networks; `['default']` where none is written; empty with `network_mode`. */
  readonly networks: readonly (Spanned<string> & { readonly aliases: readonly string[] })[];
  readonly networkMode: ComposeScalar | undefined;
  readonly secrets: readonly { readonly source: string; readonly target?: string; readonly span: Span }[];
  readonly user: ComposeScalar | undefined;
  readonly profiles: readonly string[];
  /** Bytes: `deploy.resources.limits.memory`, else `mem_limit`. Absent value when it cannot be read. */
  readonly memoryLimit: (Spanned<number | undefined> & { readonly dynamic: boolean }) | undefined;
  /** Number of CPUs: `deploy.resources.limits.cpus`, else `cpus`. */
  readonly cpuLimit: (Spanned<number | undefined> & { readonly dynamic: boolean }) | undefined;
  /** `deploy.replicas`, else `scale`, else 1; undefined when dynamic. */
  readonly replicas: number | undefined;
}

/** A named top-level element (volume, network, secret, config) in the merged view. */
export interface ComposeResource {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: ComposeMapping | undefined;
  readonly external: boolean;
}

/** The merged view of the Compose files that make one deployment. */
export interface ComposeProject {
  /** Base first, overrides after it; included and extended files are not in it. */
  readonly files: readonly ComposeFile[];
  /** All files that went into it, `include` and `extends` ones too. */
  readonly allFiles: readonly ComposeFile[];
  readonly name: string | undefined;
  readonly services: readonly Service[];
  service(name: string): Service | undefined;
  readonly volumes: readonly ComposeResource[];
  readonly networks: readonly ComposeResource[];
  readonly secrets: readonly ComposeResource[];
  readonly configs: readonly ComposeResource[];
  /** The whole merged document, `include` and `extends` resolved: for the test against docker-compose. */
  readonly value: ComposeMapping | undefined;
  /** Every variable used in the files that went into it. */
  readonly variables: readonly VariableUse[];
  /** A loop of `include`/`extends`, a file that is not there … */
  readonly problems: readonly Problem[];
}

/** What resolving a Compose project may ask for. */
export interface ComposeResolver {
  /** The parsed Compose file at a path; undefined where there is none. */
  file(path: string): ComposeFile | undefined;
  /** Variables for interpolation: `.env` beside the first file (later: the shell's, which a review has not). */
  readonly variables: ReadonlyMap<string, string>;
  /** Variables of an env file that `include` names (or `.env` beside an included file); undefined where it is not there. */
  envFile?(path: string): ReadonlyMap<string, string> | undefined;
}
