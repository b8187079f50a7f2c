import { type RunStep, type ShellWord, type TextEdit, textOf } from '../../core/rule.ts';
import { packageCalls } from './run-commands.ts';

/** Options of npm's installs that npm 7, which came with Node.js 15, has deprecated for `--omit=dev`; npm 6 does not know that. */
export function oldNpmOptions(run: RunStep): readonly ShellWord[] {
  return packageCalls(run).flatMap(({ manager, action, options }) =>
    manager === 'npm' && action === 'install'
      ? options
          .map(({ word }) => word)
          .filter(({ text }) => /^--(?:only=prod(?:uction)?|production(?:=true)?)$/.test(text))
      : [],
  );
}

/** The option in its present form; none where it is written with quotes or variables. */
export function newNpmOption({ span, text }: ShellWord): readonly TextEdit[] {
  return textOf(span) === text ? [{ span, text: '--omit=dev' }] : [];
}
