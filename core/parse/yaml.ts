import { type CST, Lexer, Parser } from 'yaml';
import type { Source } from '../text/index.ts';
import { composeDocument } from './yaml-compose.ts';
import { YamlContext } from './yaml-context.ts';
import type { YamlComment, YamlFile, YamlNode } from './yaml-tree.ts';

/** Deeper nesting is not read: no deployment needs it, and it would exhaust the stack of whoever walks the tree. */
const maximumDepth = 200;

/** What the `yaml` lexer puts before a scalar, which may itself look like a comment. */
const scalarMark = '\u001f';

/**
 * A YAML text as a tree, with its comments and problems. Never throws; takes linear time.
 * `previous` is the tree of the text's version before, from which a parser may take over what did not change.
 */
export function parseYaml(source: Source, _previous?: YamlFile): YamlFile {
  const context = new YamlContext(source);
  const comments: YamlComment[] = [];
  const tokens = readTokens(context, comments);
  const documents = composeStream(context, tokens);
  return { source, documents, comments, problems: context.problems() };
}

function readTokens(context: YamlContext, comments: YamlComment[]): readonly CST.Token[] {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let atScalar = false;
  for (const lexeme of new Lexer().lex(context.source.text)) {
    if (atScalar) atScalar = false;
    else if (lexeme === scalarMark) atScalar = true;
    else if (lexeme[0] === '#') {
      const end = parser.offset + lexeme.length;
      comments.push({ span: context.span(parser.offset, end), text: lexeme.slice(1).trim() });
    }
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > maximumDepth) {
      context.report(
        parser.offset,
        parser.offset + 1,
        `Nested more than ${maximumDepth} levels deep: not read further`,
      );
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
      if (atDirectives && !started)
        context.report(token.offset, token.offset + 1, '"---" is missing behind the directives');
      atDirectives = false;
      documents.push(composeDocument(context, token));
    } else if (token.type === 'directive') {
      atDirectives = true;
    } else if (token.type === 'error') {
      context.report(
        token.offset,
        token.offset + token.source.length,
        `Unexpected "${token.source.slice(0, 40)}"`,
      );
    } else if (token.type === 'doc-end' && documents.length === 0) {
      context.report(
        token.offset,
        token.offset + token.source.length,
        '"..." ends a document, but none stands before it',
      );
    }
  }
  return documents;
}
