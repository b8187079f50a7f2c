import type { DockerfileInstruction } from '../parse/dockerfile-tree.ts';
import type { TextEdit } from '../text/index.ts';

/** Insert instruction lines before or behind an instruction, comment lines that belong to it staying with it. */
export declare function insertInstruction(instruction: DockerfileInstruction, lines: readonly string[], where: 'before' | 'after'): readonly TextEdit[];
/** Replace an instruction (keyword to its last line) by another text. */
export declare function replaceInstruction(instruction: DockerfileInstruction, text: string): readonly TextEdit[];
/** Take out an instruction with its line. */
export declare function removeInstruction(instruction: DockerfileInstruction): readonly TextEdit[];
/** The keyword in the file's casing: `user` in a file that writes lower case. */
export declare function keyword(instruction: DockerfileInstruction, name: string): string;
