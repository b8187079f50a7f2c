import type { YamlEntry, YamlFile, YamlMap } from '../parse/yaml-tree.ts';
import type { Problem, Source } from '../text/index.ts';
import type { ComposeFile } from './compose.ts';
import { refusedByCompose } from './compose-shape.ts';
import { resolveAlias } from './yaml-merge.ts';

/** A parsed YAML file as a Compose file: its first document. */
export function readComposeFile(yaml: YamlFile): ComposeFile {
  return new ComposeFileView(yaml);
}

class ComposeFileView implements ComposeFile {
  readonly source: Source;
  readonly yaml: YamlFile;
  readonly root: YamlMap | undefined;
  readonly services: readonly YamlEntry[];
  readonly problems: readonly Problem[];
  readonly #entries: ReadonlyMap<string, YamlEntry>;
  #refused: readonly Problem[] | undefined;

  constructor(yaml: YamlFile) {
    this.source = yaml.source;
    this.yaml = yaml;
    this.problems = yaml.problems;
    const document = resolveAlias(yaml.documents[0]);
    this.root = document?.kind === 'map' ? document : undefined;
    this.#entries = new Map(this.root?.entries.map((entry) => [entry.key.text, entry]) ?? []);
    const services = resolveAlias(this.entry('services')?.value);
    this.services = services?.kind === 'map' ? services.entries : [];
  }

  entry(name: string): YamlEntry | undefined {
    return this.#entries.get(name);
  }

  get refused(): readonly Problem[] {
    this.#refused ??= refusedByCompose(this);
    return this.#refused;
  }
}
