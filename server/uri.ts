/** URIs outside, paths inside: documents are known to the editor by URI and to the engine by path. */
import { normalizePath } from '../core/index.ts';

/**
 * The engine's path for a document URI. `file:///srv/app/compose.yaml` is `/srv/app/compose.yaml`,
 * `file:///C%3A/app/compose.yaml` is `c:/app/compose.yaml`; any other scheme, and a file of another host,
 * keeps both in front: `vscode-vfs://github/a/b` is `/vscode-vfs:/github/a/b`, `memfs:/a/b` is `/memfs:/~/a/b`.
 */
export function pathOfUri(uri: string): string {
  const [, scheme = 'file', authority = '', encoded = ''] = uriPattern.exec(uri) ?? ['', 'file', '', uri];
  const path = decode(encoded);
  if (scheme.toLowerCase() !== 'file' || (authority !== '' && authority !== 'localhost')) {
    return normalizePath(`/${scheme}:/${authority || noAuthority}/${path}`);
  }
  const drive = /^\/?([A-Za-z]):/.exec(path);
  return drive
    ? normalizePath(drive[1]!.toLowerCase() + path.slice(drive[0].length - 1))
    : normalizePath(path);
}

/** The URI of a path that `pathOfUri` gave, or of a path below one; encoded as VS Code encodes. */
export function uriOfPath(path: string): string {
  const foreign = /^\/([A-Za-z][\w+.-]*):\/([^/]*)(\/.*)?$/.exec(path);
  if (foreign) {
    const authority = foreign[2] === noAuthority ? '' : `//${foreign[2]}`;
    return `${foreign[1]}:${authority}${encode(foreign[3] ?? '')}`;
  }
  return path.startsWith('/') ? `file://${encode(path)}` : `file:///${encode(path)}`;
}

/** A segment of a path cannot be empty. */
const noAuthority = '~';

const uriPattern = /^([A-Za-z][\w+.-]*):(?:\/\/([^/?#]*))?([^?#]*)/;

/** A stray `%` is no reason to lose a document. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function encode(path: string): string {
  return path.split('/').map(encodeSegment).join('/');
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
