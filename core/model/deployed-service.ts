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
import { isOneShot } from './one-shot.ts';
import type { ProjectReader } from './reader.ts';

/** A service as it is deployed: its Compose entry joined with its Dockerfile, image facts, nginx and env files. */
export class DeployedServiceView implements DeployedService {
  readonly deployment: Deployment;
  readonly service: Service;
  readonly #reader: ProjectReader;
  readonly #memory = new Map<string, unknown>();

  constructor(deployment: Deployment, service: Service, reader: ProjectReader) {
    this.deployment = deployment;
    this.service = service;
    this.#reader = reader;
  }

  /** Each answer is worked out when it is first asked for. */
  #once<T>(name: string, make: () => T): T {
    const known = this.#memory.get(name);
    if (known !== undefined || this.#memory.has(name)) return known as T;
    const made = make();
    this.#memory.set(name, made);
    return made;
  }

  get name(): string {
    return this.service.name;
  }

  get built(): boolean {
    return this.service.build !== undefined;
  }

  get dockerfile(): Dockerfile | undefined {
    const path = this.service.build?.dockerfilePath;
    return path === undefined ? undefined : this.#reader.dockerfile(path);
  }

  get stage(): Stage | undefined {
    const target = this.service.build?.target;
    if (target?.dynamic) return undefined;
    return target === undefined || target.text === ''
      ? this.dockerfile?.finalStage
      : this.dockerfile?.stage(target.text);
  }

  get image(): ImageFacts | undefined {
    return this.#once('image', () => {
      if (this.built) return this.stage?.baseImage && this.#reader.images.facts(this.stage.baseImage);
      const reference = this.service.image?.reference;
      return reference && this.#reader.images.facts(reference);
    });
  }

  get files(): ContainerFiles {
    return this.#once('files', () =>
      containerFiles(this.service, this.stage, this.service.build?.contextPath, this.#reader.tree),
    );
  }

  get nginx(): readonly DeployedNginx[] {
    return this.#once('nginx', () => serviceNginx(this.deployment, this, this.files, this.#reader));
  }

  get envFiles(): readonly DotenvFile[] {
    return this.#once('envFiles', () =>
      this.service.envFiles.flatMap((file) =>
        file.path === undefined ? [] : (this.#reader.dotenv(file.path) ?? []),
      ),
    );
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
    return this.#once('oneShot', () => isOneShot(this));
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
    return this.#once('listens', () => listening(this));
  }

  get hearing(): Hearing {
    return this.#once('hearing', () => hearing(this));
  }

  hears(port: number): Known {
    const { ports, all } = this.hearing;
    if (ports.has(port)) return 'yes';
    return all ? 'no' : 'unknown';
  }

  get variables(): ReadonlyMap<string, EnvironmentVariable | string> {
    return this.#once('variables', () => {
      const variables = new Map<string, EnvironmentVariable | string>();
      for (const [name, definition] of this.stage?.environment ?? []) {
        if (definition.value && !definition.value.dynamic) variables.set(name, definition.value.value);
      }
      for (const file of this.envFiles)
        for (const entry of file.entries) variables.set(entry.name, entry.value);
      for (const variable of this.service.environment) variables.set(variable.name, variable);
      return variables;
    });
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
    return path !== undefined && this.#reader.tree.exists(path) ? path : undefined;
  }
}
