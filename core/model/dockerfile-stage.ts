import type { DockerfileFile, DockerfileInstruction } from '../parse/dockerfile-tree.ts';
import { joinPath, type Spanned } from '../text/index.ts';
import type {
  CopyStep,
  DockerHealthcheck,
  Expanded,
  ProcessCommand,
  RunStep,
  Stage,
  StageBase,
  VariableDefinition,
} from './dockerfile.ts';
import { copyStep, type StageIndex } from './dockerfile-copy.ts';
import { healthcheck, lazy, processCommand, runStep } from './dockerfile-steps.ts';
import { definitionsOf, expand, type KnownValue, type Lookup, scopeLookup } from './dockerfile-variables.ts';
import { InstalledPackages } from './installed-packages.ts';

export interface StageParts {
  readonly file: DockerfileFile;
  /** FROM first. */
  readonly instructions: readonly DockerfileInstruction[];
  readonly base: StageBase;
  /** The stages before it. */
  readonly earlier: StageIndex;
  /** ARG before the first FROM. */
  readonly globals: ReadonlyMap<string, KnownValue | undefined>;
}

const linuxShell = ['/bin/sh', '-c'];
const windowsShell = ['cmd', '/S', '/C'];
/** Longer chains of `FROM stage` are cut: no Dockerfile has one, and junk must not cost its square. */
const longestChain = 64;
/** A port range names at most this many ports. */
const mostPorts = 256;

/** What a stage's instructions leave in force, gathered in one pass over them. */
class StageState {
  readonly args: Map<string, KnownValue | undefined>;
  readonly environment: Map<string, VariableDefinition>;
  readonly lookup: Lookup;
  readonly runs: RunStep[] = [];
  readonly triggers: DockerfileInstruction[] = [];
  readonly copies: CopyStep[] = [];
  readonly definitions: VariableDefinition[] = [];
  readonly exposed: Stage['exposed'][number][];
  user: Stage['user'];
  workdir: Expanded | undefined;
  shell: readonly string[];
  cmd: ProcessCommand | undefined;
  entrypoint: ProcessCommand | undefined;
  healthcheck: DockerHealthcheck | undefined;
  readonly #parts: StageParts;
  #ownCmd = false;

  constructor(parts: StageParts, parent: StageState | undefined) {
    this.#parts = parts;
    this.args = new Map(parent?.args);
    this.environment = new Map(parent?.environment);
    this.exposed = [...(parent?.exposed ?? [])];
    this.user = parent?.user;
    this.workdir = parent?.workdir;
    this.shell = parent?.shell ?? firstShell(parts);
    this.cmd = parent?.cmd;
    this.entrypoint = parent?.entrypoint;
    this.healthcheck = parent?.healthcheck;
    const env = { get: (name: string) => this.environment.get(name)?.value };
    this.lookup = scopeLookup({ args: this.args, env });
  }

  take(instruction: DockerfileInstruction): void {
    switch (instruction.name) {
      case 'ARG':
        this.#arg(instruction);
        return;
      case 'ENV':
        this.#env(instruction);
        return;
      case 'RUN':
        this.runs.push(runStep(instruction, this.shell, this.user));
        return;
      case 'ONBUILD':
        if (instruction.trigger?.name === 'RUN' && !instruction.broken)
          this.triggers.push(instruction.trigger);
        return;
      case 'COPY':
      case 'ADD':
        this.copies.push(copyStep(instruction, (raw) => this.#expand(raw), this.#parts.earlier));
        return;
      case 'USER':
        this.user = this.#rest(instruction, this.user);
        return;
      case 'WORKDIR':
        this.#workdir(instruction);
        return;
      case 'SHELL':
        this.shell = instruction.json?.map(({ value }) => value) ?? this.shell;
        return;
      case 'EXPOSE':
        this.#expose(instruction);
        return;
      case 'CMD':
        this.#ownCmd = true;
        this.cmd = processCommand(instruction, this.shell);
        return;
      case 'ENTRYPOINT':
        // "If CMD is defined from the base image, setting ENTRYPOINT will reset CMD to an empty value."
        if (!this.#ownCmd) this.cmd = undefined;
        this.entrypoint = processCommand(instruction, this.shell);
        return;
      case 'HEALTHCHECK':
        this.healthcheck = healthcheck(instruction, this.shell);
    }
  }

  #expand(raw: string): KnownValue {
    return expand(raw, this.#parts.file.escape, this.lookup);
  }

  #arg(instruction: DockerfileInstruction): void {
    for (const definition of definitionsOf(instruction, this.#parts.file.escape, this.lookup)) {
      this.definitions.push(definition);
      // ARG without a default takes the one of the ARG before the first FROM.
      this.args.set(definition.name, definition.value ?? this.#parts.globals.get(definition.name));
    }
  }

  #env(instruction: DockerfileInstruction): void {
    const definitions = definitionsOf(instruction, this.#parts.file.escape, this.lookup);
    for (const definition of definitions) {
      this.definitions.push(definition);
      this.environment.set(definition.name, definition);
    }
  }

  /** The whole rest of the line as one text. */
  #rest<T>(
    instruction: DockerfileInstruction,
    before: T,
  ): (Expanded & { instruction: DockerfileInstruction }) | T {
    const { joined, argsIndex, argsSpan } = instruction;
    const raw = joined.text.slice(argsIndex).trimEnd();
    return raw === '' ? before : { ...this.#expand(raw), span: argsSpan, instruction };
  }

  #workdir(instruction: DockerfileInstruction): void {
    const next = this.#rest(instruction, undefined);
    if (!next) return;
    const absolute = /^(?:\/|[A-Za-z]:|\$)/.test(next.value);
    const before = this.workdir ?? this.#firstFolder();
    if (absolute) this.workdir = { value: next.value, span: next.span, dynamic: next.dynamic };
    else if (before === undefined) this.workdir = { value: next.value, span: next.span, dynamic: true };
    else {
      const dynamic = next.dynamic || before.dynamic;
      this.workdir = { value: joinPath(before.value, next.value), span: next.span, dynamic };
    }
  }

  /** Where a stage begins: the root of an empty image; an image's own WORKDIR is not known. */
  #firstFolder(): { value: string; dynamic: boolean } | undefined {
    return this.#parts.base.kind === 'scratch' ? { value: '/', dynamic: false } : undefined;
  }

  #expose({ words }: DockerfileInstruction): void {
    for (const word of words) {
      const { value, dynamic } = this.#expand(word.raw);
      // Of a port of the host in front Docker takes no notice.
      const match = dynamic
        ? null
        : /^(?:(?:[\d.]+:)?\d*:)?(\d{1,5})(?:-(\d{1,5}))?(?:\/([A-Za-z]+))?$/.exec(value);
      if (!match) continue;
      const first = Number(match[1]);
      const last = Math.min(Number(match[2] ?? first), first + mostPorts - 1);
      const protocol = match[3]?.toLowerCase() ?? 'tcp';
      for (let port = first; port <= last; port++)
        this.exposed.push({ value: port, span: word.span, protocol });
    }
  }
}

/** By https://docs.docker.com/reference/dockerfile/#shell; that an image is one of Windows is seen by its name, platform or escape character. */
function firstShell({ base, file, instructions }: StageParts): readonly string[] {
  const platform = instructions[0]?.flags.find(({ name }) => name === 'platform')?.value?.value;
  const image = base.kind === 'image' ? base.text.value : '';
  const windows =
    file.escape === '`' ||
    platform?.startsWith('windows') ||
    /windows|nanoserver|dotnet\/framework/i.test(image);
  return windows ? windowsShell : linuxShell;
}

const states = new WeakMap<Stage, StageState>();

export function buildStage(parts: StageParts): Stage {
  const { base, instructions, earlier } = parts;
  const parent = base.kind === 'stage' ? base.stage : undefined;
  const state = new StageState(parts, parent && states.get(parent));
  for (const instruction of instructions) state.take(instruction);
  const from = instructions[0]!;
  const packages = lazy(() => installed(stage.chain));
  const stage: Stage = {
    index: earlier.stages.length,
    name: stageName(from),
    from,
    base,
    baseImage: parent ? parent.baseImage : base.kind === 'image' ? base.reference : undefined,
    get chain() {
      return chain();
    },
    platform: platform(from, parts),
    instructions,
    runs: state.runs,
    triggers: state.triggers.map((trigger) => runStep(trigger, state.shell, state.user, true)),
    copies: state.copies,
    definitions: state.definitions,
    user: state.user,
    workdir: state.workdir,
    shell: state.shell,
    environment: state.environment,
    exposed: state.exposed,
    cmd: state.cmd,
    entrypoint: state.entrypoint,
    healthcheck: state.healthcheck,
    get packages() {
      return packages();
    },
    end: instructions.at(-1)!.span.end,
    broken: instructions.some(({ broken }) => broken),
  };
  const chain = lazy(() => chainOf(stage));
  states.set(stage, state);
  return stage;
}

function chainOf(stage: Stage): readonly Stage[] {
  const chain = [stage];
  for (let { base } = stage; base.kind === 'stage' && chain.length < longestChain; base = base.stage.base) {
    chain.push(base.stage);
  }
  return chain;
}

function installed(chain: readonly Stage[]): ReadonlySet<string> {
  const packages = new InstalledPackages();
  for (const stage of chain.toReversed()) {
    for (const run of stage.runs) for (const command of run.commands) packages.run(command);
  }
  return packages.names;
}

function stageName({ words }: DockerfileInstruction): Spanned<string> | undefined {
  const [, as, name] = words;
  return as?.text.toUpperCase() === 'AS' && name ? { value: name.text, span: name.span } : undefined;
}

function platform(from: DockerfileInstruction, { file, globals }: StageParts): Expanded | undefined {
  const value = from.flags.find(({ name }) => name === 'platform')?.value;
  return value && { ...expand(value.value, file.escape, (name) => globals.get(name)), span: value.span };
}
