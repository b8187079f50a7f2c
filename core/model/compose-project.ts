import { folderOf, type Problem } from '../text/index.ts';
import { type BrokenPlaces, brokenPlaces } from './broken.ts';
import type {
  ComposeEntry,
  ComposeFile,
  ComposeMapping,
  ComposeProject,
  ComposeResolver,
  ComposeResource,
  Origin,
  Service,
  VariableUse,
} from './compose.ts';
import { extendService, Layers } from './compose-extends.ts';
import { directivesOf, mergeMappings, mergeValues, resourcePath, servicePath } from './compose-merge.ts';
import { type Model, ModelBuilder, type Piece, type SectionName, sectionNames } from './compose-model.ts';
import { ServiceView } from './compose-service.ts';
import { eachScalar } from './compose-shape.ts';
import { interpolate, spansOfUses } from './interpolate.ts';
import { madeMapping, scalarAt } from './keyed.ts';

/**
 * The merged view of a deployment's Compose files. @param files base first. Nothing is merged before it is asked for.
 */
export function resolveCompose(files: readonly ComposeFile[], resolver: ComposeResolver): ComposeProject {
  return new ProjectView(files, resolver);
}

class ProjectView implements ComposeProject {
  readonly files: readonly ComposeFile[];
  readonly services: readonly Service[];
  readonly #resolver: ComposeResolver;
  readonly #layers = new Layers();
  readonly #model: Model;
  readonly #byName: ReadonlyMap<string, ServiceView>;
  readonly #broken = new Map<ComposeFile, BrokenPlaces>();
  readonly #memory = new Map<string, unknown>();

  constructor(files: readonly ComposeFile[], resolver: ComposeResolver) {
    this.files = files;
    this.#resolver = resolver;
    const folder = folderOf(files[0]?.source.path ?? '.');
    this.#model = new ModelBuilder(this.#layers, resolver).build(files, folder, resolver.variables);
    const services = [...this.#model.sections.services].map(([name, pieces]) => this.#service(name, pieces));
    this.services = services;
    this.#byName = new Map(services.map((service) => [service.name, service]));
  }

  #service(name: string, pieces: readonly Piece[]): ServiceView {
    const find = (path: string) => this.#resolver.file(path);
    return new ServiceView(name, pieces, {
      merge: () => {
        const parts = pieces.map((piece, index) =>
          extendService(this.#layers, find, piece.layer, name, piece.entry, originOf(pieces, index)),
        );
        const mappings = parts.flatMap((part) => part.mapping ?? []);
        return {
          value:
            mappings.length > 0
              ? mappings.reduce((base, over) => mergeMappings(base, over, servicePath))
              : undefined,
          complete: parts.every((part) => part.complete),
          bases: parts.flatMap((part) => part.bases),
        };
      },
      broken: (file) => this.#brokenPlaces(file),
    });
  }

  #brokenPlaces(file: ComposeFile): BrokenPlaces {
    const known = this.#broken.get(file);
    if (known) return known;
    const places = brokenPlaces(file);
    this.#broken.set(file, places);
    return places;
  }

  #once<T>(name: string, make: () => T): T {
    if (!this.#memory.has(name)) this.#memory.set(name, make());
    return this.#memory.get(name) as T;
  }

  service(name: string): Service | undefined {
    return this.#byName.get(name);
  }

  /** Looks at every service, since what they extend may lie in other files. */
  #extendAll(): void {
    this.#once('extended', () => {
      for (const service of this.#byName.values()) service.resolve();
      return true;
    });
  }

  get allFiles(): readonly ComposeFile[] {
    this.#extendAll();
    return this.#once('allFiles', () => [...new Set([...this.files, ...this.#layers.files.values()])]);
  }

  get problems(): readonly Problem[] {
    this.#extendAll();
    return this.#once('problems', () => this.#layers.problems);
  }

  get name(): string | undefined {
    const given = this.#resolver.variables.get('COMPOSE_PROJECT_NAME');
    if (given) return given;
    const written = this.#model.roots
      .map((root) => scalarAt(root, 'name'))
      .findLast((name) => name !== undefined);
    return written && !written.dynamic ? written.text : undefined;
  }

  get volumes(): readonly ComposeResource[] {
    return this.#resources('volumes');
  }
  get networks(): readonly ComposeResource[] {
    return this.#resources('networks');
  }
  get secrets(): readonly ComposeResource[] {
    return this.#resources('secrets');
  }
  get configs(): readonly ComposeResource[] {
    return this.#resources('configs');
  }

  #resources(section: SectionName): readonly ComposeResource[] {
    return this.#once(section, () =>
      [...this.#model.sections[section]].map(([name, pieces]) => {
        const value = this.#resourceValue(pieces);
        const external = value?.entries.get('external')?.value;
        return {
          name,
          nameSpan: pieces.at(-1)!.entry.key.span,
          value,
          // Before Compose's version 3.4 `external` was a map with the name.
          external: external?.kind === 'mapping' || (external?.kind === 'scalar' && external.value === true),
        };
      }),
    );
  }

  #resourceValue(pieces: readonly Piece[]): ComposeMapping | undefined {
    const values = pieces.map((piece, index) =>
      piece.layer.value(piece.entry.value, originOf(pieces, index)),
    );
    const merged = values.reduce((base, over) => mergeValues(base, over, resourcePath), undefined);
    return merged?.kind === 'mapping' ? merged : undefined;
  }

  get value(): ComposeMapping | undefined {
    return this.#once('value', () => {
      const roots = this.#model.roots;
      if (roots.length === 0) return undefined;
      const whole = new Map<string, ComposeEntry>();
      for (const root of roots) {
        for (const [key, directive] of directivesOf(root)) if (directive === 'reset') whole.delete(key);
        for (const [key, entry] of root.entries) {
          const before = directivesOf(root).has(key) ? undefined : whole.get(key);
          whole.set(
            key,
            before ? { ...entry, value: mergeValues(before.value, entry.value, `${key}.`) } : entry,
          );
        }
      }
      whole.delete('include');
      for (const section of sectionNames) {
        const elements = this.#section(section);
        const key = whole.get(section)?.keySpan ?? roots.at(-1)!.span;
        if (elements.size === 0) whole.delete(section);
        else
          whole.set(section, {
            key: section,
            keySpan: key,
            value: madeMapping(elements, { span: key, origin: 'own' }),
          });
      }
      return madeMapping(whole, roots.at(-1)!);
    });
  }

  #section(section: SectionName): ReadonlyMap<string, ComposeEntry> {
    const entries: readonly ComposeEntry[] =
      section === 'services'
        ? this.services.map(({ name, nameSpan, value }) => ({ key: name, keySpan: nameSpan, value }))
        : this.#resources(section).map(({ name, nameSpan, value }) => ({
            key: name,
            keySpan: nameSpan,
            value,
          }));
    return new Map(entries.map((entry) => [entry.key, entry]));
  }

  get variables(): readonly VariableUse[] {
    return this.#once('variables', () => this.allFiles.flatMap(variablesOf));
  }
}

/** The last file that writes a thing is its own; a merge key shares with others. */
function originOf(pieces: readonly Piece[], index: number): Origin {
  if (pieces[index]!.shared) return 'shared';
  return index === pieces.length - 1 ? 'own' : 'file';
}

function variablesOf(file: ComposeFile): readonly VariableUse[] {
  const found: VariableUse[] = [];
  eachScalar(file.yaml.documents[0], (scalar) => {
    if (!scalar.text.includes('$')) return;
    const { uses } = interpolate(scalar.text, nothing);
    const spans = spansOfUses(scalar, uses);
    for (const [index, { start, end, ...use }] of uses.entries()) found.push({ ...use, span: spans[index]! });
  });
  return found;
}

const nothing: ReadonlyMap<string, string> = new Map();
