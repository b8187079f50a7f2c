import { joinPath } from '../text/index.ts';
import type { ComposeMapping, ComposeScalar, ComposeValue, Mount, Service } from './compose.ts';
import { volumeParts } from './compose-merge.ts';
import { scalarAt, textAt } from './keyed.ts';

const types: readonly string[] = [
  'volume',
  'bind',
  'tmpfs',
  'npipe',
  'cluster',
  'image',
] satisfies Mount['type'][];

/** One entry of `volumes`, short (`[SOURCE:]TARGET[:MODE]`) or long; undefined for what is none. */
export function readMount(value: ComposeValue): Mount | undefined {
  if (value.kind === 'mapping') return longMount(value);
  if (value.kind === 'sequence' || value.value === null) return undefined;
  const { source, target, mode } = volumeParts(value.text);
  const bind = source !== undefined && isHostPath(source);
  const path = bind ? pathOf(source, value) : undefined;
  return {
    type: bind ? 'bind' : 'volume',
    ...(source !== undefined && { source }),
    ...(path !== undefined && { path }),
    target: withoutEnd(target),
    readOnly: (mode ?? '').split(',').includes('ro'),
    form: 'short',
    dynamic: value.dynamic,
    value,
    span: value.span,
  };
}

function longMount(value: ComposeMapping): Mount {
  const type = textAt(value, 'type') ?? 'volume';
  const source = scalarAt(value, 'source') ?? scalarAt(value, 'src');
  const path = type === 'bind' && source ? pathOf(source.text, source) : undefined;
  const target = textAt(value, 'target') ?? textAt(value, 'dst') ?? textAt(value, 'destination') ?? '';
  return {
    type: types.includes(type) ? (type as Mount['type']) : 'volume',
    ...(source && { source: source.text }),
    ...(path !== undefined && { path }),
    target: withoutEnd(target),
    readOnly: (scalarAt(value, 'read_only') ?? scalarAt(value, 'readonly'))?.value === true,
    form: 'long',
    dynamic: [...value.entries.values()].some(
      (entry) => entry.value?.kind === 'scalar' && entry.value.dynamic,
    ),
    value,
    span: value.span,
  };
}

/** A path rather than a volume's name: what begins with `.`, `/`, `~`, a drive, or holds a separator behind a variable. */
function isHostPath(source: string): boolean {
  return /^(?:[./~\\]|[A-Za-z]:[\\/])/.test(source) || /^\$\{\w+\}\//.test(source);
}

/** `/data/` is `/data`. */
function withoutEnd(target: string): string {
  let end = target.length;
  while (end > 1 && target[end - 1] === '/') end--;
  return target.slice(0, end);
}

/** The host path as the engine knows it; undefined below a home folder, which a review does not know, and with unknown parts. */
function pathOf(source: string, scalar: ComposeScalar): string | undefined {
  return source.startsWith('~') || (scalar.dynamic && source.includes('${'))
    ? undefined
    : joinPath(scalar.folder, source);
}

/** `secrets` or `configs` of a service. */
export function readGrants(value: ComposeValue | undefined): Service['secrets'] {
  if (value?.kind !== 'sequence') return [];
  return value.items.flatMap((item) => {
    if (item.kind === 'scalar' && item.text !== '') return [{ source: item.text, span: item.span }];
    const source = scalarAt(item, 'source');
    const target = textAt(item, 'target');
    return source
      ? [{ source: source.text, ...(target !== undefined && { target }), span: source.span }]
      : [];
  });
}
