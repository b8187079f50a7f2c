import type { ComposeFile } from '../model/compose.ts';
import { readComposeFile } from '../model/compose-file.ts';
import type { Dockerfile } from '../model/dockerfile.ts';
import { readDockerfile } from '../model/dockerfile-build.ts';
import { type FileKind, fileKind, looksLikeNginx } from '../model/file-kind.ts';
import { createFileTree, type FileTree, pathsBelow } from '../model/file-tree.ts';
import type { ImageFacts, ImageKnowledge } from '../model/image.ts';
import type { ProjectReader } from '../model/reader.ts';
import { parseDockerfile } from '../parse/dockerfile.ts';
import { type DotenvFile, parseDotenv } from '../parse/dotenv.ts';
import { type IgnoreFile, parseDockerignore, parseGitignore } from '../parse/ignore.ts';
import { parseNginx } from '../parse/nginx.ts';
import type { NginxFile } from '../parse/nginx-tree.ts';
import { parseYaml } from '../parse/yaml.ts';
import type { YamlFile } from '../parse/yaml-tree.ts';
import { folderOf, isInside, Source } from '../text/index.ts';

/** Everything that a file was read as, by its newest text. */
interface Parsed {
  source: Source;
  readonly kind: FileKind | undefined;
  yaml?: YamlFile;
  compose?: ComposeFile;
  dockerfile?: Dockerfile;
  nginx?: NginxFile;
  dotenv?: DotenvFile;
  gitignore?: IgnoreFile;
  dockerignore?: IgnoreFile;
}

/** What one deployment has read: when any of it changes, the deployment is made anew. */
export interface Reads {
  readonly paths: ReadonlySet<string>;
  readonly tree: boolean;
}

/** The project's files: newest texts, what they were parsed to, and which paths exist. Parses each version once. */
export class FileStore {
  readonly #files = new Map<string, Parsed>();
  readonly #images: ImageKnowledge;
  #paths = new Set<string>();
  #roots: readonly string[] = ['.'];
  #tree: FileTree | undefined;
  #scripts: readonly string[] | undefined;
  /** Paths that were asked for and are there or might be, but whose text was not handed in. */
  readonly #wanted = new Set<string>();
  readonly #absent = new Set<string>();
  readonly #changed = new Set<string>();
  #treeChanged = true;

  constructor(images: ImageKnowledge) {
    const known = new Map<string, ImageFacts | undefined>();
    this.#images = {
      facts: (reference) => {
        if (!known.has(reference.text)) known.set(reference.text, images.facts(reference));
        return known.get(reference.text);
      },
    };
  }

  set(path: string, text: string): void {
    const known = this.#files.get(path);
    if (known?.source.text === text) return;
    this.#files.set(path, { source: new Source(path, text), kind: known ? known.kind : fileKind(path) });
    this.#changed.add(path);
    this.#wanted.delete(path);
    this.#absent.delete(path);
    if (!this.#paths.has(path)) this.#changeTree(() => this.#paths.add(path));
  }

  delete(path: string): void {
    this.#wanted.delete(path);
    this.#absent.add(path);
    if (this.#files.delete(path)) this.#changed.add(path);
    if (this.#paths.has(path)) this.#changeTree(() => this.#paths.delete(path));
  }

  /** The file is there, but its text is not to be had. */
  withoutText(path: string): void {
    this.#wanted.delete(path);
    this.#absent.add(path);
    if (this.#files.delete(path)) this.#changed.add(path);
    if (!this.#paths.has(path)) this.#changeTree(() => this.#paths.add(path));
  }

  setTree(roots: readonly string[], paths: Iterable<string>): void {
    this.#changeTree(() => {
      this.#roots = roots;
      this.#paths = new Set([...paths, ...this.#files.keys()]);
    });
  }

  #changeTree(change: () => void): void {
    change();
    this.#tree = undefined;
    this.#scripts = undefined;
    this.#treeChanged = true;
  }

  get tree(): FileTree {
    this.#tree ??= createFileTree(this.#roots, this.#paths);
    return this.#tree;
  }

  /** Paths of a kind whose text is here. */
  ofKind(kind: FileKind): readonly string[] {
    const paths: string[] = [];
    for (const [path, file] of this.#files) if (file.kind === kind) paths.push(path);
    return paths;
  }

  /** The listed folder that holds a path. */
  root(path: string): string {
    const holding = this.#roots.filter((root) => isInside(root, path));
    return holding.sort((a, b) => b.length - a.length)[0] ?? folderOf(path);
  }

  /** Whether anything that was read has changed since `settle`. */
  isStale(reads: Reads): boolean {
    if (this.#treeChanged && reads.tree) return true;
    for (const path of this.#changed) if (reads.paths.has(path)) return true;
    return false;
  }

  get changed(): boolean {
    return this.#changed.size > 0 || this.#treeChanged;
  }

  /** All changes so far have been taken in. */
  settle(): void {
    this.#changed.clear();
    this.#treeChanged = false;
  }

  missing(): readonly string[] {
    return [...this.#wanted];
  }

  yaml(path: string): YamlFile | undefined {
    return via(this.#file(path), yamlOf);
  }

  text(path: string): Source | undefined {
    return this.#file(path)?.source;
  }

  #file(path: string): Parsed | undefined {
    const file = this.#files.get(path);
    if (!file && !this.#absent.has(path) && (this.#paths.has(path) || !this.tree.knows(path)))
      this.#wanted.add(path);
    return file;
  }

  /** A view on the files that remembers what was read through it. */
  reader(): { readonly reader: ProjectReader; readonly reads: Reads } {
    const paths = new Set<string>();
    const reads = { paths, tree: false };
    const file = (path: string): Parsed | undefined => {
      paths.add(path);
      return this.#file(path);
    };
    const store = this;
    const reader: ProjectReader = {
      compose: (path) => via(file(path), composeOf),
      dockerfile: (path) => via(file(path), dockerfileOf),
      nginx: (path) => via(file(path), nginxOf),
      dotenv: (path) => via(file(path), dotenvOf),
      gitignore: (path) => via(file(path), gitignoreOf),
      dockerignore: (path) => via(file(path), dockerignoreOf),
      yaml: (path) => via(file(path), yamlOf),
      text: (path) => file(path)?.source,
      scripts: (folder) => {
        reads.tree = true;
        store.#scripts ??= [...store.ofKind('script')].sort();
        return pathsBelow(store.#scripts, folder);
      },
      root: (path) => store.root(path),
      get tree() {
        reads.tree = true;
        return store.tree;
      },
      images: this.#images,
    };
    return { reader, reads };
  }
}

function via<T>(parsed: Parsed | undefined, read: (parsed: Parsed) => T): T | undefined {
  return parsed && read(parsed);
}

function yamlOf(parsed: Parsed): YamlFile {
  parsed.yaml ??= parseYaml(parsed.source);
  return parsed.yaml;
}

function composeOf(parsed: Parsed): ComposeFile {
  parsed.compose ??= readComposeFile(yamlOf(parsed));
  return parsed.compose;
}

function dockerfileOf(parsed: Parsed): Dockerfile {
  parsed.dockerfile ??= readDockerfile(parseDockerfile(parsed.source));
  return parsed.dockerfile;
}

function nginxOf(parsed: Parsed): NginxFile | undefined {
  if (!looksLikeNginx(parsed.source.text)) return undefined;
  parsed.nginx ??= parseNginx(parsed.source);
  return parsed.nginx;
}

function dotenvOf(parsed: Parsed): DotenvFile {
  parsed.dotenv ??= parseDotenv(parsed.source);
  return parsed.dotenv;
}

function gitignoreOf(parsed: Parsed): IgnoreFile {
  parsed.gitignore ??= parseGitignore(parsed.source);
  return parsed.gitignore;
}

function dockerignoreOf(parsed: Parsed): IgnoreFile {
  parsed.dockerignore ??= parseDockerignore(parsed.source);
  return parsed.dockerignore;
}
