import type { DotenvFile } from '../parse/dotenv.ts';
import type { Span } from '../text/index.ts';
import type { EnvironmentVariable, Service } from './compose.ts';
import { type ContainerFiles, containerFiles } from './container-files.ts';
import { type ContainerPlace, containerPlace } from './container-place.ts';
import { stageHasTool, stageRunsAs, userRunsAs } from './deployed-dockerfile.ts';
import { serviceNginx } from './deployed-nginx.ts';
import type { DeployedNginx, DeployedService, Deployment, Known, RunsAs } from './deployment.ts';
import type { Dockerfile, Stage } from './dockerfile.ts';
import { type Hearing, hearing } from './hearing.ts';
import type { ImageFacts } from './image.ts';
import { listening } from './listening.ts';
import { Memory } from './memory.ts';
import { isOneShot } from './one-shot.ts';
import type { ProjectReader } from './reader.ts';

/** A service as it is deployed: its Compose entry joined with its Dockerfile, image facts, nginx and env files. */
export class DeployedServiceView implements DeployedService {
  readonly deployment: Deployment;
  readonly service: Service;
  readonly reader: ProjectReader;
  readonly #memory = new Memory<DeployedServiceView>(this);

  constructor(deployment: Deployment, service: Service, reader: ProjectReader) {
    this.deployment = deployment;
    this.service = service;
    this.reader = reader;
  }

  get name(): string {
    return this.service.name;
  }

  get built(): boolean {
    return this.service.build !== undefined;
  }

  get dockerfile(): Dockerfile | undefined {
    return this.#memory.get(dockerfileOf);
  }

  get stage(): Stage | undefined {
    return this.#memory.get(stageOf);
  }

  get image(): ImageFacts | undefined {
    return this.#memory.get(imageOf);
  }

  get files(): ContainerFiles {
    return this.#memory.get(filesOf);
  }

  get nginx(): readonly DeployedNginx[] {
    return this.#memory.get(nginxOf);
  }

  get envFiles(): readonly DotenvFile[] {
    return this.#memory.get(envFilesOf);
  }

  get runsAs(): RunsAs {
    const user = this.service.user;
    if (user) return user.dynamic ? 'unknown' : userRunsAs(user.text);
    if (this.built) return this.stage ? stageRunsAs(this.stage, this.image) : 'unknown';
    // An entrypoint of the author's own takes the place of the one that gives up root.
    const replaced = this.service.entrypoint !== undefined && this.image?.product !== 'nginx';
    return this.image?.runsAs === 'drops' && replaced ? 'unknown' : (this.image?.runsAs ?? 'unknown');
  }

  get userSpan(): Span {
    const { user, image, nameSpan } = this.service;
    if (user) return user.span;
    if (this.built) return this.stage?.user?.span ?? this.stage?.base.span ?? nameSpan;
    return image?.span ?? nameSpan;
  }

  get oneShot(): boolean {
    return this.#memory.get(isOneShot);
  }

  get healthcheckFrom(): 'compose' | 'dockerfile' | 'image' | undefined {
    const own = this.service.healthcheck;
    if (own?.disabled || own?.test?.form === 'none') return undefined;
    if (own?.test) return 'compose';
    if (this.built) {
      const check = this.stage?.healthcheck;
      if (check) return check.none ? undefined : 'dockerfile';
    }
    return this.image?.healthcheck ? 'image' : undefined;
  }

  get listens(): { readonly ports: readonly number[]; readonly certain: boolean } {
    return this.#memory.get(listening);
  }

  get hearing(): Hearing {
    return this.#memory.get(hearing);
  }

  hears(port: number): Known {
    const { ports, all } = this.hearing;
    if (ports.has(port)) return 'yes';
    return all ? 'no' : 'unknown';
  }

  get variables(): ReadonlyMap<string, EnvironmentVariable | string> {
    return this.#memory.get(variablesOf);
  }

  hasTool(program: string): Known {
    if (this.built) return this.stage ? stageHasTool(this.stage, this.image, program) : 'unknown';
    if (this.image?.tools?.includes(program)) return 'yes';
    return this.image?.lacks?.includes(program) ? 'no' : 'unknown';
  }

  place(containerPath: string): ContainerPlace {
    return containerPlace(this.service, this.stage, this.files, containerPath);
  }

  projectFile(containerPath: string): string | undefined {
    const path = this.files.find(containerPath);
    return path !== undefined && this.reader.tree.exists(path) ? path : undefined;
  }
}

function dockerfileOf({ service, reader }: DeployedServiceView): Dockerfile | undefined {
  const path = service.build?.dockerfilePath;
  return path === undefined ? undefined : reader.dockerfile(path);
}

function stageOf({ service, dockerfile }: DeployedServiceView): Stage | undefined {
  const target = service.build?.target;
  if (target?.dynamic) return undefined;
  return target === undefined || target.text === '' ? dockerfile?.finalStage : dockerfile?.stage(target.text);
}

function imageOf({ built, stage, service, reader }: DeployedServiceView): ImageFacts | undefined {
  if (built) return stage?.baseImage && reader.images.facts(stage.baseImage);
  const reference = service.image?.reference;
  return reference && reader.images.facts(reference);
}

function filesOf({ service, stage, reader }: DeployedServiceView): ContainerFiles {
  return containerFiles(service, stage, service.build?.contextPath, reader.tree);
}

function nginxOf(service: DeployedServiceView): readonly DeployedNginx[] {
  return serviceNginx(service.deployment, service, service.files, service.reader);
}

function envFilesOf({ service, reader }: DeployedServiceView): readonly DotenvFile[] {
  return service.envFiles.flatMap((file) =>
    file.path === undefined ? [] : (reader.dotenv(file.path) ?? []),
  );
}

function variablesOf(one: DeployedServiceView): ReadonlyMap<string, EnvironmentVariable | string> {
  const variables = new Map<string, EnvironmentVariable | string>();
  for (const [name, definition] of one.stage?.environment ?? []) {
    if (definition.value && !definition.value.dynamic) variables.set(name, definition.value.value);
  }
  for (const file of one.envFiles) for (const entry of file.entries) variables.set(entry.name, entry.value);
  for (const variable of one.service.environment) variables.set(variable.name, variable);
  return variables;
}
