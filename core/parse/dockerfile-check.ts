import type { Problem } from '../text/index.ts';
import type { DockerfileDirective, DockerfileInstruction, DockerfileWord } from './dockerfile-tree.ts';

type Judge = (instruction: DockerfileInstruction) => string | undefined;

/** Flags by instruction: https://docs.docker.com/reference/dockerfile/ (2026-11). */
const flagsOf: Readonly<Record<string, readonly string[]>> = {
  ADD: ['keep-git-dir', 'checksum', 'chmod', 'chown', 'link', 'exclude', 'unpack'],
  COPY: ['from', 'chmod', 'chown', 'link', 'parents', 'exclude'],
  FROM: ['platform'],
  HEALTHCHECK: ['interval', 'timeout', 'start-period', 'start-interval', 'retries'],
  RUN: ['mount', 'network', 'security', 'device'],
};

/** What each instruction must be given: https://docs.docker.com/reference/dockerfile/ and BuildKit's own messages. */
const judges: Readonly<Record<string, Judge>> = {
  ADD: twoArguments,
  ARG: keyValues,
  CMD: () => undefined,
  COPY: twoArguments,
  ENTRYPOINT: () => undefined,
  ENV: keyValues,
  EXPOSE: something,
  FROM: from,
  HEALTHCHECK: healthcheck,
  LABEL: keyValues,
  MAINTAINER: something,
  ONBUILD: something,
  RUN: something,
  SHELL: shell,
  STOPSIGNAL: something,
  USER: something,
  VOLUME: something,
  WORKDIR: something,
};

/**
 * Mark the instructions that Docker would refuse, with a problem for each.
 * A file for another frontend (`# syntax=` of something else) may hold anything and is passed over.
 */
export function checkInstructions(
  instructions: readonly DockerfileInstruction[],
  directives: readonly DockerfileDirective[],
  problems: Problem[],
): readonly DockerfileInstruction[] {
  const frontend = directives.find((directive) => directive.name === 'syntax')?.value.value;
  if (frontend !== undefined && !/^(docker\.io\/)?docker\/dockerfile(-upstream)?[:@]?/.test(frontend))
    return instructions;
  let started = false;
  return instructions.map((instruction) => {
    started ||= instruction.name === 'FROM';
    const problem = judge(instruction) ?? (started ? undefined : early(instruction));
    if (!problem) return instruction;
    // One report is enough: a FROM that is being typed leaves the whole file without one.
    started = true;
    problems.push(problem);
    return { ...instruction, broken: true };
  });
}

function judge(instruction: DockerfileInstruction): Problem | undefined {
  const check = Object.hasOwn(judges, instruction.name) ? judges[instruction.name] : undefined;
  if (!check) return unknown(instruction);
  const message = check(instruction);
  if (message !== undefined) return { span: instruction.nameSpan, message };
  if (instruction.trigger) return judge(instruction.trigger);
  const flag = instruction.flags.find(({ name }) => !flagsOf[instruction.name]?.includes(name));
  if (flag) return { span: flag.nameSpan, message: `${instruction.name} knows no flag --${flag.name}.` };
  return undefined;
}

function early(instruction: DockerfileInstruction): Problem | undefined {
  if (instruction.name === 'ARG') return undefined;
  return {
    span: instruction.nameSpan,
    message: `${instruction.name} stands before the first FROM; only ARG may.`,
  };
}

function unknown(instruction: DockerfileInstruction): Problem {
  const { name, nameSpan } = instruction;
  const near = Object.keys(judges).filter((known) => isSlipOf(name, known));
  const message = `${clip(name)} is not a Dockerfile instruction`;
  if (near.length !== 1) return { span: nameSpan, message: `${message}.` };
  const written = nameSpan.source.text.slice(nameSpan.start, nameSpan.end);
  const meant = written === written.toLowerCase() ? near[0]!.toLowerCase() : near[0]!;
  const mend = { title: `Write ${meant}`, span: nameSpan, text: meant };
  return { span: nameSpan, message: `${message}; ${near[0]} was probably meant.`, mend };
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** One letter too many, too few, wrong, or two swapped. */
function isSlipOf(word: string, known: string): boolean {
  if (Math.abs(word.length - known.length) > 1 || word === known) return false;
  let at = 0;
  while (at < word.length && word[at] === known[at]) at++;
  const rest = (text: string, from: number) => text.slice(from);
  if (word.length > known.length) return rest(word, at + 1) === rest(known, at);
  if (word.length < known.length) return rest(word, at) === rest(known, at + 1);
  if (rest(word, at + 1) === rest(known, at + 1)) return true;
  return (
    word[at] === known[at + 1] && word[at + 1] === known[at] && rest(word, at + 2) === rest(known, at + 2)
  );
}

function something({ name, argsSpan, heredocs }: DockerfileInstruction): string | undefined {
  return argsSpan.start === argsSpan.end && heredocs.length === 0 ? `${name} has no argument.` : undefined;
}

function twoArguments({ name, words, json }: DockerfileInstruction): string | undefined {
  const count = json ? json.length : words.length;
  if (count === 0) return `${name} has no argument.`;
  return count < 2 ? `${name} needs a source and a destination; only one of them is given.` : undefined;
}

function from({ words }: DockerfileInstruction): string | undefined {
  if (words.length === 0) return 'FROM has no argument.';
  if (words.length === 1 || (words.length === 3 && words[1]!.text.toUpperCase() === 'AS')) return undefined;
  return 'FROM takes an image, or an image and "AS name".';
}

function shell({ words, json }: DockerfileInstruction): string | undefined {
  if (words.length === 0) return 'SHELL has no argument.';
  return json && json.length > 0 ? undefined : 'SHELL takes the JSON form only: SHELL ["program", "option"].';
}

function keyValues(instruction: DockerfileInstruction): string | undefined {
  const { name, words } = instruction;
  const first = words[0];
  if (!first) return `${name} has no argument.`;
  const nameless = words.find((word) => word.raw.startsWith('='));
  if (nameless && (name === 'ARG' || first.raw.includes('=')))
    return `${name} has a value without a name: ${clip(nameless.raw)}.`;
  if (name === 'ARG') return undefined;
  if (!first.raw.includes('='))
    return words.length < 2 ? `${name} gives ${clip(first.raw)} no value.` : undefined;
  const bare = words.find((word: DockerfileWord) => !word.raw.includes('='));
  return bare && `${name} has "${clip(bare.raw)}" without "=" behind pairs of the form key=value.`;
}

const duration = /^-?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$|^0$/;

function healthcheck({ words, flags, json }: DockerfileInstruction): string | undefined {
  const kind = words[0]?.text.toUpperCase();
  if (kind === undefined) return 'HEALTHCHECK has no argument.';
  if (kind !== 'CMD' && kind !== 'NONE')
    return `HEALTHCHECK takes CMD or NONE, not "${clip(words[0]!.text)}".`;
  if (kind === 'NONE') return words.length > 1 ? 'HEALTHCHECK NONE takes no argument.' : undefined;
  if (words.length < 2 || json?.length === 0) return 'HEALTHCHECK CMD has no command.';
  for (const flag of flags) {
    const value = flag.value?.value ?? '';
    if (
      flag.name === 'retries'
        ? !/^\d+$/.test(value)
        : flagsOf.HEALTHCHECK!.includes(flag.name) && !duration.test(value)
    ) {
      return `HEALTHCHECK has --${flag.name}=${clip(value)}, which is no ${flag.name === 'retries' ? 'number' : 'duration'}.`;
    }
  }
  return undefined;
}
