import type { CST } from 'yaml';
import type { YamlContext } from './yaml-context.ts';
import type { Properties } from './yaml-properties.ts';
import type { YamlNode } from './yaml-tree.ts';

/** What collections need to make nodes of what they hold. */
export interface Composer {
  readonly context: YamlContext;
  /** A node from its token; undefined where nothing stands there, neither value nor tag nor anchor. */
  node(token: CST.Token | null | undefined, properties: Properties): YamlNode | undefined;
}

export const keyTooLong = 'A key may be 1024 characters long at most';

/** Whether a token spreads over several lines, as a key may not. */
export function spansLines(context: YamlContext, token: CST.Token): boolean {
  if (token.type === 'flow-collection') {
    const closing = token.end[0];
    return context.source.text.slice(token.offset, closing?.offset ?? token.offset).includes('\n');
  }
  if (token.type === 'block-map' || token.type === 'block-seq' || token.type === 'block-scalar') return true;
  return 'source' in token && (token.source?.includes('\n') ?? false);
}
