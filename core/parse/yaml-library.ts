import { type CST, Lexer, Parser } from 'yaml';
import { composeDocument } from './yaml-compose.ts';
import type { YamlContext } from './yaml-context.ts';
import { readEnd } from './yaml-properties.ts';
import type { YamlComment, YamlNode } from './yaml-tree.ts';

/** Deeper nesting is not read: no deployment needs it, and it would exhaust the stack of whoever walks the tree. */
const maximumDepth = 200;

/** What the `yaml` lexer puts before a scalar, which may itself look like a comment. */
const scalarMark = '\u001f';

/** All documents of a text by the `yaml` package: any form, any mistake. Comments are added to `comments`. */
export function readByLibrary(
  context: YamlContext,
  comments: YamlComment[],
): readonly (YamlNode | undefined)[] {
  const { text } = context.source;
  // The package takes a list behind a byte order mark for an error, so it does not get to see the mark.
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  return composeStream(context, readTokens(context, comments, start, text.length));
}

/**
 * A part of a document by the `yaml` package, as if it were one by itself; the anchors before it hold.
 * @returns undefined where the part is not one node.
 */
export function readPartByLibrary(
  context: YamlContext,
  comments: YamlComment[],
  start: number,
  end: number,
): YamlNode | undefined {
  const tokens = readTokens(context, comments, start, end);
  const [document] = tokens;
  return tokens.length === 1 && document?.type === 'document'
    ? composeDocument(context, document)
    : undefined;
}

function readTokens(
  context: YamlContext,
  comments: YamlComment[],
  start: number,
  end: number,
): readonly CST.Token[] {
  const parser = new Parser();
  parser.offset = start;
  const tokens: CST.Token[] = [];
  let atScalar = false;
  for (const lexeme of new Lexer().lex(context.source.text.slice(start, end))) {
    if (atScalar) atScalar = false;
    else if (lexeme === scalarMark) atScalar = true;
    else if (lexeme[0] === '#') {
      const span = context.span(parser.offset, parser.offset + lexeme.length);
      comments.push({ span, text: lexeme.slice(1).trim() });
    }
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > maximumDepth) {
      const message = `Nested more than ${maximumDepth} levels deep: not read further`;
      context.reportAt(parser.offset, message);
      break;
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

function composeStream(
  context: YamlContext,
  tokens: readonly CST.Token[],
): readonly (YamlNode | undefined)[] {
  const documents: (YamlNode | undefined)[] = [];
  let atDirectives = false;
  for (const token of tokens) {
    if (token.type === 'document') {
      const started = token.start.some(({ type }) => type === 'doc-start');
      if (atDirectives && !started) {
        context.reportAt(token.offset, '"---" is missing behind the directives');
      }
      atDirectives = false;
      context.startDocument();
      documents.push(composeDocument(context, token));
    } else if (token.type === 'directive') {
      atDirectives = true;
    } else if (token.type === 'error') {
      const { offset, source } = token;
      context.report(offset, offset + source.length, `Unexpected "${source.slice(0, 40)}"`);
    } else if (token.type === 'doc-end') {
      readEnd(context, token.end, true);
      if (documents.length > 0) continue;
      const end = token.offset + token.source.length;
      context.report(token.offset, end, '"..." ends a document, but none stands before it');
    }
  }
  return documents;
}
