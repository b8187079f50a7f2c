import type { ReferencePart } from '../../engine/quick-reference.ts';
import { marked, plain } from './markdown-text.ts';

/** The quick reference: what a command does stands above it, so that the line can be copied whole. */
export function referenceParts(
  parts: readonly ReferencePart[],
  heading: (text: string, deeper: number) => string,
): readonly string[] {
  if (parts.length === 0) return [];
  return [
    heading('Quick reference', 0),
    ...parts.flatMap(({ title, notes, commands }) => [
      heading(title, 1),
      ...notes.map(marked),
      ...commands.map(({ does, command }) => `${plain(does)}:\n\n${block(command)}`),
    ]),
  ];
}

function block(command: string): string {
  const longest = Math.max(2, ...[...command.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${command}\n${fence}`;
}
