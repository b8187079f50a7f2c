import { folderOf, isInside, joinPath, normalizePath } from '../text/index.ts';
import type { Service } from './compose.ts';
import type { Stage } from './dockerfile.ts';
import type { FileTree } from './file-tree.ts';

/** One file or folder of the project that stands at a path inside a container. */
interface Placement {
  readonly container: string;
  readonly project: string;
}

/** Where the project's files stand inside a service's container. */
export interface ContainerFiles {
  readonly placements: readonly Placement[];
  /** The project's file at a container path. */
  find(containerPath: string): string | undefined;
  /** Project files whose container path matches a shell pattern, sorted by container path as glob(3) does. */
  glob(pattern: string): readonly string[];
  /** The container path of a project file. */
  inContainer(projectPath: string): readonly string[];
  /** Whether the project puts anything at or below (or above) a container path. */
  covers(containerPath: string): boolean;
}

/** @param stage the stage of its image, where it is built here. @param context its build context. */
export function containerFiles(
  service: Service | undefined,
  stage: Stage | undefined,
  context: string | undefined,
  tree: FileTree,
): ContainerFiles {
  // Mounts lie over what the image holds, later COPY over earlier.
  const placements = [
    ...mounted(service),
    ...(stage && context !== undefined ? copied(stage, context, tree) : []),
  ];
  const inContainer = (path: string): readonly string[] =>
    placements.flatMap(({ container, project }) => {
      if (path === project) return [container];
      return isInside(project, path) && tree.isFolder(project)
        ? [normalizePath(`${container}/${path.slice(project.length)}`)]
        : [];
    });
  return {
    placements,
    inContainer,
    find: (containerPath) => {
      for (const { container, project } of placements) {
        if (containerPath === container) return project;
        if (!isInside(container, containerPath)) continue;
        const path = normalizePath(`${project}${containerPath.slice(container.length)}`);
        if (tree.exists(path)) return path;
      }
      return undefined;
    },
    glob: (pattern) => {
      const matches = globRegExp(normalizePath(pattern));
      const found = new Map<string, string>();
      for (const { container, project } of placements) {
        const files = tree.isFolder(project) ? tree.below(project) : [project];
        for (const file of files) {
          const path =
            file === project ? container : normalizePath(`${container}${file.slice(project.length)}`);
          if (matches.test(path) && !found.has(path)) found.set(path, file);
        }
      }
      return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
    },
    covers: (containerPath) =>
      placements.some(
        ({ container }) => isInside(container, containerPath) || isInside(containerPath, container),
      ),
  };
}

function mounted(service: Service | undefined): readonly Placement[] {
  if (!service) return [];
  return service.mounts
    .filter((mount) => mount.type === 'bind' && mount.path !== undefined && !mount.dynamic)
    .map((mount) => ({ container: normalizePath(mount.target), project: mount.path! }));
}

function copied(stage: Stage, context: string, tree: FileTree): readonly Placement[] {
  const placements: Placement[] = [];
  for (const one of stage.chain) {
    for (const copy of [...one.copies].reverse()) {
      if (copy.from || !copy.target || copy.target.dynamic) continue;
      const workdir = one.workdir && !one.workdir.dynamic ? one.workdir.value : '/';
      const target = joinPath(workdir, copy.target.value);
      for (const source of copy.sources) {
        if (source.dynamic || /[*?[]/.test(source.value)) continue;
        const project = joinPath(context, source.value.replace(/^\/+/, ''));
        const into =
          copy.target.value.endsWith('/') || copy.sources.length > 1 || /^\.?$/.test(copy.target.value);
        const file = !tree.isFolder(project);
        placements.push({
          container: file && into ? joinPath(target, project.slice(folderOf(project).length + 1)) : target,
          project,
        });
      }
    }
  }
  return placements;
}

/**
 * A shell pattern (`*`, `?`, `[…]`; none of them matches `/`, nor a dot that a name begins with) as a regular expression over a
 * whole path, as glob(3) reads it.
 */
export function globRegExp(pattern: string): RegExp {
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    const close = char === '[' ? pattern.indexOf(']', i + 2) : -1;
    if ((char === '*' || char === '?' || close > 0) && (i === 0 || pattern[i - 1] === '/'))
      source += '(?!\\.)';
    if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (close > 0) {
      source += `[${pattern
        .slice(i + 1, close)
        .replace(/^!/, '^')
        .replaceAll('\\', '\\\\')}]`;
      i = close;
    } else source += char.replace(/[.*+?^${}()|[\]\\]/, '\\$&');
  }
  try {
    return new RegExp(`^${source}$`);
  } catch {
    // A reversed range such as `[z-a]` matches nothing, in glob(3) too.
    return /^(?!)/;
  }
}
