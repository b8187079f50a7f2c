import { type DeployedNginx, type Directive, effective, versionAtLeast } from '../../core/rule.ts';
import { upstreamKeepaliveSince } from '../facts/nginx-versions.ts';

/** Whether requests go on with HTTP/1.1 or newer: by `proxy_http_version`, or by nginx's default; undefined where its version is not known. */
export function speaksHttp11({ version }: DeployedNginx, block: Directive): boolean | undefined {
  const written = effective(block, 'proxy_http_version').at(-1)?.args[0]?.text;
  if (written !== undefined) return written !== '1.0';
  return version === undefined ? undefined : versionAtLeast(version, upstreamKeepaliveSince);
}

/** The `proxy_set_header` in force for a header, by its name in small letters. */
export function proxyHeader(block: Directive, name: string): Directive | undefined {
  return effective(block, 'proxy_set_header').find(({ args }) => args[0]?.text.toLowerCase() === name);
}
