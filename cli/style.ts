import type { Tone } from '../core/report/render/terminal.ts';

/** SGR parameters, ECMA-48; only the eight colours that every theme sets. */
const codes: Readonly<Record<Tone, string>> = {
  error: '31',
  warning: '33',
  info: '36',
  good: '32',
  strong: '1',
  quiet: '2',
  file: '4',
};

export type Style = (tone: Tone, text: string) => string;

export const colored: Style = (tone, text) => `\u001b[${codes[tone]}m${text}\u001b[0m`;
export const plainStyle: Style = (_tone, text) => text;

/** Whether a terminal is to get colours. The variable NO_COLOR (https://no-color.org) forbids them with any value. */
export function wantsColor(
  asked: boolean,
  terminal: NodeJS.WriteStream | undefined,
  variables: NodeJS.ProcessEnv,
): boolean {
  return asked && !variables.NO_COLOR && terminal?.hasColors() === true;
}
