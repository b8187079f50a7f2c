/** How many arguments a directive takes, read out of the syntax line of its documentation. */

/** nginx's tables hold counts up to seven; longer lists are those whose length it does not check. */
const withoutEnd = 8;

interface Item {
  readonly least: number;
  readonly most: number;
}

/**
 * `1`, `1-3`, `2+`: the least and the most arguments that any of the syntaxes allows; `0` where none are written.
 * @param syntaxes in the reference's Markdown: `` *`file`* ... *`uri`* ``, `` [`a` | `b`=*`c`*] ``
 */
export function argumentCounts(syntaxes: readonly string[]): string {
  const counts = syntaxes.map((syntax) => countOf(pieces(plain(syntax))));
  const least = Math.min(...counts.map((one) => one.least));
  const most = Math.max(...counts.map((one) => one.most));
  if (most >= withoutEnd) return `${least}+`;
  return least === most ? `${least}` : `${least}-${most}`;
}

/** Without emphasis, block marks and blanks inside quoted words. */
function plain(syntax: string): string {
  return syntax
    .replace(/`\{\.\.\.\}`/g, '')
    .replace(/`([^`]*)`/g, (_, word: string) => (word === '' ? '' : word.replace(/[\s[\]|]+/g, '_')))
    .replace(/'[^']*'/g, 'word')
    .replace(/\*/g, '')
    .trim();
}

/** The syntax's words, groups in brackets, bars and dots; a bracket inside a word belongs to the word. */
function pieces(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of text) {
    if (character === '[') depth++;
    if (character === ']') depth--;
    if (depth === 0 && (/\s/.test(character) || character === '|')) {
      if (current !== '') found.push(current);
      current = '';
      if (character === '|') found.push('|');
    } else current += character;
  }
  if (current !== '') found.push(current);
  return found;
}

function countOf(words: readonly string[]): Item {
  const items: Item[] = [];
  let choice = false;
  for (const word of words) {
    const last = items.at(-1);
    if (word === '|') choice = true;
    else if (word === '...' && last) items[items.length - 1] = { ...last, most: Number.POSITIVE_INFINITY };
    else {
      const item = itemOf(word);
      if (choice && last) items[items.length - 1] = either(last, item);
      else items.push(item);
      choice = false;
    }
  }
  return {
    least: items.reduce((sum, { least }) => sum + least, 0),
    most: items.reduce((sum, { most }) => sum + most, 0),
  };
}

function itemOf(word: string): Item {
  if (!word.startsWith('[') || !word.endsWith(']')) return { least: 1, most: 1 };
  return { least: 0, most: countOf(pieces(word.slice(1, -1))).most };
}

function either(a: Item, b: Item): Item {
  return { least: Math.min(a.least, b.least), most: Math.max(a.most, b.most) };
}
