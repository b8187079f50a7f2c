import type { YamlEntry } from '../parse/yaml-tree.ts';
import { folderOf, joinPath } from '../text/index.ts';
import type { ComposeFile, ComposeMapping, ComposeResolver, ComposeScalar, ComposeValue } from './compose.ts';
import { isRemote, type Layers } from './compose-extends.ts';
import type { Layer } from './compose-value.ts';
import { scalarAt } from './keyed.ts';
import { type EffectiveEntry, resolveAlias } from './yaml-merge.ts';

/** What one file says of a service, volume, network … */
export interface Piece {
  readonly layer: Layer;
  readonly entry: YamlEntry;
  /** It came through a merge key of its section. */
  readonly shared: boolean;
}

export const sectionNames = ['services', 'volumes', 'networks', 'secrets', 'configs'] as const;
export type SectionName = (typeof sectionNames)[number];

/** The pieces of each named element, base first; nothing is merged yet. */
type Section = Map<string, Piece[]>;

/** A set of files that are merged into one another, with what they include. */
export interface Model {
  readonly sections: Readonly<Record<SectionName, Section>>;
  /** The files' whole roots, base first, for what stands beside the sections. */
  readonly roots: readonly ComposeMapping[];
}

/** Nested deeper, an include is a mistake. */
const deepestInclude = 50;

/** Gathers the files of a project. Compose specification, "Merge" and "include". */
export class ModelBuilder {
  readonly #layers: Layers;
  readonly #resolver: ComposeResolver;
  /** Undefined while it is being built: who asks for it then goes in a circle. */
  readonly #built = new Map<string, Model | undefined>();

  constructor(layers: Layers, resolver: ComposeResolver) {
    this.#layers = layers;
    this.#resolver = resolver;
  }

  build(
    files: readonly ComposeFile[],
    folder: string,
    variables: ReadonlyMap<string, string>,
    depth = 0,
  ): Model {
    const sections = {
      services: new Map(),
      volumes: new Map(),
      networks: new Map(),
      secrets: new Map(),
      configs: new Map(),
    };
    const roots: ComposeMapping[] = [];
    for (const file of files) {
      const layer = this.#layers.layer(file, folder, variables);
      const root = file.root && layer.value(file.root, 'own');
      if (root?.kind !== 'mapping') continue;
      roots.push(root);
      const included = this.#included(layer, root, depth);
      for (const name of sectionNames) this.#addSection(sections[name], name, layer, included);
    }
    return { sections, roots };
  }

  #addSection(section: Section, name: SectionName, layer: Layer, included: readonly Model[]): void {
    const entry = layer.file.entry(name);
    if (entry?.value?.tag === '!reset' || entry?.value?.tag === '!override') section.clear();
    const own =
      entry?.value?.tag === '!reset' ? new Map<string, EffectiveEntry>() : this.#ownEntries(layer, name);
    const imported = new Map<string, readonly Piece[]>();
    for (const model of included) {
      for (const [key, pieces] of model.sections[name]) {
        const other = own.get(key)?.entry ?? imported.get(key)?.at(-1)?.entry;
        if (other && other !== pieces.at(-1)!.entry)
          this.#layers.report(
            other.key.span,
            `${name}.${key} is also in an included file, ${pieces.at(-1)!.layer.file.source.path}: Compose refuses that.`,
          );
        imported.set(key, pieces);
      }
    }
    for (const [key, pieces] of imported)
      if (!own.has(key)) section.set(key, [...(section.get(key) ?? []), ...pieces]);
    for (const [key, { entry: written, shared }] of own) {
      const tag = written.value?.tag;
      if (tag === '!reset') section.delete(key);
      else
        section.set(key, [
          ...(tag === '!override' ? [] : (section.get(key) ?? [])),
          { layer, entry: written, shared },
        ]);
    }
  }

  #ownEntries(layer: Layer, name: SectionName): ReadonlyMap<string, EffectiveEntry> {
    if (name === 'services') return this.#layers.services(layer);
    const node = resolveAlias(layer.file.entry(name)?.value);
    return node?.kind === 'map' ? layer.mergeKeys.entries(node) : new Map();
  }

  #included(layer: Layer, root: ComposeMapping, depth: number): readonly Model[] {
    const include = root.entries.get('include')?.value;
    if (include?.kind !== 'sequence') return [];
    return include.items.flatMap((item) => this.#include(layer, item, depth) ?? []);
  }

  #include(layer: Layer, item: ComposeValue, depth: number): Model | undefined {
    const paths = scalars(item.kind === 'mapping' ? item.entries.get('path')?.value : item);
    if (paths.length === 0 || paths.some((path) => path.dynamic || isRemote(path.text))) return undefined;
    const files: ComposeFile[] = [];
    for (const path of paths) {
      const at = joinPath(layer.folder, path.text);
      const file = this.#resolver.file(at);
      if (file) files.push(file);
      else this.#layers.report(path.span, `The included file ${at} is not there.`);
    }
    if (files.length === 0) return undefined;
    const directory = scalarAt(item, 'project_directory');
    if (directory?.dynamic) return undefined;
    const folder = directory
      ? joinPath(layer.folder, directory.text)
      : folderOf(joinPath(layer.folder, paths[0]!.text));
    const key = [folder, ...files.map((file) => file.source.path)].join('\0');
    if (this.#built.has(key) || depth >= deepestInclude) {
      const known = this.#built.get(key);
      if (!known)
        this.#layers.report(
          paths[0]!.span,
          `"include" goes in a circle: ${files[0]!.source.path} comes back to itself.`,
        );
      return known;
    }
    this.#built.set(key, undefined);
    const model = this.build(files, folder, this.#variables(layer, item, folder), depth + 1);
    this.#built.set(key, model);
    return model;
  }

  /** The including project's variables beat those of the included one's own env file. */
  #variables(layer: Layer, item: ComposeValue, folder: string): ReadonlyMap<string, string> {
    const named = scalars(item.kind === 'mapping' ? item.entries.get('env_file')?.value : undefined);
    const paths =
      named.length > 0 ? named.map((one) => joinPath(layer.folder, one.text)) : [joinPath(folder, '.env')];
    const own = paths.flatMap((path) => [...(this.#resolver.envFile?.(path) ?? [])]);
    return own.length === 0 ? layer.variables : new Map([...own, ...layer.variables]);
  }
}

function scalars(value: ComposeValue | undefined): readonly ComposeScalar[] {
  const items = value?.kind === 'sequence' ? value.items : value ? [value] : [];
  return items.filter((item): item is ComposeScalar => item.kind === 'scalar' && item.text !== '');
}
