import type { IgnoreFile } from '../parse/ignore.ts';
import { joinPath, nameOf, relativePath, textOf } from '../text/index.ts';
import type {
  DeployedDockerfile,
  DeployedService,
  DeployedStage,
  Deployment,
  Known,
  RunsAs,
} from './deployment.ts';
import type { Dockerfile, Stage } from './dockerfile.ts';
import type { ImageFacts, ImageKnowledge } from './image.ts';
import { packageBrings } from './package-tools.ts';
import type { ProjectReader } from './reader.ts';

/** A Dockerfile as a deployment uses it. @param services those that are built from it. */
export function deployDockerfile(
  deployment: Deployment,
  dockerfile: Dockerfile,
  services: readonly DeployedService[],
  reader: ProjectReader,
): DeployedDockerfile {
  const path = dockerfile.source.path;
  const context = services.find((service) => service.service.build?.contextPath)?.service.build?.contextPath;
  const folder = context ?? joinPath(path, '..');
  const shipped = shippedStages(dockerfile, services);
  const needed = new Set<Stage>();
  for (const stage of shipped) {
    for (const one of dockerfile.needed(stage.name?.value ?? String(stage.index))) needed.add(one);
  }
  const deployed = {
    deployment,
    dockerfile,
    context: folder,
    contextKnown: context !== undefined,
    ignore: ignoreFile(path, folder, reader),
    services,
    get stages(): readonly DeployedStage[] {
      return stages;
    },
  };
  const stages = dockerfile.stages.map((stage) =>
    deployStage(deployed, stage, shipped.has(stage), needed.has(stage), reader.images),
  );
  return deployed;
}

/** Docker's order: `<Dockerfile>.dockerignore` beside the Dockerfile, else `.dockerignore` of the context. */
function ignoreFile(dockerfile: string, context: string, reader: ProjectReader): IgnoreFile | undefined {
  return (
    reader.dockerignore(`${dockerfile}.dockerignore`) ??
    reader.dockerignore(joinPath(context, '.dockerignore'))
  );
}

/** The stages that end as images: the services' targets, or the last one where no service builds this file. */
function shippedStages(dockerfile: Dockerfile, services: readonly DeployedService[]): ReadonlySet<Stage> {
  const named = services.flatMap((service) => (service.stage ? [service.stage] : []));
  const broken = services.length > 0 && named.length === 0;
  const last = dockerfile.finalStage;
  // A target that names no stage is a defect of its own; the rest of the file is judged by its last stage.
  return new Set(services.length === 0 || broken ? (last ? [last] : []) : named);
}

function deployStage(
  dockerfile: DeployedDockerfile,
  stage: Stage,
  final: boolean,
  needed: boolean,
  images: ImageKnowledge,
): DeployedStage {
  const base = stage.baseImage && images.facts(stage.baseImage);
  return {
    deployment: dockerfile.deployment,
    dockerfile,
    stage,
    final,
    needed,
    services: dockerfile.services.filter((service) => service.stage === stage),
    base,
    runsAs: stageRunsAs(stage, base),
    hasTool: (program) => stageHasTool(stage, base, program),
  };
}

/** By the stage's USER, else by what is known of its base image. */
export function stageRunsAs(stage: Stage, base: ImageFacts | undefined): RunsAs {
  if (stage.user) return stage.user.dynamic ? 'unknown' : userRunsAs(stage.user.value);
  if (stage.base.kind === 'scratch' && stage.chain.length === 1) return 'root';
  if (base?.runsAs === undefined) return 'unknown';
  // The entrypoint that would give up root is replaced here; only nginx does it by itself, in its workers.
  const replaced = stage.chain.some((one) => one.entrypoint?.instruction !== undefined);
  return base.runsAs === 'drops' && replaced && base.product !== 'nginx' ? 'unknown' : base.runsAs;
}

/** What `USER x` or Compose's `user: x` makes of a process. */
export function userRunsAs(user: string): RunsAs {
  const name = user.split(':')[0] ?? '';
  if (name === '') return 'unknown';
  return name === 'root' || /^0+$/.test(name) ? 'root' : 'non-root';
}

/** Whether a program is in a stage's image, by packages, copied files and the base image's facts. */
export function stageHasTool(stage: Stage, base: ImageFacts | undefined, program: string): Known {
  for (const name of stage.packages) if (packageBrings(name, program)) return 'yes';
  if (base?.tools?.includes(program)) return 'yes';
  const steps = stage.chain.flatMap((one) => one.copies.flatMap((copy) => copy.target?.value ?? []));
  if (steps.some((target) => nameOf(target) === program)) return 'yes';
  const scratch = stage.base.kind === 'scratch' && stage.chain.length === 1;
  if (!scratch && !base?.lacks?.includes(program)) return 'unknown';
  return mayBring(stage, program) ? 'unknown' : 'no';
}

/** A step that could bring the program in a way that is not read: a copied folder of programs, an unpacked archive, a script, a download. */
function mayBring(stage: Stage, program: string): boolean {
  const word = new RegExp(`(?<![\\w-])${program.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`);
  return stage.chain.some(
    (one) =>
      one.copies.some(
        (copy) =>
          (copy.from !== undefined || copy.add) &&
          /(?:^|\/)s?bin\/?$|^\/(?:usr(?:\/local)?\/?)?$/.test(copy.target?.value ?? ''),
      ) ||
      one.runs.some(
        (run) => word.test(textOf(run.instruction.argsSpan)) && !onlyUses(run.commands, program),
      ) ||
      one.runs.some((run) => run.commands.some((command) => /\.sh$/.test(command.name?.text ?? ''))),
  );
}

/** The step calls the program (so it must be there already) rather than naming it as something to install. */
function onlyUses(
  commands: readonly { readonly name: { readonly text: string } | undefined }[],
  program: string,
): boolean {
  return commands.some((command) => command.name?.text === program) && commands.length === 1;
}

/** A path as the ignore file sees it: relative to the context. Undefined outside of it. */
export function inContext(context: string, path: string): string | undefined {
  const relative = relativePath(context, path);
  return relative.startsWith('..') ? undefined : relative;
}
