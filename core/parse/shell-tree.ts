import type { Span } from '../text/index.ts';

/** A word of a shell command. Its span covers it as written, in the file that holds the script. */
export interface ShellWord {
  /** The word with quotes taken away; expansions stay as written (`$VAR`, `$(…)`). */
  readonly text: string;
  readonly span: Span;
  /** It holds an expansion, so its run-time value is not known from the text. */
  readonly dynamic: boolean;
  /** Names of the variables it expands, in order. */
  readonly variables: readonly string[];
  /** Those of them that stand outside double quotes, so that their values are split into words. */
  readonly unquoted: readonly string[];
  readonly quoted: boolean;
}

export interface ShellRedirect {
  /** `>`, `>>`, `<`, `2>`, `&>` … as written, the number included. */
  readonly operator: string;
  readonly target: ShellWord;
}

/** What a list of commands stands in. Commands of the same list share one object. */
export interface ShellScope {
  /**
   * `subshell` `( … )`, `group` `{ … }`, `condition` (what `if` or `while` ask), `branch` (what `then`, `else` or a
   * `case` hold), `loop`, `function`, `substitution` `$( … )`, `argument` (`sh -c '…'`).
   */
  readonly kind:
    | 'subshell'
    | 'group'
    | 'condition'
    | 'branch'
    | 'loop'
    | 'function'
    | 'substitution'
    | 'argument';
  readonly span: Span;
  /** What that stands in; absent at the top level of the script. */
  readonly parent?: ShellScope;
}

/** What a command comes to once `sudo`, `env A=b`, `exec`, `xargs` and their like are taken off. */
export interface ShellCall {
  /** The program without its folder: `apt-get` for `/usr/bin/apt-get`. */
  readonly program: string;
  readonly word: ShellWord;
  readonly args: readonly ShellWord[];
  /** The programs in front of it, the outermost first, with their options left out: `sudo`, `env`. */
  readonly through: readonly ShellWord[];
}

/** One simple command. `name` is the program's word (leading assignments apart). */
export interface ShellCommand {
  readonly name: ShellWord | undefined;
  readonly args: readonly ShellWord[];
  readonly assignments: readonly {
    readonly name: string;
    readonly value: ShellWord | undefined;
    readonly span: Span;
  }[];
  readonly redirects: readonly ShellRedirect[];
  readonly span: Span;
  /** What it runs in the end. Absent where it only assigns or redirects, or asks (`command -v curl`). */
  readonly call: ShellCall | undefined;
  /** The commands of the pipeline it is part of, itself included; a list of one without `|`. */
  readonly pipeline: readonly ShellCommand[];
  /** The operator that joins it (its pipeline) to the one before: `&&`, `||`, `;`, a new line; absent for the first. */
  readonly after?: '&&' | '||' | ';' | '&';
  /** Where that operator is written; absent for a new line. */
  readonly operator?: Span;
  /** Where it stands: top level of the script, or inside a subshell, group, condition, loop, function or substitution. */
  readonly nested: boolean;
  /** The innermost of those; absent at the top level. */
  readonly scope?: ShellScope;
  /** Run in the background with `&`. */
  readonly background: boolean;
  /** `set -e` is in force, as far as the script says: when it fails, and no `&&`, `||` or `if` looks at it, the script ends. */
  readonly errexit: boolean;
}

/** Two or more commands joined by `|`. */
export interface ShellPipeline {
  /** Its simple commands; one of `( … ) | b` is left out. */
  readonly commands: readonly ShellCommand[];
  readonly span: Span;
  /** `set -o pipefail` is in force in it, as far as the script says. */
  readonly pipefail: boolean;
  readonly scope?: ShellScope;
}

export interface ShellScript {
  /** All simple commands in source order, nested ones included, and those of `sh -c '…'` where nothing is escaped. */
  readonly commands: readonly ShellCommand[];
  readonly pipelines: readonly ShellPipeline[];
  /** The text uses something but plain commands and words joined by spaces: pipes, expansions, redirects, quotes apart. */
  readonly usesShell: boolean;
  /** The text could not be read to the end as a POSIX/Bash script. */
  readonly broken: boolean;
}
