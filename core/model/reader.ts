import type { DotenvFile } from '../parse/dotenv.ts';
import type { IgnoreFile } from '../parse/ignore.ts';
import type { NginxFile } from '../parse/nginx-tree.ts';
import type { YamlFile } from '../parse/yaml-tree.ts';
import type { Source } from '../text/index.ts';
import type { ComposeFile } from './compose.ts';
import type { Dockerfile } from './dockerfile.ts';
import type { FileTree } from './file-tree.ts';
import type { ImageKnowledge } from './image.ts';

/** What the deployment model asks its project for: files by path, each parsed once. Undefined: not there, or not handed in. */
export interface ProjectReader {
  compose(path: string): ComposeFile | undefined;
  dockerfile(path: string): Dockerfile | undefined;
  nginx(path: string): NginxFile | undefined;
  dotenv(path: string): DotenvFile | undefined;
  gitignore(path: string): IgnoreFile | undefined;
  dockerignore(path: string): IgnoreFile | undefined;
  yaml(path: string): YamlFile | undefined;
  text(path: string): Source | undefined;
  /** Paths of script files (shell, workflows, crontabs, Makefiles, package.json) below a folder. */
  scripts(folder: string): readonly string[];
  /** The listed folder that holds a path. */
  root(path: string): string;
  readonly tree: FileTree;
  readonly images: ImageKnowledge;
}
