import { isInside, joinPath, normalizePath } from '../text/index.ts';
import type { Mount, Service } from './compose.ts';
import { readGrants } from './compose-mount.ts';
import type { ContainerFiles } from './container-files.ts';
import type { CopyStep, Stage } from './dockerfile.ts';

/**
 * What lies at a path inside a container. `mount`: below a bind mount or volume (`rest` is the path below its target, `''` for the
 * target itself). `tmpfs`: empty at each start. `secret`, `config`: granted by Compose. `copy`: the final stage's COPY or ADD puts it, or a
 * folder above it, there. `image`: nothing of the deployment, there or below it, so what the base image brings, or nothing. `unknown`: a
 * target that is not known before run time, something that lies below the path, or a build step that may make it.
 */
export type ContainerPlace =
  | { readonly kind: 'mount'; readonly mount: Mount; readonly rest: string }
  | { readonly kind: 'tmpfs' }
  | { readonly kind: 'secret' | 'config'; readonly name: string }
  | { readonly kind: 'copy'; readonly copy: CopyStep }
  | { readonly kind: 'image' }
  | { readonly kind: 'unknown' };

/** @param stage the stage of the service's image, where it is built here. */
export function containerPlace(
  service: Service,
  stage: Stage | undefined,
  files: ContainerFiles,
  containerPath: string,
): ContainerPlace {
  const path = normalizePath(containerPath);
  const mount = mountOver(service, path);
  if (mount) return { kind: 'mount', mount, rest: path.slice(normalizePath(mount.target).length + 1) };
  if (temporaryFolders(service).some((folder) => isInside(folder, path))) return { kind: 'tmpfs' };
  for (const kind of ['secret', 'config'] as const) {
    const grant = grants(service, kind).find(({ target }) => isInside(target, path));
    if (grant) return { kind, name: grant.name };
  }
  if (service.mounts.some(({ target }) => target.includes('$'))) return { kind: 'unknown' };
  if (service.mounts.some(({ target }) => target !== '/' && isInside(path, normalizePath(target))))
    return { kind: 'unknown' };
  if (service.build === undefined) return { kind: 'image' };
  if (!stage) return { kind: 'unknown' };
  const copy = copyOver(stage, path);
  if (copy) return { kind: 'copy', copy };
  return files.covers(path) || madeByStep(stage, path) ? { kind: 'unknown' } : { kind: 'image' };
}

/** The innermost mount that a path lies in. */
function mountOver(service: Service, path: string): Mount | undefined {
  let found: Mount | undefined;
  for (const mount of service.mounts) {
    if (mount.target === '' || mount.target.includes('$') || !isInside(normalizePath(mount.target), path))
      continue;
    if (!found || mount.target.length >= found.target.length) found = mount;
  }
  return found;
}

/** Folders that `tmpfs` gives a service, as container paths. */
export function temporaryFolders(service: Service): readonly string[] {
  const value = service.at('tmpfs');
  const items = value?.kind === 'sequence' ? value.items : value ? [value] : [];
  return items.flatMap((item) =>
    item.kind === 'scalar' && item.text !== '' ? [normalizePath(item.text.replace(/:.*$/, ''))] : [],
  );
}

/** Source: docs.docker.com, Compose file reference, `configs` and `secrets` of services: where they are mounted by default. */
function grants(service: Service, kind: 'secret' | 'config') {
  const list = kind === 'secret' ? service.secrets : readGrants(service.at('configs'));
  const folder = kind === 'secret' ? '/run/secrets' : '/';
  return list.map(({ source, target }) => ({ name: source, target: joinPath(folder, target ?? source) }));
}

function copyOver(stage: Stage, path: string): CopyStep | undefined {
  for (const one of stage.chain) {
    const workdir = one.workdir && !one.workdir.dynamic ? one.workdir.value : '/';
    const found = one.copies.findLast(
      ({ target }) => target && !target.dynamic && isInside(joinPath(workdir, target.value), path),
    );
    if (found) return found;
  }
  return undefined;
}

/** Whether a RUN may make it: one names it or its folder, or the folder's target is not known. */
function madeByStep(stage: Stage, path: string): boolean {
  const parts = path.split('/').filter((part) => part !== '');
  const names = [`/${parts.slice(0, -1).join('/')}`, path].filter((name) => name.split('/').length > 2);
  return stage.chain.some(
    (one) =>
      one.copies.some(({ target }) => !target || target.dynamic || isInside(path, target.value)) ||
      one.runs.some(({ instruction: { span: at } }) => {
        const text = at.source.text.slice(at.start, at.end);
        return names.some((name) => text.includes(name));
      }),
  );
}
