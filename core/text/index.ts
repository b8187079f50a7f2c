export { applyEdits, type CreateFile, type Edit, isCreate, type TextEdit } from './edit.ts';
export { folderOf, isAbsolutePath, isInside, joinPath, nameOf, normalizePath, relativePath } from './path.ts';
export { type Position, Source } from './source.ts';
export { covers, firstLine, type Problem, type Span, type Spanned, sameSpan, span, textOf } from './span.ts';
