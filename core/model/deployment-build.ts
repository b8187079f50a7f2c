import type { DotenvFile } from '../parse/dotenv.ts';
import type { IgnoreFile } from '../parse/ignore.ts';
import { folderOf, isInside, joinPath, relativePath, type Source, type Span, span } from '../text/index.ts';
import type { ComposeFile, ComposeProject } from './compose.ts';
import { resolveCompose } from './compose-project.ts';
import { deployDockerfile } from './deployed-dockerfile.ts';
import { loneNginx } from './deployed-nginx.ts';
import { DeployedServiceView } from './deployed-service.ts';
import type {
  DeployedDockerfile,
  DeployedNginx,
  DeployedService,
  Deployment,
  Environment,
} from './deployment.ts';
import { fileKind } from './file-kind.ts';
import type { FileTree } from './file-tree.ts';
import { Memory } from './memory.ts';
import type { ProjectReader } from './reader.ts';
import { readWorkflow, type Workflow } from './workflow.ts';

/** What one deployment is made of: Compose files (base first), or one lone Dockerfile or nginx configuration. */
export interface DeploymentPlan {
  readonly name: string;
  readonly environment: Environment;
  readonly compose: readonly string[];
  readonly dockerfile?: string;
  readonly nginx?: string;
}

/** Join a plan's files to one deployment. Parts are worked out when first asked for. */
export class DeploymentView implements Deployment {
  readonly name: string;
  readonly environment: Environment;
  readonly folder: string;
  readonly compose: ComposeProject | undefined;
  readonly composeFiles: readonly ComposeFile[];
  readonly services: readonly DeployedService[];
  readonly #byName: ReadonlyMap<string, DeployedService>;
  readonly #plan: DeploymentPlan;
  readonly #reader: ProjectReader;
  readonly #derived = new Memory<Deployment>(this);
  #dockerfiles: readonly DeployedDockerfile[] | undefined;
  #nginx: readonly DeployedNginx[] | undefined;
  #scripts: readonly Source[] | undefined;
  #workflows: readonly Workflow[] | undefined;

  constructor(plan: DeploymentPlan, reader: ProjectReader) {
    this.#plan = plan;
    this.#reader = reader;
    this.name = plan.name;
    this.environment = plan.environment;
    this.folder = folderOf(plan.compose[0] ?? plan.dockerfile ?? plan.nginx ?? '.');
    this.composeFiles = plan.compose.flatMap((path) => reader.compose(path) ?? []);
    this.compose =
      this.composeFiles.length > 0
        ? resolveCompose(this.composeFiles, {
            file: (path) => reader.compose(path),
            variables: this.#variablesOf(joinPath(this.folder, '.env')) ?? new Map(),
            envFile: (path) => this.#variablesOf(path),
          })
        : undefined;
    this.services = (this.compose?.services ?? []).map(
      (service) => new DeployedServiceView(this, service, reader),
    );
    this.#byName = new Map(this.services.map((service) => [service.name, service]));
  }

  #variablesOf(path: string): ReadonlyMap<string, string> | undefined {
    const dotenv = this.#reader.dotenv(path);
    return dotenv && new Map(dotenv.entries.map((entry) => [entry.name, entry.value]));
  }

  service(name: string): DeployedService | undefined {
    return this.#byName.get(name);
  }

  derive<T>(make: (deployment: Deployment) => T): T {
    return this.#derived.get(make);
  }

  get tree(): FileTree {
    return this.#reader.tree;
  }

  get files(): readonly string[] {
    const paths = new Set<string>(this.compose?.allFiles.map((file) => file.source.path) ?? []);
    for (const one of this.dockerfiles) {
      paths.add(one.dockerfile.source.path);
      if (one.ignore) paths.add(one.ignore.source.path);
    }
    for (const one of this.nginx) for (const file of one.config.files) paths.add(file.source.path);
    for (const file of this.envFiles) paths.add(file.source.path);
    return [...paths].filter((path) => !path.startsWith('<')).sort();
  }

  get dockerfiles(): readonly DeployedDockerfile[] {
    if (this.#dockerfiles) return this.#dockerfiles;
    const users = new Map<string, DeployedService[]>();
    if (this.#plan.dockerfile !== undefined) users.set(this.#plan.dockerfile, []);
    for (const service of this.services) {
      const path = service.dockerfile?.source.path;
      if (path !== undefined) users.set(path, [...(users.get(path) ?? []), service]);
    }
    this.#dockerfiles = [...users].flatMap(([path, services]) => {
      const dockerfile = this.#reader.dockerfile(path);
      return dockerfile ? [deployDockerfile(this, dockerfile, services, this.#reader)] : [];
    });
    return this.#dockerfiles;
  }

  get nginx(): readonly DeployedNginx[] {
    if (this.#nginx) return this.#nginx;
    const lone = this.#plan.nginx === undefined ? undefined : this.#reader.nginx(this.#plan.nginx);
    this.#nginx = [
      ...this.services.flatMap((service) => service.nginx),
      ...(lone ? [loneNginx(this, lone, this.#reader)] : []),
    ];
    return this.#nginx;
  }

  get envFiles(): readonly DotenvFile[] {
    const found = new Map<string, DotenvFile>();
    const dotenv =
      this.composeFiles.length > 0 ? this.#reader.dotenv(joinPath(this.folder, '.env')) : undefined;
    for (const file of [
      ...(dotenv ? [dotenv] : []),
      ...this.services.flatMap((service) => service.envFiles),
    ]) {
      found.set(file.source.path, file);
    }
    return [...found.values()];
  }

  get scripts(): readonly Source[] {
    this.#scripts ??= this.#reader.scripts(this.folder).flatMap((path) => this.#reader.text(path) ?? []);
    return this.#scripts;
  }

  get repository(): string | undefined {
    const { tree } = this.#reader;
    for (let at = this.folder; tree.knows(at); at = folderOf(at)) {
      if (['.git', '.github', '.gitlab-ci.yml'].some((name) => tree.exists(joinPath(at, name)))) return at;
      if (folderOf(at) === at) return undefined;
    }
    return undefined;
  }

  get workflows(): readonly Workflow[] {
    this.#workflows ??= this.#readWorkflows();
    return this.#workflows;
  }

  #readWorkflows(): readonly Workflow[] {
    const root = this.repository;
    if (root === undefined) return [];
    const read = (path: string, github: boolean) => {
      const yaml = this.#reader.yaml(path);
      return yaml ? [readWorkflow(yaml, github)] : [];
    };
    const github = this.#reader.tree
      .below(joinPath(root, '.github/workflows'))
      .filter((path) => /\.ya?ml$/.test(path));
    return [
      ...github.flatMap((path) => read(path, true)),
      ...(this.#reader.tree.isFile(joinPath(root, '.gitlab-ci.yml'))
        ? read(joinPath(root, '.gitlab-ci.yml'), false)
        : []),
    ];
  }

  gitignores(path: string): readonly IgnoreFile[] {
    const found: IgnoreFile[] = [];
    let folder = folderOf(path);
    while (this.tree.knows(folder)) {
      const ignore = this.#reader.gitignore(joinPath(folder, '.gitignore'));
      if (ignore) found.push(ignore);
      const parent = folderOf(folder);
      if (parent === folder) break;
      folder = parent;
    }
    return found;
  }

  show(path: string): string {
    const root = this.#reader.root(path);
    return isInside(root, path) ? relativePath(root, path) : path;
  }

  dotenv(path: string): DotenvFile | undefined {
    return this.#reader.dotenv(path);
  }

  text(path: string): Source | undefined {
    return this.#reader.text(path);
  }

  get besides(): readonly ComposeFile[] {
    if (!this.compose) return [];
    const own = new Set(this.compose.allFiles.map((file) => file.source.path));
    return this.tree
      .below(this.folder)
      .filter((path) => folderOf(path) === this.folder && fileKind(path) === 'compose' && !own.has(path))
      .flatMap((path) => this.#reader.compose(path) ?? []);
  }

  get span(): Span {
    const entry = this.composeFiles.at(-1)?.entry('services') ?? this.composeFiles[0]?.root?.entries[0];
    if (entry) return entry.key.span;
    const dockerfile = this.dockerfiles[0];
    if (dockerfile?.dockerfile.stages[0]) return dockerfile.dockerfile.stages[0].from.nameSpan;
    const source =
      dockerfile?.dockerfile.source ?? this.nginx[0]?.config.source ?? this.composeFiles[0]?.source;
    const first = this.nginx[0]?.config.directives[0];
    return first?.nameSpan ?? span(source!, 0, source?.lineEnd(0) ?? 0);
  }
}
