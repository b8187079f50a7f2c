import type { YamlEntry } from '../parse/yaml-tree.ts';
import { folderOf, joinPath, type Problem, type Span } from '../text/index.ts';
import type { ComposeFile, ComposeMapping, ComposeValue, Origin } from './compose.ts';
import { mergeMappings, servicePath } from './compose-merge.ts';
import { Layer } from './compose-value.ts';
import { scalarAt } from './keyed.ts';
import { type EffectiveEntry, resolveAlias } from './yaml-merge.ts';

/** Longer chains are a mistake (or an attack); the services beyond are left out. */
const longestChain = 100;

/** One service of a file, with what it extends. */
export interface Extended {
  readonly mapping: ComposeMapping | undefined;
  /** Nothing that it extends is missing. */
  readonly complete: boolean;
  /** The entries that it inherits from, the nearest first. */
  readonly bases: readonly { readonly file: ComposeFile; readonly entry: YamlEntry }[];
}

interface Link {
  readonly layer: Layer;
  readonly name: string;
  readonly entry: YamlEntry;
  readonly mapping: ComposeMapping;
}

/** The files of a project, each once per folder that its paths start from, and what was wrong with finding them. */
export class Layers {
  readonly files = new Map<string, ComposeFile>();
  readonly #layers = new Map<string, Layer>();
  readonly #problems = new Map<string, Problem>();
  readonly #services = new Map<Layer, ReadonlyMap<string, EffectiveEntry>>();

  layer(file: ComposeFile, folder: string, variables: ReadonlyMap<string, string>): Layer {
    const key = `${folder}\0${file.source.path}`;
    const known = this.#layers.get(key);
    if (known) return known;
    const layer = new Layer(file, folder, variables);
    this.#layers.set(key, layer);
    this.files.set(file.source.path, file);
    return layer;
  }

  /** One problem a place. */
  report(span: Span, message: string): void {
    this.#problems.set(`${span.source.path}\0${span.start}`, { span, message });
  }

  get problems(): readonly Problem[] {
    return [...this.#problems.values()];
  }

  /** A file's services by name, merge keys resolved. */
  services(layer: Layer): ReadonlyMap<string, EffectiveEntry> {
    const known = this.#services.get(layer);
    if (known) return known;
    const node = resolveAlias(layer.file.entry('services')?.value);
    const services = node?.kind === 'map' ? layer.mergeKeys.entries(node) : new Map<string, EffectiveEntry>();
    this.#services.set(layer, services);
    return services;
  }
}

/**
 * A service of one file merged over what it extends, in that file or another (Compose specification, "extends").
 * Relative paths start from the folder of the file in which they are written.
 */
export function extendService(
  layers: Layers,
  find: (path: string) => ComposeFile | undefined,
  layer: Layer,
  name: string,
  entry: YamlEntry,
  origin: Origin,
): Extended {
  const own = layer.value(entry.value, origin);
  if (own?.kind !== 'mapping') return { mapping: undefined, complete: true, bases: [] };
  const chain: Link[] = [{ layer, name, entry, mapping: own }];
  const seen = new Set([`${layer.file.source.path}\0${name}`]);
  let complete = true;
  for (let last = chain[0]!; ; last = chain.at(-1)!) {
    const reference = last.mapping.entries.get('extends')?.value;
    if (reference === undefined) break;
    const next = follow(layers, find, last, reference);
    const key = next && `${next.layer.file.source.path}\0${next.name}`;
    if (key !== undefined && seen.has(key))
      layers.report(
        reference.span,
        `"extends" goes in a circle: service "${last.name}" comes back to "${next!.name}".`,
      );
    if (chain.length > longestChain)
      layers.report(reference.span, `"extends" leads through more than ${longestChain} services.`);
    if (!next || seen.has(key!) || chain.length > longestChain) {
      complete = false;
      break;
    }
    seen.add(key!);
    chain.push(next);
  }
  const mapping = chain.reduceRight<ComposeMapping | undefined>(
    (base, link) => (base ? mergeMappings(base, link.mapping, servicePath) : link.mapping),
    undefined,
  );
  return {
    mapping,
    complete,
    bases: chain.slice(1).map((link) => ({ file: link.layer.file, entry: link.entry })),
  };
}

/** The service that an `extends` names; undefined where it is missing or cannot be known. */
function follow(
  layers: Layers,
  find: (path: string) => ComposeFile | undefined,
  from: Link,
  reference: ComposeValue,
): Link | undefined {
  const service = reference.kind === 'scalar' ? reference : scalarAt(reference, 'service');
  const file = scalarAt(reference, 'file');
  if (!service || service.dynamic || file?.dynamic || isRemote(file?.text ?? '')) return undefined;
  let layer = from.layer;
  if (file) {
    const path = joinPath(from.layer.folder, file.text);
    const found = find(path);
    if (!found) {
      layers.report(file.span, `Service "${from.name}" extends a service of ${path}, which is not there.`);
      return undefined;
    }
    layer = found === layer.file ? layer : layers.layer(found, folderOf(path), from.layer.variables);
  }
  const entry = layers.services(layer).get(service.text)?.entry;
  const mapping = entry && layer.value(entry.value, 'shared');
  if (entry && mapping?.kind === 'mapping') return { layer, name: service.text, entry, mapping };
  layers.report(
    service.span,
    `Service "${from.name}" extends "${service.text}", which ${layer.file.source.path} does not have.`,
  );
  return undefined;
}

/** A path that Compose would fetch: `oci://…`, a Git URL. */
export function isRemote(path: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/i.test(path) || /\.git(?:#|$)/.test(path);
}
