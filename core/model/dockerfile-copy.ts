import type { DockerfileInstruction } from '../parse/dockerfile-tree.ts';
import type { Spanned } from '../text/index.ts';
import type { CopyStep, Expanded, Stage } from './dockerfile.ts';
import type { KnownValue } from './dockerfile-variables.ts';

/** @param expand replaces build variables. @param earlier the stages before. */
export function copyStep(
  instruction: DockerfileInstruction,
  expand: (raw: string) => KnownValue,
  earlier: StageIndex,
): CopyStep {
  const paths = readPaths(instruction, expand);
  const from = fromFlag(instruction, expand, earlier);
  const chown = flagValue(instruction, 'chown');
  const chmod = flagValue(instruction, 'chmod');
  return {
    instruction,
    add: instruction.name === 'ADD',
    sources: paths.slice(0, -1),
    target: paths.at(-1),
    ...(from && { from }),
    ...(chown && { chown }),
    ...(chmod && { chmod }),
  };
}

/** Sources and target; the words that announce heredocs are neither. */
function readPaths(
  instruction: DockerfileInstruction,
  expand: (raw: string) => KnownValue,
): readonly Expanded[] {
  const { json, words, heredocs } = instruction;
  if (json) return json.map(({ value, span }) => ({ ...expand(value), span }));
  const markers = new Set(heredocs.map(({ marker }) => marker.start));
  return words
    .filter((word) => !markers.has(word.span.start))
    .map(({ raw, span }) => ({ ...expand(raw), span }));
}

function fromFlag(
  instruction: DockerfileInstruction,
  expand: (raw: string) => KnownValue,
  earlier: StageIndex,
): CopyStep['from'] {
  const flag = flagValue(instruction, 'from');
  if (!flag) return undefined;
  const { value, dynamic } = expand(flag.value);
  if (dynamic) return { span: flag.span, dynamic };
  const stage = earlier.find(value);
  return stage ? { stage, span: flag.span, dynamic } : { image: value, span: flag.span, dynamic };
}

function flagValue(instruction: DockerfileInstruction, name: string): Spanned<string> | undefined {
  return instruction.flags.find((flag) => flag.name === name)?.value;
}

/** Stages as `FROM`, `--from` and a build's target name them: by name in any case, as BuildKit takes them, or by index. */
export class StageIndex {
  readonly stages: Stage[] = [];
  readonly #names = new Map<string, Stage>();

  add(stage: Stage): void {
    this.stages.push(stage);
    if (stage.name) this.#names.set(stage.name.value.toLowerCase(), stage);
  }

  named(name: string): Stage | undefined {
    return this.#names.get(name.toLowerCase());
  }

  find(name: string): Stage | undefined {
    return this.named(name) ?? (/^\d{1,6}$/.test(name) ? this.stages[Number(name)] : undefined);
  }
}
