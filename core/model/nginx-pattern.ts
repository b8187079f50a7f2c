/** A regular expression of nginx's as JavaScript can carry it out, or why it cannot. */
export type Pattern = RegExp | { readonly unknown: string };

const posix: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: ' \\t\\n\\v\\f\\r',
  blank: ' \\t',
  xdigit: '0-9a-fA-F',
  word: '\\w',
};
/** What JavaScript's `\s` holds beyond Perl's would match single bytes of UTF-8. */
const space = ' \\t\\n\\v\\f\\r';
/** Letters that mean the same after a backslash in both. */
const sameEscapes = /[dDwWbBnrtfv1-9]/;

const known = new Map<string, Pattern>();
const mostKnown = 2000;

/**
 * Translate a pattern in PCRE's syntax, as nginx compiles it (bytes, no UTF, `$` also before a last line break).
 * What JavaScript has not (possessive quantifiers, atomic groups, recursion, verbs …) makes it unknown.
 * @param text the pattern with one character a byte.
 */
export function nginxPattern(text: string, ignoreCase: boolean): Pattern {
  const key = `${ignoreCase ? 'i' : 's'}${text}`;
  const found = known.get(key);
  if (found) return found;
  if (known.size >= mostKnown) known.clear();
  const pattern = compile(text, ignoreCase);
  known.set(key, pattern);
  return pattern;
}

function compile(text: string, ignoreCase: boolean): Pattern {
  const translated = new Translation(text).run();
  if ('unknown' in translated) return translated;
  const flags = new Set([...translated.flags, ...(ignoreCase ? 'i' : '')]);
  try {
    return new RegExp(translated.source, [...flags].join(''));
  } catch {
    return { unknown: `the regular expression "${text}" is written in a way that is not understood here` };
  }
}

class Translation {
  readonly #text: string;
  #at = 0;
  #flags = '';
  #unknown: string | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  run(): { readonly source: string; readonly flags: string } | { readonly unknown: string } {
    const options = /^\(\?([is]+)\)/.exec(this.#text);
    if (options) {
      this.#flags = options[1]!;
      this.#at = options[0].length;
    }
    let source = '';
    while (this.#at < this.#text.length && this.#unknown === undefined) source += this.#next();
    if (this.#unknown !== undefined)
      return {
        unknown: `the regular expression "${this.#text}" has ${this.#unknown}, which is not judged here`,
      };
    return { source, flags: this.#flags };
  }

  #next(): string {
    const character = this.#text[this.#at++]!;
    switch (character) {
      case '\\':
        return this.#escape(false);
      case '[':
        return this.#class();
      case '(':
        return this.#group();
      case '.':
        return this.#flags.includes('s') ? '[\\s\\S]' : '[^\\n]';
      case '$':
        return '(?=\\n?(?![\\s\\S]))';
      case '*':
      case '+':
      case '?':
      case '}':
        return this.#quantifier(character);
      default:
        return character;
    }
  }

  #quantifier(character: string): string {
    if (this.#text[this.#at] === '+') this.#unknown = 'a possessive quantifier';
    if (this.#text[this.#at] !== '?' || character === '}') return character;
    this.#at++;
    return `${character}?`;
  }

  #group(): string {
    const rest = this.#text.slice(this.#at, this.#at + 64);
    if (rest.startsWith('*')) this.#unknown = 'a verb';
    if (!rest.startsWith('?')) return '(';
    const named = /^\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/.exec(rest);
    if (named) {
      this.#at += named[0].length;
      return `(?<${named[1] ?? named[2]}>`;
    }
    const plain = /^\?(?:[:=!]|<[=!])/.exec(rest)?.[0];
    if (plain === undefined) this.#unknown = 'a group of a special kind';
    this.#at += plain?.length ?? 1;
    return `(${plain}`;
  }

  #escape(inClass: boolean): string {
    const character = this.#text[this.#at++];
    if (character === undefined) return '\\\\';
    if (sameEscapes.test(character)) return `\\${character}`;
    if (character === 's') return inClass ? space : `[${space}]`;
    if (character === 'S' && !inClass) return `[^${space}]`;
    if (character === 'h') return inClass ? ' \\t' : '[ \\t]';
    if (character === 'x') return this.#hexadecimal();
    if (character === 'A' && !inClass) return '^';
    if (character === 'z' && !inClass) return '(?![\\s\\S])';
    if (character === 'Z' && !inClass) return '(?=\\n?(?![\\s\\S]))';
    if (/[a-zA-Z0-9]/.test(character)) {
      this.#unknown = `"\\${character}"`;
      return '';
    }
    return /[\^$\\.*+?()[\]{}|/-]/.test(character) ? `\\${character}` : character;
  }

  #hexadecimal(): string {
    const digits = /^[0-9a-fA-F]{2}/.exec(this.#text.slice(this.#at, this.#at + 2))?.[0];
    if (digits === undefined) this.#unknown = 'an unusual "\\x"';
    this.#at += 2;
    return `\\x${digits}`;
  }

  #class(): string {
    let source = '[';
    if (this.#text[this.#at] === '^') {
      source += '^';
      this.#at++;
    }
    // A bracket that stands first is itself.
    if (this.#text[this.#at] === ']') {
      source += '\\]';
      this.#at++;
    }
    while (this.#at < this.#text.length && this.#unknown === undefined) {
      const character = this.#text[this.#at++]!;
      if (character === ']') return `${source}]`;
      source += character === '\\' ? this.#escape(true) : character === '[' ? this.#bracket() : character;
    }
    this.#unknown ??= 'no end to a class';
    return source;
  }

  #bracket(): string {
    const name = /^:(\w+):\]/.exec(this.#text.slice(this.#at, this.#at + 12));
    if (!name) return '\\[';
    this.#at += name[0].length;
    const members = posix[name[1]!];
    if (members === undefined) this.#unknown = `"[:${name[1]}:]"`;
    return members ?? '';
  }
}
