import type { DockerfileFile, DockerfileInstruction } from '../parse/dockerfile-tree.ts';
import type { ShellCommand, ShellScript } from '../parse/shell-tree.ts';
import type { Source, Span, Spanned } from '../text/index.ts';
import type { ImageReference } from './image.ts';

/** A text in which build variables were replaced where their value is known. */
export interface Expanded extends Spanned<string> {
  /** Some variable in it has no known value. */
  readonly dynamic: boolean;
}

export type StageBase =
  | { readonly kind: 'stage'; readonly stage: Stage; readonly span: Span }
  | { readonly kind: 'scratch'; readonly span: Span }
  | {
      readonly kind: 'image';
      readonly reference: ImageReference | undefined;
      readonly text: Expanded;
      readonly span: Span;
    };

/** CMD, ENTRYPOINT or a health check's command. */
export interface ProcessCommand {
  readonly instruction: DockerfileInstruction;
  readonly form: 'exec' | 'shell';
  /** Exec form: its strings. Shell form: one string, the script. */
  readonly argv: readonly string[];
  readonly script: ShellScript | undefined;
  readonly span: Span;
}

export interface RunStep {
  readonly instruction: DockerfileInstruction;
  readonly form: 'exec' | 'shell';
  /** The commands it runs, heredoc bodies included; for the exec form the one command. Empty where the shell is no POSIX shell. */
  readonly commands: readonly ShellCommand[];
  /** The shell form's command line. */
  readonly script: ShellScript | undefined;
  /** The command line and the heredocs that it runs; of the exec form, the script in `["sh", "-c", "…"]`. Their pipelines are here. */
  readonly scripts: readonly ShellScript[];
  /** What its commands are called: programs without their folder, those in front of them (`sudo`), the shell's own (`cd`). */
  readonly programs: ReadonlySet<string>;
  /** The shell that runs it, from SHELL: `['/bin/sh', '-c']` by default. */
  readonly shell: readonly string[];
  /** User in force when it runs, as far as it is written in this file. */
  readonly user: Expanded | undefined;
  /**
   * It is an ONBUILD's: it runs right behind the FROM of whoever builds on the image, with the shell and the user that
   * this stage ends with and the files of that other build. `instruction` is the RUN behind ONBUILD.
   */
  readonly onbuild: boolean;
}

export interface CopyStep {
  readonly instruction: DockerfileInstruction;
  readonly add: boolean;
  /** Sources as written, variables replaced; heredocs excluded. */
  readonly sources: readonly Expanded[];
  readonly target: Expanded | undefined;
  /** `--from`: a stage of this file, or an image, or nothing (the build context). */
  readonly from?: {
    readonly stage?: Stage;
    readonly image?: string;
    readonly span: Span;
    readonly dynamic: boolean;
  };
  readonly chown?: Spanned<string>;
  readonly chmod?: Spanned<string>;
}

export interface VariableDefinition {
  readonly kind: 'ARG' | 'ENV';
  readonly name: string;
  readonly nameSpan: Span;
  /** After expansion; absent for ARG without default. */
  readonly value: Expanded | undefined;
  readonly instruction: DockerfileInstruction;
}

export interface DockerHealthcheck {
  readonly instruction: DockerfileInstruction;
  /** `HEALTHCHECK NONE`. */
  readonly none: boolean;
  readonly command: ProcessCommand | undefined;
}

/** One stage. Own members hold what this stage writes; `effective…` ones follow `FROM stage` as well (not the base image's facts). */
export interface Stage {
  readonly index: number;
  readonly name: Spanned<string> | undefined;
  readonly from: DockerfileInstruction;
  readonly base: StageBase;
  /** The image at the end of the `FROM stage` chain. */
  readonly baseImage: ImageReference | undefined;
  /** This stage and the stages it is built on (`FROM stage`), this one first. */
  readonly chain: readonly Stage[];
  readonly platform: Expanded | undefined;
  /** All of the stage's instructions, FROM included. */
  readonly instructions: readonly DockerfileInstruction[];
  readonly runs: readonly RunStep[];
  /** The RUNs of its ONBUILD instructions: no steps of this build. */
  readonly triggers: readonly RunStep[];
  readonly copies: readonly CopyStep[];
  readonly definitions: readonly VariableDefinition[];
  /** The last USER of this stage or of the stages it is built on. */
  readonly user: (Expanded & { readonly instruction: DockerfileInstruction }) | undefined;
  readonly workdir: Expanded | undefined;
  readonly shell: readonly string[];
  /** ENV in force at its end. */
  readonly environment: ReadonlyMap<string, VariableDefinition>;
  readonly exposed: readonly (Spanned<number> & { readonly protocol: string })[];
  readonly cmd: ProcessCommand | undefined;
  readonly entrypoint: ProcessCommand | undefined;
  readonly healthcheck: DockerHealthcheck | undefined;
  /** Packages that its RUN steps (and those of its chain) install by name with apk, apt, dnf, yum, zypper. */
  readonly packages: ReadonlySet<string>;
  /** Where the next instruction would go: the end of its last instruction. */
  readonly end: number;
  readonly broken: boolean;
}

export interface Dockerfile {
  readonly source: Source;
  readonly file: DockerfileFile;
  readonly stages: readonly Stage[];
  /** ARG before the first FROM. */
  readonly globalArgs: readonly VariableDefinition[];
  /** By name (any case) or index. */
  stage(name: string): Stage | undefined;
  /** The stage that `docker build` makes without a target: the last one. */
  readonly finalStage: Stage | undefined;
  /** Stages that building `target` (undefined: the final one) needs: `FROM`, `COPY --from`, `--mount from`. */
  needed(target?: string): ReadonlySet<Stage>;
}
