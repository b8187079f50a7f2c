import type { DockerfileFile, DockerfileInstruction } from '../parse/dockerfile-tree.ts';
import type { Dockerfile, Expanded, Stage, StageBase, VariableDefinition } from './dockerfile.ts';
import { StageIndex } from './dockerfile-copy.ts';
import { buildStage } from './dockerfile-stage.ts';
import { lazy } from './dockerfile-steps.ts';
import { definitionsOf, expand, type KnownValue, type Lookup } from './dockerfile-variables.ts';
import { parseImageReference } from './image.ts';

/**
 * A Dockerfile's stages and what is in force in each, by https://docs.docker.com/reference/dockerfile/.
 * Total: broken instructions take part as far as they can be read, and mark their stage as broken.
 */
export function readDockerfile(file: DockerfileFile): Dockerfile {
  const first = file.instructions.findIndex(({ name }) => name === 'FROM');
  const head = first < 0 ? file.instructions : file.instructions.slice(0, first);
  const { globalArgs, lookup } = readGlobalArgs(head, file.escape);
  const globals = (name: string) => lookup.get(name);
  const index = new StageIndex();
  for (const instructions of first < 0 ? [] : splitStages(file.instructions.slice(first))) {
    const base = readBase(instructions[0]!, index, globals, file.escape);
    index.add(buildStage({ file, instructions, base, earlier: index, globals: lookup }));
  }
  const { stages } = index;
  const find = (name: string) => index.find(name);
  const needs = lazy(() => new Map(stages.map((stage) => [stage, directNeeds(stage, index)])));
  return {
    source: file.source,
    file,
    stages,
    globalArgs,
    stage: find,
    finalStage: stages.at(-1),
    needed: (target) => reachable(target === undefined ? stages.at(-1) : find(target), needs()),
  };
}

function readGlobalArgs(instructions: readonly DockerfileInstruction[], escapeMark: string) {
  const lookup = new Map<string, KnownValue | undefined>();
  const globalArgs: VariableDefinition[] = [];
  for (const instruction of instructions) {
    if (instruction.name !== 'ARG') continue;
    for (const definition of definitionsOf(instruction, escapeMark, (name) => lookup.get(name))) {
      globalArgs.push(definition);
      lookup.set(definition.name, definition.value);
    }
  }
  return { globalArgs, lookup };
}

function splitStages(instructions: readonly DockerfileInstruction[]): DockerfileInstruction[][] {
  const stages: DockerfileInstruction[][] = [];
  for (const instruction of instructions) {
    if (instruction.name === 'FROM') stages.push([instruction]);
    else stages.at(-1)!.push(instruction);
  }
  return stages;
}

function readBase(
  from: DockerfileInstruction,
  earlier: StageIndex,
  globals: Lookup,
  escapeMark: string,
): StageBase {
  const word = from.words[0];
  const at = word?.span ?? from.nameSpan;
  const text: Expanded = { ...expand(word?.raw ?? '', escapeMark, globals), span: at };
  const stage = text.dynamic ? undefined : earlier.named(text.value);
  if (stage) return { kind: 'stage', stage, span: at };
  if (text.value === 'scratch') return { kind: 'scratch', span: at };
  const reference = text.dynamic ? undefined : parseImageReference(text.value, at);
  return { kind: 'image', reference, text, span: at };
}

/** The stages that a stage's FROM, COPY --from and RUN --mount=from name. */
function directNeeds(stage: Stage, index: StageIndex): readonly Stage[] {
  const needs: Stage[] = stage.base.kind === 'stage' ? [stage.base.stage] : [];
  for (const copy of stage.copies) if (copy.from?.stage) needs.push(copy.from.stage);
  for (const instruction of stage.instructions) {
    for (const flag of instruction.flags) {
      const name =
        flag.name === 'mount' ? /(?:^|,)from=([^,]*)/.exec(flag.value?.value ?? '')?.[1] : undefined;
      const mounted = name === undefined ? undefined : index.find(name);
      if (mounted && mounted.index < stage.index) needs.push(mounted);
    }
  }
  return needs;
}

function reachable(from: Stage | undefined, needs: ReadonlyMap<Stage, readonly Stage[]>): ReadonlySet<Stage> {
  const found = new Set<Stage>();
  const open = from ? [from] : [];
  for (let stage = open.pop(); stage; stage = open.pop()) {
    if (found.has(stage)) continue;
    found.add(stage);
    open.push(...(needs.get(stage) ?? []));
  }
  return found;
}
