/** Texts with places marked in them, as nginx files of a small project. */

import type { Service } from '../../core/model/compose.ts';
import { type ContainerFiles, containerFiles } from '../../core/model/container-files.ts';
import { createFileTree, type FileTree } from '../../core/model/file-tree.ts';
import type { NginxConfig } from '../../core/model/nginx.ts';
import { readNginx } from '../../core/model/nginx-config.ts';
import { parseNginx } from '../../core/parse/nginx.ts';
import type { NginxFile } from '../../core/parse/nginx-tree.ts';
import { joinPath, Source, type Span } from '../../core/text/index.ts';
import type { NginxWorkspace, ReadByNginx } from '../../language/nginx/workspace.ts';

export interface MarkedFile {
  readonly file: NginxFile;
  /** Where `¦` stood. */
  readonly offset: number;
}

/** A file whose text has one `¦` in it: the place that is asked about. */
export function marked(text: string, path = 'nginx.conf'): MarkedFile {
  const offset = text.indexOf('¦');
  if (offset < 0) throw new Error('No ¦ in the text.');
  const bare = text.slice(0, offset) + text.slice(offset + 1);
  return { file: parseNginx(new Source(path, bare)), offset };
}

export function parsed(text: string, path = 'nginx.conf'): NginxFile {
  return parseNginx(new Source(path, text));
}

/** A project of nginx files whose main file is the first; includes are relative to its folder. @param deployed who reads it */
export function project(
  files: Readonly<Record<string, string>>,
  others: readonly string[] = [],
  deployed: Omit<ReadByNginx, 'config'> | undefined = undefined,
): NginxWorkspace {
  const parsedFiles = new Map(Object.entries(files).map(([path, text]) => [path, parsed(text, path)]));
  const tree = createFileTree(['.'], [...parsedFiles.keys(), ...others]);
  const file = (path: string) => parsedFiles.get(path);
  const include = (pattern: string) => {
    const path = joinPath('nginx', pattern.replace(/^\/etc\/nginx\//, ''));
    const paths = path.includes('*')
      ? [...parsedFiles.keys()].filter((one) => one.startsWith(path.slice(0, path.indexOf('*'))))
      : parsedFiles.has(path)
        ? [path]
        : [];
    return { paths, known: paths.length > 0 };
  };
  const [entry] = parsedFiles.values();
  const configs: readonly NginxConfig[] = entry ? [readNginx(entry, { file, include })] : [];
  const readers = deployed ? configs.map((config) => ({ config, ...deployed })) : [];
  return { file, configs, readers, tree };
}

/** A container in which files and folders of the project stand, by container path. */
export function containerOf(mounts: Readonly<Record<string, string>>, tree: FileTree): ContainerFiles {
  const bound = Object.entries(mounts).map(([target, path]) => ({
    type: 'bind',
    target,
    path,
    dynamic: false,
  }));
  return containerFiles({ mounts: bound } as unknown as Service, undefined, undefined, tree);
}

/** `file:text` of a span. */
export function shown({ source, start, end }: Span): string {
  return `${source.path}:${source.text.slice(start, end)}`;
}
