import { parse } from 'yaml';
import { fileKind } from '../../core/model/file-kind.ts';
import { folderOf, joinPath } from '../../core/text/index.ts';
import type { Files } from '../../scripts/generate/example-review.ts';

interface Mount {
  readonly from: string;
  readonly to: string;
}

/** Where files of a project lie inside the containers that use them: by the mounts of the Compose files and by COPY. Path → absolute path. */
export function containerPaths(files: Files): ReadonlyMap<string, string> {
  const mounts = Object.entries(files).flatMap(([path, text]) => {
    const kind = fileKind(path);
    if (kind === 'compose') return mountsOf(path, text);
    return kind === 'dockerfile' ? copiesOf(path, text) : [];
  });
  const places = new Map<string, string>();
  for (const path of Object.keys(files)) {
    for (const { from, to } of mounts) {
      if (path === from)
        places.set(path, to.endsWith('/') ? `${to}${from.slice(from.lastIndexOf('/') + 1)}` : to);
      else if (path.startsWith(`${from}/`))
        places.set(path, `${to.replace(/\/$/, '')}${path.slice(from.length)}`);
    }
  }
  return places;
}

function mountsOf(path: string, text: string): readonly Mount[] {
  let services: Readonly<Record<string, { readonly volumes?: unknown } | null>>;
  try {
    services =
      (parse(text, { logLevel: 'silent' }) as { readonly services?: typeof services } | null)?.services ?? {};
  } catch {
    return [];
  }
  return Object.values(services).flatMap((service) =>
    (Array.isArray(service?.volumes) ? service.volumes : []).flatMap((volume: unknown) => {
      const { source, target } =
        typeof volume === 'string' ? split(volume) : (volume as { source?: string; target?: string });
      const isPath = typeof source === 'string' && /^[./]/.test(source);
      return isPath && target ? [{ from: joinPath(folderOf(path), source), to: target }] : [];
    }),
  );
}

function split(volume: string): { source?: string; target?: string } {
  const [source, target] = volume.split(':');
  return { ...(source !== undefined && { source }), ...(target !== undefined && { target }) };
}

function copiesOf(path: string, text: string): readonly Mount[] {
  const copies = text.matchAll(/^\s*(?:COPY|ADD)\s+(?:--(?!from)\S+\s+)*([^-\s]\S*)\s+(\/\S*)\s*$/gim);
  return Array.from(copies, ([, from = '', to = '']) => ({ from: joinPath(folderOf(path), from), to }));
}
