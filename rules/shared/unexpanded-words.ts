import { nameOf, type Spanned } from '../../core/rule.ts';

/** Programs that start the one behind their options in their place. */
const starters = /^(?:tini|dumb-init|catatonit|env|exec|nice|nohup)$/;
const shells = /^(?:ba|da|a|k|z)?sh$/;
/** Programs known to take a dollar sign for a dollar sign; others may replace variables themselves. */
const plain =
  /^(?:node|deno|bun|python[\d.]*|uvicorn|gunicorn|hypercorn|daphne|flask|celery|php|ruby|puma|rackup|java|dotnet|echo|ls|cat|sleep|tail|curl|wget|nc|pg_isready|psql|mysql|mysqladmin|mariadb-admin|redis-cli|mongosh)$/;
const interpreters = /^(?:node|deno|bun|python[\d.]*|php|ruby)$/;
/** Options whose value is code of the program's own. */
const code = /^(?:-[a-zA-Z]*[cerpS]|--(?:eval|print|run|split-string)(?:=.*)?)$/;
/** One variable or several in a path, a number or an address; anything else may be a language of its own. */
const simple = /^[\w./:@,+=?&%-]*(?:\$(?:\w+|\{\w+\})[\w./:@,+=?&%-]*)+$/;

/** A word that holds a variable which nothing replaces. */
export interface UnexpandedWord {
  readonly word: Spanned<string>;
  /** The variables' names, in order. */
  readonly names: readonly string[];
  /** What gets the word as it stands; absent where it is the program itself. */
  readonly program?: string;
}

/** The words of an exec form that their program is sure to get with the variable's name in it. @param words program first. */
export function unexpandedWords(words: readonly Spanned<string>[]): readonly UnexpandedWord[] {
  const first = programIndex(words);
  const start = words[first];
  if (first < 0 || !start) return [];
  const own = variablesIn(start);
  if (own.length > 0) return [{ word: start, names: own }];
  const program = nameOf(start.value);
  const args = words.slice(first + 1);
  if (!shells.test(program) && !plain.test(program)) return [];
  const coded = shells.test(program) || interpreters.test(program);
  if (coded && args.some(({ value }) => code.test(value))) return [];
  return args.flatMap((word, index) => {
    const names = variablesIn(word);
    return names.length > 0 && isPlain(program, args, index) ? { word, names, program } : [];
  });
}

/** Behind what starts it; -1 where that may replace variables, or is not followed. */
function programIndex(words: readonly Spanned<string>[]): number {
  for (let at = 0; at < words.length; at++) {
    const { value } = words[at]!;
    if (/^(?:-S|--split-string)/.test(value)) return -1;
    if (!value.startsWith('-') && !starters.test(nameOf(value)) && !/^[A-Z_]+=/.test(value)) return at;
  }
  return -1;
}

function variablesIn({ value }: Spanned<string>): readonly string[] {
  return simple.test(value) ? [...value.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name!) : [];
}

/** A program's own arguments may be paths or settings that it reads variables in, as Spring does. */
function isPlain(program: string, args: readonly Spanned<string>[], index: number): boolean {
  const { value } = args[index]!;
  const whole = /^\$(?:\w+|\{\w+\})$/.test(value);
  if (program === 'java') return whole || value.startsWith('-X') || args[index - 1]?.value === '-jar';
  if (!interpreters.test(program) && !shells.test(program)) return true;
  return whole || args.slice(0, index).every((before) => before.value.startsWith('-'));
}
