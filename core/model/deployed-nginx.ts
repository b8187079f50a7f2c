import { parseNginx } from '../parse/nginx.ts';
import type { NginxFile } from '../parse/nginx-tree.ts';
import { folderOf, isInside, joinPath, Source, span } from '../text/index.ts';
import type { ContainerFiles } from './container-files.ts';
import { globRegExp } from './container-files.ts';
import type { DeployedNginx, DeployedService, Deployment } from './deployment.ts';
import type { ImageFacts } from './image.ts';
import type { NginxResolver } from './nginx.ts';
import { readNginx } from './nginx-config.ts';
import type { ProjectReader } from './reader.ts';

/**
 * The main file that the official image brings where a deployment replaces only what it includes. Its path is no file of
 * the project: findings on it are dropped by the engine.
 * Source: nginx/docker-nginx, /etc/nginx/nginx.conf of the image (2026-06); what it sets there is what is set here.
 */
const imageMain = new Source(
  '<image>/etc/nginx/nginx.conf',
  `user nginx;
worker_processes auto;
error_log /var/log/nginx/error.log notice;
pid /run/nginx.pid;
events {
    worker_connections 1024;
}
http {
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log /var/log/nginx/access.log main;
    sendfile on;
    keepalive_timeout 65;
    include /etc/nginx/conf.d/*.conf;
}
`,
);
let imageMainFile: NginxFile | undefined;

/** Files that every nginx package brings itself; a missing one says nothing. */
const packaged =
  /(?:^|\/)(?:mime\.types|(?:fastcgi|uwsgi|scgi)(?:_params|\.conf)|proxy_params|koi-utf|koi-win|win-utf|modules-enabled\/.*|modules\/.*)$/;

/** The configuration that a service's nginx reads, from what is mounted or copied into it. */
export function serviceNginx(
  deployment: Deployment,
  service: DeployedService,
  files: ContainerFiles,
  reader: ProjectReader,
): readonly DeployedNginx[] {
  if (!files.covers('/etc/nginx')) return [];
  const image = service.image?.product === 'nginx' ? service.image : undefined;
  const isNginx = service.image?.product === 'nginx' || service.image?.product === 'nginx-unprivileged';
  const resolver: NginxResolver = {
    file: (path) => (path === imageMain.path ? imageMainFile : reader.nginx(path)),
    include: (pattern, from) => {
      const absolute = pattern.startsWith('/') ? pattern : joinPath('/etc/nginx', pattern);
      const paths = [...files.glob(absolute), ...templates(absolute, files)];
      if (paths.length > 0) return { paths, known: true };
      const beside = besideIncludes(pattern, [from], reader);
      if (beside.length > 0) return { paths: beside, known: true };
      return {
        paths: [],
        // Other images may write files of their own into a mounted folder at their first start.
        known:
          packaged.test(pattern) || /[*?[]/.test(pattern) || (isNginx && files.covers(folderOf(absolute))),
      };
    },
  };
  const main = files.find('/etc/nginx/nginx.conf');
  const entry = main === undefined ? undefined : reader.nginx(main);
  if (entry) return [deploy(deployment, entry, resolver, image, [service])];
  const brings =
    files.glob('/etc/nginx/conf.d/*.conf').length > 0 ||
    templates('/etc/nginx/conf.d/*.conf', files).length > 0;
  if (main !== undefined || !isNginx || !brings) return [];
  imageMainFile ??= parseNginx(imageMain);
  return [deploy(deployment, imageMainFile, resolver, image, [service])];
}

/** The official image turns `/etc/nginx/templates/x.conf.template` into `/etc/nginx/conf.d/x.conf` at its start. */
function templates(pattern: string, files: ContainerFiles): readonly string[] {
  if (!isInside('/etc/nginx/conf.d', pattern)) return [];
  return files.glob(`/etc/nginx/templates${pattern.slice('/etc/nginx/conf.d'.length)}.template`);
}

/** A configuration that no service of a deployment reads: includes are looked for beside it. */
export function loneNginx(deployment: Deployment, entry: NginxFile, reader: ProjectReader): DeployedNginx {
  const resolver: NginxResolver = {
    file: (path) => reader.nginx(path),
    include: (pattern, from) => {
      const paths = besideIncludes(pattern, [entry.source.path, from], reader);
      return { paths, known: paths.length > 0 || packaged.test(pattern) };
    },
  };
  return deploy(deployment, entry, resolver, undefined, []);
}

/**
 * `include /etc/nginx/conf.d/*.conf` in a repository's `nginx/nginx.conf` means `nginx/conf.d/*.conf`, mostly.
 * @param files whose folders, and those above them, are looked in
 */
function besideIncludes(pattern: string, files: readonly string[], reader: ProjectReader): readonly string[] {
  const relative = pattern.replace(/^\/(?:usr\/local\/)?(?:etc\/)?(?:nginx\/)?/, '');
  const folders = files.map(folderOf);
  for (const base of folders.flatMap((folder) => [folder, folderOf(folder)])) {
    const matches = globRegExp(joinPath(base, relative));
    if (!/[*?[]/.test(relative)) {
      const path = joinPath(base, relative);
      if (reader.tree.isFile(path)) return [path];
      continue;
    }
    const found = reader.tree.below(folderOf(joinPath(base, relative))).filter((path) => matches.test(path));
    if (found.length > 0) return found;
  }
  return [];
}

function deploy(
  deployment: Deployment,
  entry: NginxFile,
  resolver: NginxResolver,
  image: ImageFacts | undefined,
  services: readonly DeployedService[],
): DeployedNginx {
  const release = image?.release;
  const version = release?.version ?? image?.version;
  const config = readNginx(entry, resolver, version === undefined ? {} : { version });
  return { deployment, config, services, version, release };
}

/** Whether a file of the model is one of the project. */
export function isProjectFile(path: string): boolean {
  return path !== imageMain.path;
}

export function startOf(file: { readonly source: Source }): { source: Source; start: number; end: number } {
  return span(file.source, 0, file.source.lineEnd(0));
}
