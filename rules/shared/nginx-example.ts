/** A whole main file around directives of its http level, written without their indentation; an inner level is two blanks deep. */
export function inHttp(...lines: readonly string[]): string {
  const indented = lines.map((line) =>
    line === '' ? '\n' : `    ${line.replace(/^(?: {2})+/, (blanks) => blanks + blanks)}\n`,
  );
  return `events {}\nhttp {\n${indented.join('')}}\n`;
}
