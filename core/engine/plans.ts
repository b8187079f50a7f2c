import type { ComposeFile } from '../model/compose.ts';
import type { Environment } from '../model/deployment.ts';
import type { DeploymentPlan } from '../model/deployment-build.ts';
import { planCompose } from '../model/discovery.ts';
import { isDevelopmentFolder, nameTag } from '../model/file-kind.ts';
import type { ProjectReader } from '../model/reader.ts';
import { folderOf, isInside, nameOf, relativePath } from '../text/index.ts';
import type { Configurations } from './configurations.ts';
import type { FileStore } from './file-store.ts';

export interface PlanInput {
  readonly store: FileStore;
  readonly reader: ProjectReader;
  readonly configurations: Configurations;
  /** Beats what discovery and configuration say. */
  readonly environment: Environment | undefined;
}

/** The deployments that Compose files make. */
export function composePlans(input: PlanInput): readonly DeploymentPlan[] {
  const { store, reader, configurations } = input;
  const files = new Map<string, ComposeFile>();
  const named = configurations.plans();
  for (const path of [...store.ofKind('compose'), ...named.flatMap((plan) => plan.files)]) {
    const file = configurations.ignored(path) ? undefined : reader.compose(path);
    if (file) files.set(path, file);
  }
  const plans = planCompose({
    files,
    named: named.filter((plan) => plan.files.some((path) => files.has(path))),
    dotenv: (path) => (reader.tree.isFile(path) ? reader.dotenv(path) : undefined),
    root: (path) => store.root(path),
  });
  return plans.map((plan) => {
    const main = plan.files.at(-1) ?? '';
    return {
      name: plan.name ?? nameFor(main, store),
      environment:
        input.environment ??
        (plan.name === undefined ? configurations.environment(main) : undefined) ??
        plan.environment,
      compose: plan.files,
    };
  });
}

/** Dockerfiles and nginx configurations that no deployment has taken: each is one of its own. @param taken their paths. */
export function lonePlans(input: PlanInput, taken: ReadonlySet<string>): readonly DeploymentPlan[] {
  const { store, reader, configurations } = input;
  const free = (path: string): boolean => !taken.has(path) && !configurations.ignored(path);
  const lone = (path: string): DeploymentPlan => ({
    name: nameFor(path, store),
    environment: input.environment ?? configurations.environment(path) ?? loneEnvironment(path, store),
    compose: [],
  });
  const dockerfiles = store
    .ofKind('dockerfile')
    .filter(free)
    .map((path) => ({ ...lone(path), dockerfile: path }));
  const nginx = store.ofKind('nginx').filter((path) => free(path) && reader.nginx(path) !== undefined);
  return [...dockerfiles, ...nginx.map((path) => ({ ...lone(path), nginx: path }))];
}

/** A lone Dockerfile or nginx configuration counts as production unless its name or folder says otherwise. */
function loneEnvironment(path: string, store: FileStore): Environment {
  const folder = relativePath(store.root(path), folderOf(path));
  return nameTag(path) === 'development' || isDevelopmentFolder(folder) ? 'development' : 'production';
}

function nameFor(path: string, store: FileStore): string {
  const root = store.root(path);
  if (!isInside(root, path)) return path;
  return relativePath(root, path) === '.' ? nameOf(path) : relativePath(root, path);
}

/** Main nginx files before what they include, so that a fragment is read where it is included. */
export function mainFirst(
  plans: readonly DeploymentPlan[],
  reader: ProjectReader,
): readonly DeploymentPlan[] {
  const rank = (plan: DeploymentPlan): number => {
    const nodes = plan.nginx === undefined ? [] : (reader.nginx(plan.nginx)?.nodes ?? []);
    return nodes.some((node) => ['http', 'events', 'stream', 'mail'].includes(node.name)) ? 0 : 1;
  };
  return plans
    .map((plan) => ({ plan, rank: rank(plan) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ plan }) => plan);
}
