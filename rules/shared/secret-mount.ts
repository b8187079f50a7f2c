import {
  type Dockerfile,
  type DockerfileInstruction,
  type Edit,
  packageCall,
  type RunStep,
  removeInstruction,
  type ShellCommand,
  type ShellWord,
  textOf,
} from '../../core/rule.ts';

/** The first frontend that gives a step a secret as a variable: https://docs.docker.com/reference/dockerfile/#run---mounttypesecret, 2026-11. */
const newFrontend = '1.10';

/** What a secret is called where a variable has this name. */
export function secretId(name: string): string {
  return name.toLowerCase();
}

/**
 * What lets a Dockerfile mount secrets as variables: nothing, or a newer version in its `# syntax=`.
 * @returns undefined where the frontend is another one, or a version that is not to be changed by the way.
 */
export function frontendEdits({ file }: Dockerfile): readonly Edit[] | undefined {
  const value = file.directives.find(({ name }) => name === 'syntax')?.value;
  if (!value) return [];
  const tag = /^(?:docker\.io\/)?docker\/dockerfile(?::([^@]*))?$/.exec(value.value);
  if (!tag) return undefined;
  const [, version = '1'] = tag;
  const exact = /^1\.(\d+)(?:\.\d+)?$/.exec(version);
  if (!exact) return /^(?:1|latest)(?:-labs)?$|^labs$/.test(version) ? [] : undefined;
  if (Number(exact[1]) >= 10) return [];
  const { source, end } = value.span;
  return [{ span: { source, start: end - version.length, end }, text: newFrontend }];
}

function isOwn({ name, words }: DockerfileInstruction, variable: string): boolean {
  return name === 'ARG' && words.some(({ text }) => text.split('=')[0] === variable);
}

function mentionOf(name: string): RegExp {
  return new RegExp(`(?<![\\w])${name}(?![\\w])`);
}

/** RUNs behind the ARG of their stage, or of one that it is built on. */
function reached({ stages }: Dockerfile, name: string): readonly DockerfileInstruction[] {
  return stages.flatMap(({ instructions, chain }) => {
    const inherited = chain.slice(1).some((one) => one.instructions.some((each) => isOwn(each, name)));
    const from = inherited ? 0 : instructions.findIndex((one) => isOwn(one, name));
    return from < 0 ? [] : instructions.slice(from).filter((one) => one.name === 'RUN');
  });
}

/** ARG taken out, and the secret mounted at each RUN that names it, or at each behind it where none does. */
export function secretEdits(dockerfile: Dockerfile, name: string): readonly Edit[] | undefined {
  const mention = mentionOf(name);
  const frontend = frontendEdits(dockerfile);
  const all = dockerfile.stages.flatMap(({ instructions }) => instructions);
  const other = all.some((one) => one.name !== 'RUN' && !isOwn(one, name) && mention.test(one.joined.text));
  const runs = reached(dockerfile, name);
  const args = [
    ...dockerfile.globalArgs.flatMap((one) => (one.name === name ? one.instruction : [])),
    ...all.filter((one) => isOwn(one, name)),
  ];
  if (!frontend || other || runs.length === 0 || args.some(({ words }) => words.length !== 1))
    return undefined;
  const naming = runs.filter((one) => mention.test(textOf(one.span)));
  const mounts = (naming.length > 0 ? naming : runs).map(({ nameSpan: { source, end } }) => ({
    span: { source, start: end, end },
    text: ` --mount=type=secret,id=${secretId(name)},env=${name}`,
  }));
  return [...frontend, ...mounts, ...args.flatMap((one) => removeInstruction(one))];
}

/**
 * Whether it is certain which RUNs use an ARG: they say `$NAME` to their shell and keep no file that it is written to, and nothing else speaks of
 * it; or nothing does, and there is one RUN only that could.
 */
export function isUsedForSure(dockerfile: Dockerfile, name: string): boolean {
  const mention = mentionOf(name);
  const behind = new Set(reached(dockerfile, name));
  const steps = dockerfile.stages.flatMap(({ runs, triggers }) => [...runs, ...triggers]);
  const naming = steps.filter(({ instruction }) => mention.test(textOf(instruction.span)));
  if (naming.length === 0) return behind.size === 1;
  const others = steps.filter((step) => behind.has(step.instruction) && !naming.includes(step));
  return (
    naming.every((step) => behind.has(step.instruction) && usesOnly(step, name)) &&
    !others.some(({ commands }) => commands.some(mayReadEnvironment))
  );
}

/** A script of the project, or an install with settings of its own, may take a variable from its environment. */
function mayReadEnvironment(command: ShellCommand): boolean {
  const program = command.call?.word.text ?? '';
  const call = packageCall(command);
  const ofLanguage = /^(?:npm|pnpm|yarn|pip|gem|go|cargo|composer)$/.test(call?.manager ?? '');
  return /^\.{0,2}\/(?!usr\/|bin\/|sbin\/)|\.sh$/.test(program) || (ofLanguage && call?.action === 'install');
}

/** Each mention is one that the step's shell replaces, or an assignment to it. */
function usesOnly({ instruction, commands, scripts }: RunStep, name: string): boolean {
  if (scripts.length === 0 || scripts.some(({ broken }) => broken)) return false;
  const text = textOf(instruction.span);
  const mentions = [...text.matchAll(new RegExp(`(\\$\\{?)?(?<![\\w])${name}(?![\\w])(=)?`, 'g'))];
  const expanded = mentions.filter(([, dollar]) => dollar !== undefined).length;
  if (mentions.some(([, dollar, equals]) => dollar === undefined && equals === undefined)) return false;
  const uses = commands.filter((command) => wordsOf(command).some((word) => word.variables.includes(name)));
  // It goes on to nobody: the variable ends with the step.
  if (uses.every(({ name: program }) => program?.text === 'export')) return false;
  const count = uses.flatMap(wordsOf).flatMap(({ variables }) => variables.filter((one) => one === name));
  return (
    expanded > 0 && count.length >= expanded && uses.every((use) => !mayKeep(use) || clears(commands, use))
  );
}

function wordsOf({ args, assignments, redirects }: ShellCommand): readonly ShellWord[] {
  return [
    ...args,
    ...assignments.flatMap(({ value }) => value ?? []),
    ...redirects.map(({ target }) => target),
  ];
}

/** It writes what it is given to a file. */
function mayKeep({ redirects, pipeline, call }: ShellCommand): boolean {
  const writes = [...redirects, ...pipeline.flatMap((one) => one.redirects)].some(
    ({ operator, target }) => operator.includes('>') && !/^(?:\/dev\/.*|\d)$/.test(target.text),
  );
  const sets = call?.args.some(({ text }) => /^(?:config|login|set|credential|auth)$/.test(text));
  return (
    writes || sets === true || pipeline.some((one) => /^(?:tee|sed|envsubst)$/.test(one.call?.program ?? ''))
  );
}

function clears(commands: readonly ShellCommand[], use: ShellCommand): boolean {
  return commands
    .slice(commands.indexOf(use) + 1)
    .some(({ call }) => call !== undefined && /^(?:rm|shred)$/.test(call.program));
}
