import type { ShellCall, ShellCommand, ShellWord } from './shell-tree.ts';

interface Wrapper {
  /** Options whose value is the next word. */
  readonly valued?: readonly string[];
  /** Words of its own before the program: `timeout 30`, `gosu user`. */
  readonly operands?: number;
  /** It runs nothing with these: `command -v`. */
  readonly asks?: RegExp;
}

/** Programs that run the command behind them; options by their manuals. */
const wrappers: Readonly<Record<string, Wrapper>> = {
  sudo: {
    valued: ['-u', '--user', '-g', '--group', '-h', '--host', '-p', '-C', '-D', '-R', '-T'],
    asks: /^-[lvKkV]$/,
  },
  doas: { valued: ['-u', '-C'] },
  env: { valued: ['-u', '--unset', '-C', '--chdir', '-S'] },
  exec: { valued: ['-a'] },
  command: { asks: /^-[vV]+$/ },
  builtin: {},
  nice: { valued: ['-n', '--adjustment'] },
  ionice: { valued: ['-c', '-n', '-p'] },
  time: { valued: ['-f', '-o'] },
  nohup: {},
  setsid: {},
  eatmydata: {},
  timeout: { valued: ['-k', '-s', '--kill-after', '--signal'], operands: 1 },
  gosu: { operands: 1 },
  'su-exec': { operands: 1 },
  chroot: { operands: 1 },
  xargs: {
    valued: ['-n', '-P', '-I', '-L', '-d', '-a', '-s', '-E', '--max-args', '--max-procs', '--delimiter'],
  },
};

const shells = new Set(['sh', 'bash', 'ash', 'dash', 'ksh', 'zsh']);

/** What a command's words run once the programs in front of it are taken off. */
export function callOf(name: ShellWord | undefined, args: readonly ShellWord[]): ShellCall | undefined {
  if (!name) return undefined;
  const words = [name, ...args];
  const through: ShellWord[] = [];
  let at = 0;
  for (;;) {
    const first = words[at];
    if (!first) return undefined;
    const program = baseName(first.text);
    const wrapper = Object.hasOwn(wrappers, program) ? wrappers[program] : undefined;
    if (!wrapper) return { program, word: first, args: words.slice(at + 1), through };
    through.push(first);
    const next = behindOptions(words, at + 1, wrapper);
    if (next === undefined) return undefined;
    at = next;
  }
}

/** Index of the first word that is neither an option, an assignment nor an operand of the wrapper. */
function behindOptions(words: readonly ShellWord[], from: number, wrapper: Wrapper): number | undefined {
  let at = from;
  let operands = wrapper.operands ?? 0;
  for (; at < words.length; at++) {
    const { text } = words[at]!;
    if (wrapper.asks?.test(text)) return undefined;
    if (text === '--') continue;
    if (text.startsWith('-')) at += wrapper.valued?.includes(text) ? 1 : 0;
    else if (!/^[A-Za-z_]\w*=/.test(text) && operands-- <= 0) return at;
  }
  return at;
}

/** The script that `sh -c '…'` is handed. */
export function scriptArgument(call: ShellCall): ShellWord | undefined {
  if (!shells.has(call.program)) return undefined;
  for (let at = 0; at < call.args.length; at++) {
    const { text } = call.args[at]!;
    if (!/^[-+]/.test(text)) return undefined;
    if (/^-[a-z]*c$/.test(text)) return call.args[at + 1];
    if (/^[-+][a-z]*o$/.test(text)) at++;
  }
  return undefined;
}

/** Settings of a shell that decide what a failing command does. */
export interface ShellOptions {
  /** A failing command ends the script (`-e`). */
  readonly errexit: boolean;
  /** A pipe fails when any of its commands does (`-o pipefail`). */
  readonly pipefail: boolean;
}

export const noOptions: ShellOptions = { errexit: false, pipefail: false };

/** Settings after the options of a shell or of `set`: `-euo pipefail`, `+e`. @param words up to the script, which ends them. */
export function shellOptions(words: readonly string[], before: ShellOptions = noOptions): ShellOptions {
  let { errexit, pipefail } = before;
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (!/^[-+][A-Za-z]+$/.test(word)) continue;
    const on = word.startsWith('-');
    if (word.includes('e')) errexit = on;
    const named = word.endsWith('o') ? words[++index] : undefined;
    if (named === 'errexit') errexit = on;
    if (named === 'pipefail') pipefail = on;
    if (word.endsWith('c')) break;
  }
  return { errexit, pipefail };
}

/** The settings for the commands behind one. */
export function optionsAfter(
  { name, args }: Pick<ShellCommand, 'name' | 'args'>,
  before: ShellOptions,
): ShellOptions {
  return name?.text === 'set'
    ? shellOptions(
        args.map(({ text }) => text),
        before,
      )
    : before;
}

function baseName(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}
