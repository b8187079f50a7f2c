import type { CST } from 'yaml';
import { composeMap, composeSequence } from './yaml-compose-block.ts';
import { composeFlow } from './yaml-compose-flow.ts';
import { composeScalar } from './yaml-compose-scalar.ts';
import type { Composer } from './yaml-composer.ts';
import type { YamlContext } from './yaml-context.ts';
import { emptyScalar } from './yaml-keys.ts';
import { type Properties, readEnd, readProperties } from './yaml-properties.ts';
import type { YamlNode } from './yaml-tree.ts';

/** Turn one document of the `yaml` package's syntax tree into a node; undefined for an empty document. */
export function composeDocument(context: YamlContext, document: CST.Document): YamlNode | undefined {
  const { start, value, end, offset } = document;
  const properties = readProperties(context, start, {
    indicator: 'doc-start',
    offset,
    next: value ?? end?.[0],
    parentIndent: 0,
    atLineStart: true,
  });
  const block = value?.type === 'block-map' || value?.type === 'block-seq';
  if (properties.indicator && block && !properties.hasNewline) {
    context.reportAt(value.offset, 'The content must start on the line behind "---"');
  }
  const node = composeNode(context, value, properties, true);
  readEnd(context, end, false);
  return node;
}

/** A node from its token; undefined where nothing stands there, neither value nor tag nor anchor. */
function composeNode(
  context: YamlContext,
  token: CST.Token | null | undefined,
  properties: Properties,
  atRoot = false,
): YamlNode | undefined {
  const { anchor, tag } = properties;
  const name = anchor?.source.slice(1);
  if (anchor && name === '') context.reportAt(anchor.offset, 'The anchor has no name');
  if (name) context.open(name);
  const written = token && !(token.type === 'scalar' && token.source === '');
  const node = written ? composeToken(context, token, properties, atRoot) : undefined;
  if (!node && !anchor && !tag) return undefined;
  const plain = node ?? emptyScalar(context, properties.end ?? properties.start, tag?.source);
  if (!anchor && !tag) return plain;
  const result: YamlNode = {
    ...plain,
    ...(tag && { tag: tag.source }),
    ...(anchor && {
      anchor: { name: name!, span: context.span(anchor.offset, anchor.offset + anchor.source.length) },
    }),
  };
  if (name) context.define(name, result);
  return result;
}

function composeToken(
  context: YamlContext,
  token: CST.Token,
  properties: Properties,
  atRoot: boolean,
): YamlNode | undefined {
  const composer: Composer = { context, node: (inner, before) => composeNode(context, inner, before) };
  switch (token.type) {
    case 'alias':
      if (properties.anchor || properties.tag) {
        context.reportAt(token.offset, 'An alias can have neither tag nor anchor');
      }
      return composeAlias(context, token);
    case 'scalar':
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
    case 'block-scalar':
      return composeScalar(context, token, properties.tag?.source, atRoot);
    case 'block-map':
      return composeMap(composer, token);
    case 'block-seq':
      return composeSequence(composer, token, properties);
    case 'flow-collection':
      return composeFlow(composer, token, atRoot);
    default:
      context.reportAt(token.offset, `Unexpected "${'source' in token ? token.source : ''}"`);
      return undefined;
  }
}

function composeAlias(context: YamlContext, token: CST.FlowScalar): YamlNode {
  const { offset, source } = token;
  const end = offset + source.length;
  const name = source.slice(1);
  readEnd(context, token.end, true);
  if (name === '') context.report(offset, end, 'The alias has no name');
  const target = name === '' ? undefined : context.resolve(name, offset, end);
  return { kind: 'alias', name, span: context.span(offset, end), ...(target && { target }) };
}
