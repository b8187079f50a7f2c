import type { Span } from '../text/index.ts';
import type { ComposeEntry, ComposeMapping, ComposeSequence, ComposeValue, Origin } from './compose.ts';
import { type Directive, noDirectives, WrittenMapping } from './compose-value.ts';
import { type KeyedForm, keyed, madeMapping, named, textAt } from './keyed.ts';
import { readPort } from './port.ts';

/**
 * How two values of one attribute become one. Without a strategy: mappings merge key by key, lists are joined, scalars are
 * replaced.
 */
type Strategy = (base: ComposeValue, over: ComposeValue, path: string) => ComposeValue;

/**
 * Compose specification, "Merge Compose files" and "extends", with compose-go's override/merge.go and override/uncity.go
 * (https://github.com/compose-spec/compose-go/tree/main/override) for the attributes that they leave open. Paths start in
 * the service; `*` stands for any name below networks, ulimits and the like.
 */
const strategies: ReadonlyMap<string, Strategy> = new Map<string, Strategy>([
  ...each(['command', 'entrypoint', 'healthcheck.test'], (_base, over) => over),
  ...each(
    [
      'environment',
      'labels',
      'annotations',
      'sysctls',
      'storage_opt',
      'build.args',
      'build.labels',
      'deploy.labels',
      'build.additional_contexts',
      'resource.labels',
    ],
    byKey('='),
  ),
  ...each(['extra_hosts', 'build.extra_hosts'], byKey('host')),
  ...each(['depends_on'], dependencies),
  ...each(['networks', 'models'], byName),
  ...each(
    [
      'cap_add',
      'cap_drop',
      'dns',
      'dns_opt',
      'dns_search',
      'expose',
      'tmpfs',
      'links',
      'external_links',
      'profiles',
      'security_opt',
      'group_add',
      'device_cgroup_rules',
      'label_file',
      'volumes_from',
      'build.tags',
      'build.platforms',
      'build.cache_from',
      'build.cache_to',
      'networks.*.aliases',
      'networks.*.link_local_ips',
      'deploy.placement.constraints',
    ],
    unique(text),
  ),
  ...each(['ports'], unique(portKey)),
  ...each(['volumes'], unique(volumeKey)),
  ...each(['devices'], unique(deviceKey)),
  ...each(
    ['secrets'],
    unique((value) => grantKey(value, '/run/secrets/')),
  ),
  ...each(
    ['configs'],
    unique((value) => grantKey(value, '/')),
  ),
  ...each(
    ['env_file'],
    unique((value) => textAt(value, 'path') ?? text(value)),
  ),
  ...each(
    ['resource.ipam.config'],
    unique((value) => textAt(value, 'subnet')),
  ),
  ...each(['build'], (base, over, path) => mergeMappings(asBuild(base), asBuild(over), path)),
  ...each(['logging'], logging),
]);

function each(paths: readonly string[], strategy: Strategy): (readonly [string, Strategy])[] {
  return paths.map((path) => [path, strategy] as const);
}

/** Merge two values of an attribute; an absent or null one leaves the other as it is. @param path see `strategies`. */
export function mergeValues(
  base: ComposeValue | undefined,
  over: ComposeValue | undefined,
  path: string,
): ComposeValue | undefined {
  if (base === undefined || isNull(base)) return over ?? base;
  if (over === undefined || isNull(over)) return base;
  const strategy = strategies.get(path);
  if (strategy) return strategy(base, over, path);
  if (base.kind === 'mapping' && over.kind === 'mapping') return mergeMappings(base, over, path);
  if (base.kind === 'sequence' && over.kind === 'sequence')
    return joined(base, over, [...base.items, ...over.items]);
  return over;
}

/** Merge two mappings key by key, when the result is looked at. */
export function mergeMappings(base: ComposeMapping, over: ComposeMapping, path: string): ComposeMapping {
  return new MergedMapping(base, over, path);
}

function isNull(value: ComposeValue): boolean {
  return value.kind === 'scalar' && value.value === null;
}

/** The path of a service. */
export const servicePath = '';
/** The path of a volume, network, secret or config. */
export const resourcePath = 'resource';

class MergedMapping implements ComposeMapping {
  readonly kind = 'mapping';
  readonly span: Span;
  readonly node: ComposeMapping['node'];
  readonly origin: Origin;
  readonly #base: ComposeMapping;
  readonly #over: ComposeMapping;
  readonly #path: string;
  #entries: ReadonlyMap<string, ComposeEntry> | undefined;

  constructor(base: ComposeMapping, over: ComposeMapping, path: string) {
    this.span = over.span;
    this.node = over.node;
    this.origin = over.origin;
    this.#base = base;
    this.#over = over;
    this.#path = path;
  }

  get entries(): ReadonlyMap<string, ComposeEntry> {
    if (this.#entries) return this.#entries;
    const entries = new Map(this.#base.entries);
    const directives = this.directives;
    for (const [key, directive] of directives) if (directive === 'reset') entries.delete(key);
    for (const [key, entry] of this.#over.entries) {
      const before = directives.get(key) === 'override' ? undefined : entries.get(key);
      if (!before) entries.set(key, entry);
      else
        entries.set(key, {
          key,
          keySpan: entry.keySpan,
          value: mergeValues(before.value, entry.value, childPath(this.#path, key)),
        });
    }
    // What a service extends says where it comes from, not what it is.
    if (this.#path === servicePath) entries.delete('extends');
    this.#entries = entries;
    return entries;
  }

  get directives(): ReadonlyMap<string, Directive> {
    return directivesOf(this.#over);
  }
}

/** The keys that a mapping resets or overrides in the files before it. */
export function directivesOf(mapping: ComposeMapping): ReadonlyMap<string, Directive> {
  return mapping instanceof WrittenMapping || mapping instanceof MergedMapping
    ? mapping.directives
    : noDirectives;
}

function childPath(path: string, key: string): string {
  if (path === servicePath) return key;
  return path === 'networks' ? 'networks.*' : `${path}.${key}`;
}

function byKey(form: KeyedForm): Strategy {
  return (base, over) => {
    const entries = new Map(keyed(base, form));
    const directives = over.kind === 'mapping' ? directivesOf(over) : noDirectives;
    for (const [key, directive] of directives) if (directive === 'reset') entries.delete(key);
    for (const [key, entry] of keyed(over, form)) entries.set(key, entry);
    return { ...madeMapping(entries, over), node: over.kind === 'mapping' ? over.node : undefined };
  };
}

/** Names in a list are names in a map without a value, which merges with what is there. */
function byName(base: ComposeValue, over: ComposeValue, path: string): ComposeValue {
  return mergeMappings(asNamed(base), asNamed(over), path);
}

/** A dependency in a list has a condition too (`service_started`): it replaces one in a map. */
function dependencies(base: ComposeValue, over: ComposeValue, path: string): ComposeValue {
  if (over.kind === 'mapping') return byName(base, over, path);
  return madeMapping(new Map([...named(base), ...named(over)]), over);
}

function asNamed(value: ComposeValue): ComposeMapping {
  return value.kind === 'mapping' ? value : madeMapping(named(value), value);
}

function asBuild(value: ComposeValue): ComposeMapping {
  if (value.kind === 'mapping') return value;
  return madeMapping(new Map([['context', { key: 'context', keySpan: value.span, value }]]), value);
}

/** Options of one driver say nothing to another. */
function logging(base: ComposeValue, over: ComposeValue, path: string): ComposeValue {
  if (base.kind !== 'mapping' || over.kind !== 'mapping') return over;
  const [before, after] = [textAt(base, 'driver'), textAt(over, 'driver')];
  return before !== undefined && after !== undefined && before !== after
    ? over
    : mergeMappings(base, over, path);
}

/** Items are joined; of two with one key the later takes the earlier's place. What has no key stays. */
function unique(keyOf: (value: ComposeValue) => string | undefined): Strategy {
  return (base, over) => {
    const items: ComposeValue[] = [];
    const places = new Map<string, number>();
    for (const item of [...itemsOf(base), ...itemsOf(over)]) {
      const key = keyOf(item);
      const place = key === undefined ? undefined : places.get(key);
      if (place !== undefined) items[place] = item;
      else {
        if (key !== undefined) places.set(key, items.length);
        items.push(item);
      }
    }
    return joined(base, over, items);
  };
}

function itemsOf(value: ComposeValue): readonly ComposeValue[] {
  return value.kind === 'sequence' ? value.items : [value];
}

function joined(base: ComposeValue, over: ComposeValue, items: readonly ComposeValue[]): ComposeSequence {
  const node = over.kind === 'sequence' ? over.node : base.kind === 'sequence' ? base.node : undefined;
  return { kind: 'sequence', items, span: over.span, node, origin: over.origin };
}

function text(value: ComposeValue): string | undefined {
  return value.kind === 'scalar' ? value.text : undefined;
}

function portKey(value: ComposeValue): string | undefined {
  const port = readPort(value);
  if (!port) return undefined;
  if (port.dynamic || port.target === undefined) return port.text;
  const published =
    port.published === undefined ? '' : `${port.published}-${port.publishedEnd ?? port.published}`;
  return `${port.hostIp ?? ''}|${published}|${port.target}-${port.targetEnd ?? port.target}/${port.protocol}`;
}

function volumeKey(value: ComposeValue): string | undefined {
  return value.kind === 'mapping' ? textAt(value, 'target') : volumeParts(text(value) ?? '').target;
}

/** The parts of a short volume `[SOURCE:]TARGET[:MODE]`; a Windows drive's colon parts nothing, nor does one inside `${…}`. */
export function volumeParts(short: string): {
  readonly source?: string;
  readonly target: string;
  readonly mode?: string;
} {
  const parts = short.match(/(?:(?:^|(?<=:))[A-Za-z]:(?=[\\/])|\$\{[^}]*\}|[^:])+/g) ?? [];
  const [first = '', second, third] = parts;
  if (second === undefined) return { target: first };
  return { source: first, target: second, ...(third !== undefined && { mode: third }) };
}

function deviceKey(value: ComposeValue): string | undefined {
  if (value.kind === 'mapping') return textAt(value, 'target') ?? textAt(value, 'source');
  const [source, target] = (text(value) ?? '').split(':');
  return target ?? source;
}

/** Secrets and configs are one where they are mounted at one path. */
function grantKey(value: ComposeValue, folder: string): string | undefined {
  const target =
    value.kind === 'mapping' ? (textAt(value, 'target') ?? textAt(value, 'source')) : text(value);
  return target === undefined || target.startsWith('/') ? target : `${folder}${target}`;
}
