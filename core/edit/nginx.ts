import type { NginxArgument, NginxNode } from '../parse/nginx-tree.ts';
import type { TextEdit } from '../text/index.ts';

/** Insert lines (directives with their `;`) into a block: behind the last of the `after` names found, else at its start; in its indentation. */
export declare function insertIntoBlock(block: NginxNode, lines: readonly string[], options?: { readonly after?: readonly string[]; readonly at?: 'start' | 'end' }): readonly TextEdit[];
/** Insert lines before or behind a directive, in its indentation. */
export declare function insertBeside(node: NginxNode, lines: readonly string[], where: 'before' | 'after'): readonly TextEdit[];
/** Replace a directive (name to `;`) by another text, its trailing comment kept. */
export declare function replaceDirective(node: NginxNode, text: string): readonly TextEdit[];
/** Take out a directive with its line. */
export declare function removeDirective(node: NginxNode): readonly TextEdit[];
/** Replace one argument, keeping its quotes where they can be kept. */
export declare function replaceArgument(argument: NginxArgument, text: string): TextEdit;
