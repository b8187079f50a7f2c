import { type Edit, type Mount, type Span, setYaml } from '../../core/rule.ts';
import { partOf } from './compose-places.ts';
import { rewrite } from './rewrite.ts';

/** Where a mount says what it takes from the host. */
export function mountPlace({ value, source, span }: Mount): Span {
  const written = value.kind === 'mapping' ? value.entries.get('source')?.value?.span : undefined;
  return written ?? (value.kind === 'mapping' ? partOf(span, source ?? '') : partOf(span, ''));
}

/** The edits that make a mount read-only; undefined where others share it. */
export function makeReadOnly({ value, form, target }: Mount): readonly Edit[] | undefined {
  if (value.origin === 'shared') return undefined;
  if (form === 'long')
    return value.node?.kind === 'map' ? setYaml(value.node, ['read_only'], true) : undefined;
  if (value.kind !== 'scalar' || value.node?.kind !== 'scalar') return undefined;
  const { text } = value.node;
  const mode = /:([a-z,]+)$/i.exec(text)?.[1];
  const hasMode = mode !== undefined && !target.endsWith(mode);
  const edit = rewrite(value, hasMode ? `${text.slice(0, -mode.length)}${withReadOnly(mode)}` : `${text}:ro`);
  return edit && [edit];
}

function withReadOnly(mode: string): string {
  const rest = mode.split(',').filter((word) => word !== 'rw');
  return ['ro', ...rest].join(',');
}
