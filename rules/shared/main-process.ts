import { nameOf, type Stage } from '../../core/rule.ts';

/** Programs that start another one in their place or below them and stay out of its way. */
const starters: ReadonlySet<string> = new Set([
  'tini',
  'dumb-init',
  'catatonit',
  'env',
  'exec',
  'sh',
  'bash',
  'ash',
  'dash',
]);

/** Names of the programs that a stage's ENTRYPOINT and CMD start, as far as they are written out; scripts among them. */
export function mainPrograms({ entrypoint, cmd }: Stage): readonly string[] {
  return [entrypoint, cmd].flatMap((process) => {
    if (!process) return [];
    if (process.form === 'exec') {
      const words = process.argv.map(nameOf);
      const first = words.findIndex((word) => !word.startsWith('-') && !starters.has(word));
      return words.slice(0, first + 1).filter((word) => !word.startsWith('-'));
    }
    const commands = process.script?.commands ?? [];
    return commands.flatMap(({ call }) => call?.program ?? []);
  });
}
