import { packageCall, type RunStep, type ShellCommand, textOf } from '../../core/rule.ts';
import { atRunTime } from '../facts/build-packages.ts';
import type { Shape, Split } from './split-shape.ts';

/** Whether commands among others only install what builds. */
export function onlyBuildPackages(commands: readonly ShellCommand[], shape: Shape): boolean {
  const found = packageOperands(commands, shape);
  return found?.every(({ name }) => atRunTime(name, shape.distribution) === 'drop') ?? false;
}

function packageOperands(commands: readonly ShellCommand[], { distribution }: Shape) {
  const manager = distribution === 'alpine' ? /^apk$/ : /^apt(?:-get)?$/;
  const operands: { readonly name: string; readonly text: string }[] = [];
  for (const command of commands) {
    const call = packageCall(command);
    const words = command.call?.args.map(({ text }) => text) ?? [];
    if (
      command.call?.program === 'rm' &&
      words.every((word) => /^-|^\/(?:var\/(?:lib\/apt|cache)|tmp)\b/.test(word))
    )
      continue;
    if (
      !call ||
      !manager.test(call.manager) ||
      /^(?:upgrade|release-upgrade|remove)$/.test(call.action ?? 'remove')
    )
      return undefined;
    // Another place than the distribution's.
    if (call.options.some(({ name }) => /^(?:-X|--repository)$/.test(name))) return undefined;
    if (call.action !== 'install') continue;
    for (const { text, dynamic } of call.operands) {
      if (dynamic) return undefined;
      operands.push({ text, name: text.replace(/[=<>~@].*$/, '') });
    }
  }
  return operands;
}

/** Carried by the images without a shell themselves. */
const everywhere = /^(?:ca-certificates|tzdata|openssl)$/;

/** The step that installs what is needed when the image runs; undefined where that is not known. */
export function finalPackages(run: RunStep, shape: Shape, split: Split): readonly string[] | undefined {
  const found = packageOperands(run.commands, shape);
  if (!found) return undefined;
  const kept: string[] = [];
  // What node-gyp asks for beside a compiler: https://github.com/nodejs/node-gyp, README.md, 2026-11.
  const addons =
    shape.repository === 'node' &&
    found.some(({ name }) => /^(?:make|g\+\+|build-(?:base|essential))$/.test(name));
  for (const { name, text } of found) {
    const fate = addons && /^python[23]?$/.test(name) ? 'drop' : atRunTime(name, shape.distribution);
    if (fate === undefined) return undefined;
    if (fate === 'keep') kept.push(text);
    else if (fate !== 'drop') kept.push(fate.library);
  }
  if (split.image === 'none') return kept.every((name) => everywhere.test(name)) ? [] : undefined;
  if (kept.length === 0) return [];
  // Nothing in it is for the build alone: as its author wrote it.
  if (kept.length === found.length && found.every(({ text }, index) => kept[index] === text))
    return [textOf(run.instruction.span)];
  const names = kept.join(' ');
  return [
    shape.distribution === 'alpine'
      ? `RUN apk add --no-cache ${names}`
      : `RUN apt-get update && apt-get install -y --no-install-recommends ${names} && rm -rf /var/lib/apt/lists/*`,
  ];
}
