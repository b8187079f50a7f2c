import type { YamlEntry, YamlMap } from '../parse/yaml-tree.ts';
import type { Span, Spanned } from '../text/index.ts';
import type { BrokenPlaces } from './broken.ts';
import type {
  Build,
  CommandLine,
  ComposeEntry,
  ComposeFile,
  ComposeMapping,
  ComposeScalar,
  ComposeValue,
  Dependency,
  EnvFile,
  EnvironmentVariable,
  Healthcheck,
  Mount,
  Port,
  Service,
} from './compose.ts';
import { readBuild, readEnvFiles, readVariables } from './compose-build.ts';
import { readCommand, readHealthcheck } from './compose-command.ts';
import type { Extended } from './compose-extends.ts';
import type { Piece } from './compose-model.ts';
import { readGrants, readMount } from './compose-mount.ts';
import { parseImageReference } from './image.ts';
import { type KeyedEntry, madeMapping, named, scalarAt } from './keyed.ts';
import { Memory } from './memory.ts';
import { readPort } from './port.ts';
import { parseSize } from './size.ts';

/** A service's pieces merged, with what they extend. */
export interface Merged {
  readonly value: ComposeMapping | undefined;
  readonly complete: boolean;
  readonly bases: Extended['bases'];
}

interface Making {
  merge(): Merged;
  broken(file: ComposeFile): BrokenPlaces;
}

/** A service in the merged view. Each attribute is read when it is first asked for. */
export class ServiceView implements Service {
  readonly name: string;
  readonly nameSpan: Span;
  readonly written: readonly YamlEntry[];
  readonly node: YamlMap | undefined;
  readonly #pieces: readonly Piece[];
  readonly #making: Making;
  readonly #memory = new Memory<ServiceView>(this);
  /** Asked for by nearly every rule: beside the memory. */
  #value: ComposeMapping | undefined;

  constructor(name: string, pieces: readonly Piece[], making: Making) {
    const last = pieces.at(-1)!.entry;
    this.name = name;
    this.nameSpan = last.key.span;
    this.written = pieces.map((piece) => piece.entry);
    this.node = last.value?.kind === 'map' && !pieces.at(-1)!.shared ? last.value : undefined;
    this.#pieces = pieces;
    this.#making = making;
  }

  resolve(): Merged {
    return this.#memory.get(merged);
  }

  get value(): ComposeMapping {
    this.#value ??= this.resolve().value ?? madeMapping(new Map(), { span: this.nameSpan, origin: 'own' });
    return this.#value;
  }

  /** True also where something that it extends cannot be read: what seems to be missing may stand there. */
  get broken(): boolean {
    return this.#memory.get(isBroken);
  }

  merge(): Merged {
    return this.#making.merge();
  }

  /** Whether a syntax problem lies in one of the entries that it comes from. */
  get writtenBroken(): boolean {
    const places = [
      ...this.#pieces.map(({ layer, entry }) => ({ file: layer.file, entry })),
      ...this.resolve().bases,
    ];
    return places.some(({ file, entry }) => this.#making.broken(file).has(entry.span));
  }

  /** Where the relative paths of its most specific entry start from. */
  get folder(): string {
    return this.#pieces.at(-1)!.layer.folder;
  }

  entry(...path: string[]): ComposeEntry | undefined {
    return entryAt(this.value, path);
  }

  at(...path: string[]): ComposeValue | undefined {
    return path.length === 0 ? this.value : entryAt(this.value, path)?.value;
  }

  scalar(...path: string[]): ComposeScalar | undefined {
    const value = entryAt(this.value, path)?.value;
    return value?.kind === 'scalar' ? value : undefined;
  }

  get image(): Service['image'] {
    return this.#memory.get(imageOf);
  }

  get build(): Build | undefined {
    return this.#memory.get(buildOf);
  }

  get command(): CommandLine | undefined {
    return this.#memory.get(commandOf);
  }

  get entrypoint(): CommandLine | undefined {
    return this.#memory.get(entrypointOf);
  }

  get environment(): readonly EnvironmentVariable[] {
    return this.#memory.get(environmentOf);
  }

  get envFiles(): readonly EnvFile[] {
    return this.#memory.get(envFilesOf);
  }

  get ports(): readonly Port[] {
    return this.#memory.get(portsOf);
  }

  get expose(): readonly Spanned<number>[] {
    return this.#memory.get(exposeOf);
  }

  get mounts(): readonly Mount[] {
    return this.#memory.get(mountsOf);
  }

  get dependsOn(): readonly Dependency[] {
    return this.#memory.get(dependenciesOf);
  }

  get healthcheck(): Healthcheck | undefined {
    return this.#memory.get(healthcheckOf);
  }

  get networks(): Service['networks'] {
    return this.#memory.get(networksOf);
  }

  get networkMode(): ComposeScalar | undefined {
    return this.scalar('network_mode');
  }

  get secrets(): Service['secrets'] {
    return this.#memory.get(secretsOf);
  }

  get user(): ComposeScalar | undefined {
    const user = this.scalar('user');
    return user?.value === null || user?.text === '' ? undefined : user;
  }

  get profiles(): readonly string[] {
    return texts(this.value, 'profiles');
  }

  get memoryLimit(): Service['memoryLimit'] {
    return quantity(
      this.scalar('deploy', 'resources', 'limits', 'memory') ?? this.scalar('mem_limit'),
      parseSize,
    );
  }

  get cpuLimit(): Service['cpuLimit'] {
    return quantity(this.scalar('deploy', 'resources', 'limits', 'cpus') ?? this.scalar('cpus'), (text) =>
      /^\d+(?:\.\d+)?$|^\.\d+$/.test(text) ? Number(text) : undefined,
    );
  }

  get replicas(): number | undefined {
    const written = this.scalar('deploy', 'replicas') ?? this.scalar('scale');
    if (!written) return 1;
    return !written.dynamic && /^\d+$/.test(written.text) ? Number(written.text) : undefined;
  }
}

const merged = (service: ServiceView) => service.merge();
const isBroken = (service: ServiceView) => !service.resolve().complete || service.writtenBroken;
const buildOf = (service: ServiceView) => readBuild(service.at('build'), service.folder);
const commandOf = (service: ServiceView) => readCommand(service.at('command'));
const entrypointOf = (service: ServiceView) => readCommand(service.at('entrypoint'));
const environmentOf = (service: ServiceView) => readVariables(service.at('environment'));
const envFilesOf = (service: ServiceView) => readEnvFiles(service.at('env_file'));
const portsOf = (service: ServiceView) => items(service, 'ports').flatMap((item) => readPort(item) ?? []);
const exposeOf = (service: ServiceView) => items(service, 'expose').flatMap(readExpose);
const mountsOf = (service: ServiceView) => items(service, 'volumes').flatMap((item) => readMount(item) ?? []);
const dependenciesOf = (service: ServiceView) =>
  [...named(service.at('depends_on')).values()].map(readDependency);
const healthcheckOf = (service: ServiceView) => readHealthcheck(service.entry('healthcheck'));
const secretsOf = (service: ServiceView) => readGrants(service.at('secrets'));

function imageOf(service: ServiceView): Service['image'] {
  const image = service.scalar('image');
  if (!image || image.text === '') return undefined;
  const { text, span, dynamic } = image;
  return { value: text, span, dynamic, reference: dynamic ? undefined : parseImageReference(text, span) };
}

function networksOf(service: ServiceView): Service['networks'] {
  if (service.networkMode) return [];
  const networks = [...named(service.at('networks')).values()];
  if (networks.length === 0) return [{ value: 'default', span: service.nameSpan, aliases: [] }];
  return networks.map(({ key, keySpan, value }) => ({
    value: key,
    span: keySpan,
    aliases: texts(value, 'aliases'),
  }));
}

function items(service: ServiceView, key: string): readonly ComposeValue[] {
  const value = service.at(key);
  return value?.kind === 'sequence' ? value.items : [];
}

function entryAt(mapping: ComposeMapping, path: readonly string[]): ComposeEntry | undefined {
  let value: ComposeValue | undefined = mapping;
  let found: ComposeEntry | undefined;
  for (const key of path) {
    found = value?.kind === 'mapping' ? value.entries.get(key) : undefined;
    value = found?.value;
  }
  return found;
}

function quantity(
  scalar: ComposeScalar | undefined,
  parse: (text: string) => number | undefined,
): Service['memoryLimit'] {
  if (!scalar || scalar.value === null) return undefined;
  return {
    value: scalar.dynamic ? undefined : parse(scalar.text),
    span: scalar.span,
    dynamic: scalar.dynamic,
  };
}

function texts(value: ComposeValue | undefined, key: string): readonly string[] {
  const list = value?.kind === 'mapping' ? value.entries.get(key)?.value : undefined;
  return list?.kind === 'sequence'
    ? list.items.flatMap((item) => (item.kind === 'scalar' ? item.text : []))
    : [];
}

/** A port or a range of ports; ranges longer than any service needs are cut. */
function readExpose(value: ComposeValue): readonly Spanned<number>[] {
  const match = value.kind === 'scalar' ? /^(\d{1,5})(?:-(\d{1,5}))?(?:\/\w+)?$/.exec(value.text) : null;
  if (!match) return [];
  const first = Number(match[1]);
  const count = Math.min(Math.max(Number(match[2] ?? first) - first, 0), 255) + 1;
  return Array.from({ length: count }, (_, index) => ({ value: first + index, span: value.span }));
}

const conditions: readonly string[] = ['service_healthy', 'service_completed_successfully'];

function readDependency({ key, keySpan, value, item }: KeyedEntry): Dependency {
  const condition = scalarAt(value, 'condition');
  const known =
    condition && conditions.includes(condition.text)
      ? (condition.text as Dependency['condition'])
      : 'service_started';
  return {
    service: key,
    condition: known,
    required: scalarAt(value, 'required')?.value !== false,
    form: item ? 'short' : 'long',
    span: keySpan,
    ...(condition && { conditionSpan: condition.span }),
    value: item ?? value,
  };
}
