import type { DotenvFile } from '../parse/dotenv.ts';
import type { IgnoreFile } from '../parse/ignore.ts';
import type { Source, Span } from '../text/index.ts';
import type { ComposeFile, ComposeProject, EnvironmentVariable, Service } from './compose.ts';
import type { ContainerFiles } from './container-files.ts';
import type { ContainerPlace } from './container-place.ts';
import type { Dockerfile, Stage } from './dockerfile.ts';
import type { FileTree } from './file-tree.ts';
import type { Hearing } from './hearing.ts';
import type { ImageFacts, ImageRelease } from './image.ts';
import type { NginxConfig } from './nginx.ts';
import type { Workflow } from './workflow.ts';

export type Environment = 'production' | 'development';

export type Known = 'yes' | 'no' | 'unknown';

/** `drops`: starts as root and gives it up by itself, as the official database images and nginx do. */
export type RunsAs = 'root' | 'drops' | 'non-root' | 'unknown';

/** What ships together: Compose files merged, with the Dockerfiles, nginx configurations and env files that they refer to. */
export interface Deployment {
  /** Unique in a review: the path of its main file, shortened where that is unique. */
  readonly name: string;
  readonly environment: Environment;
  /** The folder of its first file. */
  readonly folder: string;
  /** Paths of every file in it. */
  readonly files: readonly string[];
  readonly compose: ComposeProject | undefined;
  readonly composeFiles: readonly ComposeFile[];
  readonly services: readonly DeployedService[];
  service(name: string): DeployedService | undefined;
  readonly dockerfiles: readonly DeployedDockerfile[];
  readonly nginx: readonly DeployedNginx[];
  /** `.env` and the env files that services name, where they are there. */
  readonly envFiles: readonly DotenvFile[];
  /** Everything that exists in the project, by path. */
  readonly tree: FileTree;
  /** Text files of the deployment's folder that may say how it is run: shell scripts, workflows, crontabs, Makefiles, package.json, Prometheus’ configuration. */
  readonly scripts: readonly Source[];
  /** GitHub workflows and `.gitlab-ci.yml` of the repository's folder, the nearest that shows `.git`, `.github` or `.gitlab-ci.yml`. */
  readonly workflows: readonly Workflow[];
  /** The repository's folder, where the tree shows one. */
  readonly repository: string | undefined;
  /** `.gitignore` files that hold for a path, the nearest first. */
  gitignores(path: string): readonly IgnoreFile[];
  /** What a function works out of the whole deployment, worked out once: for answers that each of many subjects needs. */
  derive<T>(make: (deployment: Deployment) => T): T;
  /** A path as messages write it: relative to the folder that is reviewed. */
  show(path: string): string;
  /** The env file at a path, read as Compose reads it; undefined where there is none. */
  dotenv(path: string): DotenvFile | undefined;
  /** The text of a file of the project that was handed in. */
  text(path: string): Source | undefined;
  /** Other Compose files of its folder, read by themselves: the development file beside the one for production. */
  readonly besides: readonly ComposeFile[];
  /** The first thing written in it, to point at when the whole is meant. */
  readonly span: Span;
}

export interface DeployedService {
  readonly deployment: Deployment;
  readonly name: string;
  readonly service: Service;
  /** The Dockerfile it is built from, where it is known. */
  readonly dockerfile: Dockerfile | undefined;
  /** The stage that its build makes. Undefined with an unknown target. */
  readonly stage: Stage | undefined;
  /** Facts of what it runs: of its image, or of the base image that its final stage ends on. */
  readonly image: ImageFacts | undefined;
  /** It is built here (facts are then the base image's: its entrypoint, ports and health check may be replaced). */
  readonly built: boolean;
  readonly nginx: readonly DeployedNginx[];
  /** Where files of the project stand in its container. */
  readonly files: ContainerFiles;
  /** Env files that it names and that are there. */
  readonly envFiles: readonly DotenvFile[];
  /** What it runs as: `root`, `drops` (starts as root and gives it up), `non-root`, or unknown. */
  readonly runsAs: RunsAs;
  /** The span that decides `runsAs`: `user:`, `USER`, FROM or `image:`. */
  readonly userSpan: Span;
  /** It runs to an end (awaited with service_completed_successfully, a tool profile, a one-shot image or command). */
  readonly oneShot: boolean;
  /** A health check in force: from Compose, the Dockerfile or the image. */
  readonly healthcheckFrom: 'compose' | 'dockerfile' | 'image' | undefined;
  /** Container ports it is known to listen on, and whether there is evidence enough to say that it listens on no other. */
  readonly listens: { readonly ports: readonly number[]; readonly certain: boolean };
  /** Ports that its process certainly listens on. */
  readonly hearing: Hearing;
  /** Whether a process in its container listens on a port: only where it is certain, one way or the other. */
  hears(port: number): Known;
  /** Values of its environment: env files, then `environment`, over the image's. */
  readonly variables: ReadonlyMap<string, EnvironmentVariable | string>;
  /** Whether a program is in its final image: `unknown` where facts do not tell. */
  hasTool(program: string): Known;
  /** What lies at a path inside its container. */
  place(containerPath: string): ContainerPlace;
  /** The project's file or folder at a path inside its container, where that is there. */
  projectFile(containerPath: string): string | undefined;
}

export interface DeployedDockerfile {
  readonly deployment: Deployment;
  readonly dockerfile: Dockerfile;
  /** The build context folder; the Dockerfile's own folder where no service says. */
  readonly context: string;
  /** Some service says what the context is; otherwise it may be any folder above. */
  readonly contextKnown: boolean;
  /** The ignore file in force: `Dockerfile.dockerignore` or `.dockerignore` of the context. */
  readonly ignore: IgnoreFile | undefined;
  /** Services that are built from it. */
  readonly services: readonly DeployedService[];
  readonly stages: readonly DeployedStage[];
}

export interface DeployedStage {
  readonly deployment: Deployment;
  readonly dockerfile: DeployedDockerfile;
  readonly stage: Stage;
  /** Some service (or, without services, `docker build`) ships it. */
  readonly final: boolean;
  /** Some shipped stage needs it. */
  readonly needed: boolean;
  /** Services whose image it is. */
  readonly services: readonly DeployedService[];
  /** Facts of the image at the end of its `FROM` chain. */
  readonly base: ImageFacts | undefined;
  /** `root`, `drops`, `non-root` or unknown, by its USER and its base's facts. */
  readonly runsAs: RunsAs;
  hasTool(program: string): Known;
}

export interface DeployedNginx {
  readonly deployment: Deployment;
  readonly config: NginxConfig;
  /** Services in whose container it is read. */
  readonly services: readonly DeployedService[];
  /** Version of the nginx that reads it: `1.25`, `1.29.7` …; undefined where unknown. A floating tag means today's newest. */
  readonly version: string | undefined;
  /** Where a floating tag says the version: what it brought, and when. */
  readonly release: ImageRelease | undefined;
}
