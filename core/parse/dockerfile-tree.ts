import type { Problem, Source, Span, Spanned } from '../text/index.ts';
import type { JoinedText } from './joined-text.ts';

export interface DockerfileComment {
  /** From `#` to the end of the line. */
  readonly span: Span;
  /** Text after `#`, trimmed. */
  readonly text: string;
}

/** `--name=value` or `--name` before an instruction's arguments. */
export interface DockerfileFlag {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value?: Spanned<string>;
  /** From `--` to the value's end. */
  readonly span: Span;
}

/** A heredoc attached to a RUN, COPY or ADD. */
export interface DockerfileHeredoc {
  readonly name: string;
  /** `<<'EOF'`: no expansion inside. */
  readonly quoted: boolean;
  /** `<<-EOF`: leading tabs of the body's lines are taken off. */
  readonly tabsStripped: boolean;
  /** The `<<EOF` word. */
  readonly marker: Span;
  /** The lines between the marker line and the terminator. */
  readonly body: Span;
  /** The terminator's line, without its line break; empty at the file's end where it is missing. */
  readonly terminator: Span;
}

/**
 * One word of an instruction's arguments, continuation lines and the comments between them taken out.
 * Offsets always point into the file.
 */
export interface DockerfileWord {
  /** Unquoted and unescaped; variables stay as written, an escaped `\$` as well. */
  readonly text: string;
  /** As written, continuation lines taken out: `KEY="a b"`. */
  readonly raw: string;
  /** Where it begins in the instruction's `joined` text. */
  readonly index: number;
  readonly span: Span;
  /** The quote that it begins with. */
  readonly quote?: '"' | "'";
}

export interface DockerfileInstruction {
  /** Upper case: `FROM`, `RUN` … or whatever word stands there. */
  readonly name: string;
  /** The keyword as written. */
  readonly nameSpan: Span;
  /** From the keyword to the end of the last line (heredocs included), without the line break. */
  readonly span: Span;
  /** From the first argument after the flags to the instruction's end (heredoc bodies excluded); empty where there is none. */
  readonly argsSpan: Span;
  /** The instruction from its keyword on, continuation lines and comments between them taken out (heredoc bodies excluded). */
  readonly joined: JoinedText;
  /** Index in `joined` of the first argument after the flags. */
  readonly argsIndex: number;
  readonly flags: readonly DockerfileFlag[];
  /** Words after the flags. For `ENV`/`LABEL`/`ARG` a word is `KEY=value` as one. */
  readonly words: readonly DockerfileWord[];
  /** The JSON form's strings; absent where the arguments are not a JSON array of strings. */
  readonly json?: readonly Spanned<string>[];
  readonly heredocs: readonly DockerfileHeredoc[];
  /** For ONBUILD: the instruction behind it. */
  readonly trigger?: DockerfileInstruction;
  /** A syntax problem lies in this instruction. */
  readonly broken: boolean;
}

export interface DockerfileDirective {
  /** Lower case: `syntax`, `escape`, `check`. */
  readonly name: string;
  readonly value: Spanned<string>;
  readonly span: Span;
}

export interface DockerfileFile {
  readonly source: Source;
  readonly directives: readonly DockerfileDirective[];
  readonly escape: '\\' | '`';
  readonly instructions: readonly DockerfileInstruction[];
  readonly comments: readonly DockerfileComment[];
  readonly problems: readonly Problem[];
}
