import { CST } from 'yaml';
import type { Span } from '../text/index.ts';
import type { YamlContext } from './yaml-context.ts';
import { plainValue, taggedValue } from './yaml-scalar.ts';
import type { YamlScalar } from './yaml-tree.ts';

const styles = {
  scalar: 'plain',
  'single-quoted-scalar': 'single',
  'double-quoted-scalar': 'double',
} as const;

/** A scalar of any style from its token. `atRoot`: it is the whole document, so it need not be indented. */
export function composeScalar(
  context: YamlContext,
  token: CST.FlowScalar | CST.BlockScalar,
  tag: string | undefined,
  atRoot: boolean,
): YamlScalar {
  const resolved = CST.resolveAsScalar(token, true, (offset, code, message) => {
    if ((code === 'BAD_INDENT' && atRoot) || message.startsWith('Missing closing')) return;
    context.reportAt(offset, scalarProblem(code, message));
  });
  if (token.type !== 'scalar' && token.type !== 'block-scalar' && !isClosed(token.source)) {
    const end = token.offset + token.source.length;
    context.report(token.offset, end, `The closing ${token.source[0]} is missing`);
  }
  const raw = resolved.value;
  const style =
    token.type === 'block-scalar'
      ? token.props[0] && 'source' in token.props[0] && token.props[0].source?.[0] === '>'
        ? 'folded'
        : 'literal'
      : (styles[token.type as keyof typeof styles] ?? 'plain');
  const plain = style === 'plain';
  const value = tag ? taggedValue(tag, raw, plain) : plain ? plainValue(raw) : raw;
  const span =
    token.type === 'block-scalar'
      ? blockSpan(context, token, resolved.range[1])
      : context.span(token.offset, token.offset + token.source.length);
  return { kind: 'scalar', text: value === null ? '' : raw, value, style, span };
}

/** Whether a text in quotes ends with its quote. The package looks at the last character alone, which may be an escaped one. */
function isClosed(source: string): boolean {
  const quote = source[0];
  for (let at = 1; at < source.length; at++) {
    if (quote === '"' && source[at] === '\\') at++;
    else if (quote === "'" && source[at] === quote && source[at + 1] === quote) at++;
    else if (source[at] === quote) return at === source.length - 1;
  }
  return false;
}

function scalarProblem(code: string, message: string): string {
  if (code === 'BAD_DQ_ESCAPE')
    return message.replace('Invalid escape sequence', 'No such escape in double quotes:');
  if (code === 'BAD_SCALAR_START') return message.replace('Plain value', 'An unquoted value');
  if (code === 'BAD_INDENT')
    return 'The text of a block scalar must be indented, each line like the first one at least';
  return message;
}

/** From the indicator to the end of the last line with content. */
function blockSpan(context: YamlContext, token: CST.BlockScalar, end: number): Span {
  const { text } = context.source;
  const header = token.props[0];
  const headerEnd = token.offset + (header && 'source' in header ? (header.source?.length ?? 1) : 1);
  let last = Math.min(end, text.length);
  const bodyStart = end - token.source.length;
  while (last > bodyStart && ' \t\r\n'.includes(text[last - 1]!)) last--;
  return context.span(token.offset, last > bodyStart ? last : headerEnd);
}
