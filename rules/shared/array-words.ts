/** Whether a text that begins with a bracket was meant as a list in JSON rather than as a shell's test or a file pattern. */
export function looksLikeArray(text: string): boolean {
  // `[ "$a" = "b" ]`: in a test the operator stands between blanks, and no comma.
  if (/^\[\[?\s+(?:!|-\w)\s|^\[\[?\s.*\s(?:=|==|!=|-\w\w)\s/.test(text)) return false;
  if (/^\[\s*["'\u201C\u201D]/.test(text)) return true;
  return /^\[\s*[\w./-]+\s*,[^\]]*\]$/.test(text);
}

const word =
  /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|[\u201C\u201D]([^\u201C\u201D]*)[\u201C\u201D]|([^\s,'"[\]\u201C\u201D]+))\s*(,?)/y;

/** The words of a list that somebody wrote in a JSON-like way; undefined where it is not clear which they are. */
export function arrayWords(text: string): readonly string[] | undefined {
  if (!text.endsWith(']')) return undefined;
  const inner = text.slice(1, -1).trim();
  const words: string[] = [];
  word.lastIndex = 0;
  while (word.lastIndex < inner.length) {
    const match = word.exec(inner);
    if (!match) return undefined;
    const [, double, single, curly, bare] = match;
    words.push(double?.replaceAll(/\\(.)/g, '$1') ?? single ?? curly ?? bare ?? '');
  }
  return words.length > 0 ? words : undefined;
}
