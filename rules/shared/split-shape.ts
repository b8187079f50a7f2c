import {
  type DeployedStage,
  type DockerfileInstruction,
  type ImageReference,
  joinPath,
  nameOf,
  type RunStep,
  type ShellCommand,
  type TextEdit,
} from '../../core/rule.ts';

/** A Dockerfile of one stage that can be taken apart, as far as its whole goes. */
export interface Shape {
  readonly deployed: DeployedStage;
  readonly reference: ImageReference;
  readonly repository: string;
  readonly tag: string;
  readonly distribution: 'debian' | 'alpine';
  readonly runs: readonly RunStep[];
  /** What the image starts, as words; `tini --` and its like taken off. */
  readonly process: { readonly words: readonly string[]; readonly dynamic: boolean; readonly exec: boolean };
  /** Where instructions behind an offset work: absolute, or undefined where nothing says. */
  workdirAt(offset: number): string | undefined;
}

/** How it is taken apart. */
export interface Split {
  /** The last instruction of the build stage. */
  readonly last: DockerfileInstruction;
  /** The first one of it, where what is above becomes a stage that both are built on. */
  readonly first?: DockerfileInstruction;
  /** The final stage's image, as FROM names it. */
  readonly from: string;
  /** Whether a command only builds, and need not run in the final stage. */
  builds(command: ShellCommand): boolean;
  /** Lines of the final stage that bring what was built. */
  readonly lines: readonly string[];
  /** Edits in the build stage. */
  readonly edits?: readonly TextEdit[];
  /** Lines of the final stage that set variables beside the author's. */
  readonly variables?: readonly string[];
  /** `same`: both stages are of one image; `system`: of one distribution; `none`: the final one has no shell. */
  readonly image: 'same' | 'system' | 'none';
  /** Sources are run as they are: what is copied before the build is copied into the final stage as well. */
  sources?(path: string): boolean;
  /** For the title: what the final image keeps. */
  readonly ships: string;
}

const known =
  /^(?:FROM|ARG|ENV|LABEL|WORKDIR|COPY|RUN|EXPOSE|USER|HEALTHCHECK|CMD|ENTRYPOINT|STOPSIGNAL|VOLUME)$/;

/** What can be said of a single-stage Dockerfile; undefined where its shape is not understood. */
export function shapeOf(deployed: DeployedStage): Shape | undefined {
  const { stage, dockerfile, services, base } = deployed;
  const { stages, file } = dockerfile.dockerfile;
  if (stages.length !== 1 || stage.name || stage.broken || file.problems.length > 0) return undefined;
  if (file.escape !== '\\' || stage.base.kind !== 'image' || stage.platform) return undefined;
  const { reference, text } = stage.base;
  const tag = reference?.tag;
  if (!reference || text.dynamic || tag === undefined || /^latest$|windows|nanoserver/.test(tag))
    return undefined;
  if (stage.instructions.some(({ name, heredocs }) => !known.test(name) || heredocs.length > 0))
    return undefined;
  if (stage.runs.some((run) => !run.script || run.script.broken || run.commands.length === 0))
    return undefined;
  // Who starts something else may need what is left behind.
  if (services.some(({ service }) => service.command ?? service.entrypoint)) return undefined;
  const process = processOf(deployed);
  if (!process) return undefined;
  const alpine = base?.distribution === 'alpine' || /alpine/.test(tag);
  return {
    deployed,
    reference,
    repository:
      reference.registry === 'docker.io'
        ? reference.repository
        : `${reference.registry}/${reference.repository}`,
    tag,
    distribution: alpine ? 'alpine' : 'debian',
    runs: stage.runs,
    process,
    workdirAt: (offset) => {
      let at: string | undefined;
      for (const { name, words, span } of stage.instructions) {
        if (name !== 'WORKDIR' || span.start >= offset) continue;
        const path = words[0]?.text ?? '$';
        at =
          path.includes('$') || (at === undefined && !path.startsWith('/'))
            ? undefined
            : joinPath(at ?? '/', path);
      }
      return at;
    },
  };
}

function processOf({ stage: { entrypoint, cmd } }: DeployedStage): Shape['process'] | undefined {
  const words: string[] = [];
  let dynamic = false;
  let exec = true;
  for (const one of [entrypoint, cmd]) {
    if (!one) continue;
    if (one.form === 'exec') words.push(...one.argv);
    else {
      const commands = one.script?.commands ?? [];
      const call = commands[0]?.call;
      if (commands.length !== 1 || !call || one.script?.broken || words.length > 0) return undefined;
      exec = false;
      dynamic = call.args.some((word) => word.dynamic);
      words.push(call.word.text, ...call.args.map(({ text }) => text));
      break;
    }
  }
  const first = words.findIndex((word, index) => {
    const starter = /^(?:tini|dumb-init|catatonit)$/.test(nameOf(word)) || (index > 0 && word === '--');
    return !starter;
  });
  return first < 0 ? undefined : { words: words.slice(first), dynamic, exec };
}

/** A path as the process or a step means it. @param workdir absolute, or undefined. */
export function absolute(workdir: string | undefined, path: string): string | undefined {
  if (path === '' || /[$\s]/.test(path)) return undefined;
  if (path.startsWith('/')) return joinPath('/', path.slice(1));
  return workdir === undefined ? undefined : joinPath(workdir, path);
}

/** `COPY --from=build` of a path to the same place, relative where the final stage works above it. */
export function copyLine(path: string, workdir: string | undefined): string {
  const glob = /[*?[]/.test(path);
  const inside = workdir !== undefined && workdir !== '/' && path.startsWith(`${workdir}/`);
  const own = inside ? `./${path.slice(workdir.length + 1)}` : path;
  return `COPY --from=build ${path} ${glob ? own.slice(0, own.lastIndexOf('/') + 1) : own}`;
}

/** A command's words: the program without its folder, then its arguments. */
export function wordsOfCommand({ call }: ShellCommand): readonly string[] {
  return call ? [call.program, ...call.args.map(({ text }) => text)] : [];
}

/** Folders and files of the build context that programs read while they run, as far as their names say so, and that a `COPY . .` brings. */
export function runtimeFiles(shape: Shape, before: number, source: RegExp): readonly string[] {
  const { deployed } = shape;
  const { dockerfile, deployment, stage } = deployed;
  const whole = stage.copies.find(
    (copy) =>
      !copy.from &&
      copy.instruction.span.start < before &&
      copy.sources.some(({ value }) => /^\.\/?$/.test(value)),
  );
  if (!whole) return [];
  const at = absolute(shape.workdirAt(whole.instruction.span.start), whole.target?.value ?? '$');
  if (at === undefined) return [];
  const { tree } = deployment;
  return runtimeNames
    .filter((name) => {
      const path = joinPath(dockerfile.context, name);
      if (dockerfile.ignore?.ignores(name)) return false;
      return tree.isFile(path) || tree.below(path).some((one) => !source.test(one));
    })
    .map((name) => joinPath(at, name));
}

const runtimeNames =
  'templates views static public assets web migrations locales i18n resources conf config configs data config.yaml config.yml config.toml config.json'.split(
    ' ',
  );
