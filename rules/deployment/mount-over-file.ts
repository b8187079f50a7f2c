import { type DeployedService, defineRule, type Mount, skip } from '../../core/rule.ts';
import { mountPlace } from '../shared/mount-places.ts';

/** Source: nginx/docker-nginx (official image, 2026-08), docker-library's database images; what the image itself holds. */
const nginxFiles = new Set([
  '/etc/nginx/nginx.conf',
  '/etc/nginx/mime.types',
  '/etc/nginx/conf.d/default.conf',
]);
const nginxFolders = new Set(['/etc/nginx', '/etc/nginx/conf.d', '/usr/share/nginx/html', '/var/log/nginx']);
const folders =
  /^\/(?:etc|usr|var|var\/log|var\/lib|opt|tmp|home|srv|root|docker-entrypoint-initdb\.d|usr\/share|usr\/local)$/;
const configuration =
  /\.(?:conf|cnf|cfg|ini|toml|ya?ml|xml|properties|sql|sh|json|template|pem|crt|key|html)$/;

export default defineRule({
  id: 'deployment/mount-over-file',
  title: 'Folder mounted over a file, or a file over a folder',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Mount a file where the container has a file, and a folder where it has a folder.',
  strength: 'Files are mounted over files and folders over folders',
  rationale:
    'A file cannot be mounted over a folder nor a folder over a file: the container does not start ("not a directory: Are you trying to mount a directory onto a file (or vice-versa)?"). ' +
    'Where the image has nothing at the place, the program finds a folder in the place of the file that it opens.',
  references: [
    'https://docs.docker.com/engine/storage/bind-mounts/',
    'https://github.com/opencontainers/runc/blob/main/libcontainer/rootfs_linux.go',
  ],
  catalogue: ['deployment/mount-over-file'],
  on: 'service',
  bad: {
    'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
    volumes:
      - ./nginx:/etc/nginx/nginx.conf:ro
`,
    'nginx/nginx.conf': 'events {}\n',
  },
  good: {
    'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
    volumes:
      - ./nginx/nginx.conf:/etc/nginx/nginx.conf:ro
`,
    'nginx/nginx.conf': 'events {}\n',
  },
  *check(deployed) {
    const { service, deployment } = deployed;
    const mounts = service.mounts.filter(({ type, path, dynamic }) => type === 'bind' && path && !dynamic);
    if (mounts.length === 0) return skip;
    for (const mount of mounts) {
      const clash = clashOf(deployed, mount);
      if (!clash) continue;
      const source = deployment.show(mount.path!);
      yield { at: mountPlace(mount), message: `"${source}" is ${clash}.` };
    }
  },
});

function clashOf(deployed: DeployedService, { path = '', target }: Mount): string | undefined {
  const { tree } = deployed.deployment;
  const nginx = /^(?:nginx|nginxinc\/nginx-unprivileged)$/.test(
    deployed.service.image?.reference?.repository ?? '',
  );
  if (tree.isFile(path)) {
    const isFolder = folders.test(target) || (nginx && nginxFolders.has(target));
    return isFolder ? `a file, and ${target} is a folder: the container does not start` : undefined;
  }
  if (!tree.isFolder(path)) return undefined;
  if (nginx && nginxFiles.has(target))
    return `a folder, and ${target} is a file: the container does not start`;
  return configuration.test(target) && !configuration.test(path)
    ? `a folder, and is mounted at ${target}, where a file is read`
    : undefined;
}
