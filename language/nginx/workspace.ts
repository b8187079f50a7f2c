import type { ContainerFiles } from '../../core/model/container-files.ts';
import type { FileTree } from '../../core/model/file-tree.ts';
import type { NginxConfig, NginxContext } from '../../core/model/nginx.ts';
import { compareVersions } from '../../core/model/nginx-config.ts';
import { guessContext } from '../../core/model/nginx-context.ts';
import type { NginxArgument, NginxFile } from '../../core/parse/nginx-tree.ts';

/** A configuration as something that is deployed reads it. */
export interface ReadByNginx {
  readonly config: NginxConfig;
  /** Version of that nginx, where it is certain: `1.28.0`. */
  readonly version: string | undefined;
  /** The project's files as its containers have them. */
  readonly containers: readonly ContainerFiles[];
}

/** What an answer about one file may look at beyond it. */
export interface NginxWorkspace {
  /** A file as it is now; undefined for one that is not there or is not nginx's. */
  file(path: string): NginxFile | undefined;
  /** Configurations as they were last read: what they tell of other files is true until those change. */
  readonly configs: readonly NginxConfig[];
  /** Who reads them; none for a configuration that nothing deploys. */
  readonly readers: readonly ReadByNginx[];
  readonly tree: FileTree;
}

/** The configurations that a file is part of. */
export function configsOf(workspace: NginxWorkspace, path: string): readonly NginxConfig[] {
  return workspace.configs.filter(({ files }) => files.some(({ source }) => source.path === path));
}

/** The files that nginx reads together with one, itself first. */
export function filesAround(workspace: NginxWorkspace, file: NginxFile): readonly NginxFile[] {
  const paths = new Set<string>();
  for (const config of configsOf(workspace, file.source.path))
    for (const { source } of config.files) paths.add(source.path);
  paths.delete(file.source.path);
  return [file, ...[...paths].flatMap((path) => workspace.file(path) ?? [])];
}

/** The context that a file's top level is read in: where its includers put it, else what its directives and its place tell. */
export function contextOf(workspace: NginxWorkspace, file: NginxFile): NginxContext | 'unknown' {
  const { path } = file.source;
  for (const config of configsOf(workspace, path)) {
    if (config.source.path === path) {
      const guessed = guessContext(file);
      return guessed === 'unknown' ? config.entryContext : guessed;
    }
    for (const directive of config.walk()) {
      const { span, parent, context } = directive;
      if (span.source.path === path && parent?.span.source.path !== path) return context;
    }
  }
  for (const { config, argument } of includersOf(workspace, path)) {
    for (const directive of config.walk()) if (directive.args.includes(argument)) return directive.context;
  }
  return guessContext(file);
}

/** The includes that bring a file. */
function includersOf(
  workspace: NginxWorkspace,
  path: string,
): readonly { readonly config: NginxConfig; readonly argument: NginxArgument }[] {
  return workspace.configs.flatMap((config) =>
    config.includes.filter(({ paths }) => paths.includes(path)).map(({ argument }) => ({ config, argument })),
  );
}

/** The project's files that an `include` brings, as the configurations read it; none where no configuration has it. */
export function includedBy(workspace: NginxWorkspace, from: string, pattern: string): readonly string[] {
  const found = new Set<string>();
  for (const config of workspace.configs)
    for (const { argument, paths } of config.includes)
      if (argument.text === pattern && argument.span.source.path === from)
        for (const path of paths) if (workspace.tree.isFile(path)) found.add(path);
  return [...found];
}

/** The files of every configuration that shares a file with this one, and so on; itself first. A new name has to reach them all. */
export function filesTogether(workspace: NginxWorkspace, file: NginxFile): readonly NginxFile[] {
  const paths = new Set([file.source.path]);
  for (let before = 0; before !== paths.size; ) {
    before = paths.size;
    for (const { files } of workspace.configs) {
      if (!files.some(({ source }) => paths.has(source.path))) continue;
      for (const { source } of files) paths.add(source.path);
    }
  }
  paths.delete(file.source.path);
  return [file, ...[...paths].flatMap((path) => workspace.file(path) ?? [])];
}

function readersOf({ readers }: NginxWorkspace, path: string): readonly ReadByNginx[] {
  return readers.filter(({ config }) => config.files.some(({ source }) => source.path === path));
}

/** The oldest nginx that certainly reads a file; undefined where no version is certain. */
export function versionOf(workspace: NginxWorkspace, path: string): string | undefined {
  const versions = readersOf(workspace, path).flatMap(({ version }) => version ?? []);
  return versions.sort(compareVersions)[0];
}

/** The project's files as the containers have them in which nginx reads a file. */
export function containersOf(workspace: NginxWorkspace, path: string): readonly ContainerFiles[] {
  return readersOf(workspace, path).flatMap(({ containers }) => containers);
}
