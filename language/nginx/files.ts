import type { NginxFile } from '../../core/parse/nginx-tree.ts';
import { folderOf, joinPath } from '../../core/text/index.ts';
import { configsOf, containersOf, type NginxWorkspace } from './workspace.ts';

/** Directives whose first word is a file of the project, often enough. */
const fileDirectives =
  /^(?:include|(?:\w+_)?ssl_(?:certificate|certificate_key|trusted_certificate|client_certificate|crl|password_file)|ssl_(?:dhparam|session_ticket_key|stapling_file)|auth_basic_user_file|js_import|perl_require)$/;
/** What relative names are relative to, in a container. */
const folderOfNginx = '/etc/nginx';
const mostFiles = 500;

export function takesFile(directive: string): boolean {
  return fileDirectives.test(directive);
}

/** A file or folder, as nginx would name it. */
export interface NamedFile {
  readonly name: string;
  readonly folder: boolean;
}

/**
 * What may follow the last `/` of a file's name: the project's files where the containers have them; where nothing deploys the
 * configuration, those below its own folder, as if that were `/etc/nginx`.
 */
export function filesFor(file: NginxFile, typed: string, workspace: NginxWorkspace): readonly NamedFile[] {
  const written = typed.slice(0, typed.lastIndexOf('/') + 1);
  const folder = written.startsWith('/') ? written : `${folderOfNginx}/${written}`;
  const found = new Map<string, NamedFile>();
  for (const path of containerPaths(file, workspace)) {
    if (!path.startsWith(folder) || found.size >= mostFiles) continue;
    const [first, ...deeper] = path.slice(folder.length).split('/');
    const name = `${written}${first}${deeper.length > 0 ? '/' : ''}`;
    found.set(name, { name, folder: deeper.length > 0 });
  }
  return [...found.values()];
}

/** The project's file that a word of a directive names; undefined where there is none. */
export function fileNamed(file: NginxFile, name: string, workspace: NginxWorkspace): string | undefined {
  const { path } = file.source;
  const place = joinPath(folderOfNginx, name);
  for (const container of containersOf(workspace, path)) {
    const found = container.find(place);
    if (found !== undefined && workspace.tree.isFile(found)) return found;
  }
  if (containersOf(workspace, path).length > 0 || !place.startsWith(`${folderOfNginx}/`)) return undefined;
  const beside = joinPath(mainFolder(path, workspace), place.slice(folderOfNginx.length + 1));
  return workspace.tree.isFile(beside) ? beside : undefined;
}

/** Container paths of the project's files, the file itself apart. */
function* containerPaths(file: NginxFile, workspace: NginxWorkspace): Generator<string> {
  const { path } = file.source;
  const { tree } = workspace;
  const containers = containersOf(workspace, path);
  for (const { placements } of containers)
    for (const { container, project } of placements) {
      const below = tree.isFolder(project) ? tree.below(project) : [project];
      for (const one of below) if (one !== path) yield `${container}${one.slice(project.length)}`;
    }
  if (containers.length > 0) return;
  const folder = mainFolder(path, workspace);
  for (const one of tree.below(folder))
    if (one !== path) yield `${folderOfNginx}/${folder === '.' ? one : one.slice(folder.length + 1)}`;
}

/** The folder of the file that includes the others. */
function mainFolder(path: string, workspace: NginxWorkspace): string {
  const mains = configsOf(workspace, path).map(({ source }) => source.path);
  return folderOf(mains.find((one) => workspace.tree.isFile(one)) ?? path);
}
