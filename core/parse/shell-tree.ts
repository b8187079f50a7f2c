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
  readonly quoted: boolean;
}

export interface ShellRedirect {
  /** `>`, `>>`, `<`, `2>`, `&>` … as written, the number included. */
  readonly operator: string;
  readonly target: ShellWord;
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
  /** The commands of the pipeline it is part of, itself included; a list of one without `|`. */
  readonly pipeline: readonly ShellCommand[];
  /** The operator that joins it (its pipeline) to the one before: `&&`, `||`, `;`, a new line; absent for the first. */
  readonly after?: '&&' | '||' | ';' | '&';
  /** Where it stands: top level of the script, or inside a subshell, group, condition, loop, function or substitution. */
  readonly nested: boolean;
  /** Run in the background with `&`. */
  readonly background: boolean;
}

export interface ShellScript {
  /** All simple commands in source order, nested ones included. */
  readonly commands: readonly ShellCommand[];
  /** The text uses something but plain commands and words joined by spaces: pipes, expansions, redirects, quotes apart. */
  readonly usesShell: boolean;
  /** The text could not be read to the end as a POSIX/Bash script. */
  readonly broken: boolean;
}
