import { type DeployedService, defineRule, type Mount, skip } from '../../core/rule.ts';
import { mountPlace } from '../shared/mount-places.ts';

/** Where images keep the application. */
const applicationFolders =
  /^\/(?:app|code|src|usr\/src\/app|usr\/src|workspace|srv\/app|opt\/app|home\/node\/app|var\/www(?:\/html)?)$/;

export default defineRule({
  id: 'compose/mounted-source',
  title: 'Source mounted over the image',
  category: 'architecture',
  severity: 'warning',
  priority: 2,
  remedy: 'Let the image hold the application, and mount data and configuration only.',
  strength: 'Images hold the applications that they run',
  rationale:
    'A source folder that is mounted over the application runs whatever lies on the host: the image that was built and tested is not what serves. Two hosts differ, there is nothing to roll back to, and an edit on the host is live at once.',
  references: [
    'https://docs.docker.com/compose/how-tos/production/',
    'https://docs.docker.com/engine/storage/bind-mounts/#mount-into-a-non-empty-directory-on-the-container',
  ],
  catalogue: ['compose/source-mounted'],
  production: true,
  on: 'service',
  names: ['build'],
  bad: {
    'compose.yaml': `services:
  api:
    build: ./api
    volumes:
      - ./api:/app
`,
    'api/Dockerfile': `FROM node:24-alpine
WORKDIR /app
COPY . .
USER node
CMD ["node", "server.js"]
`,
  },
  good: {
    'compose.yaml': `services:
  api:
    build: ./api
`,
    'api/Dockerfile': `FROM node:24-alpine
WORKDIR /app
COPY . .
USER node
CMD ["node", "server.js"]
`,
  },
  *check(deployed) {
    const { service, name } = deployed;
    if (!service.build || service.mounts.length === 0) return skip;
    for (const mount of service.mounts) {
      if (!isSource(mount, deployed)) continue;
      yield {
        at: mountPlace(mount),
        message: `"${name}" runs what lies in ${mount.source} on the host, not what its image holds at ${mount.target}.`,
      };
    }
  },
});

/** A folder of the build context, over the folder that the application is in. */
function isSource({ type, path, target, dynamic }: Mount, { service, stage }: DeployedService): boolean {
  const context = service.build?.contextPath;
  if (type !== 'bind' || path === undefined || context === undefined || dynamic || !stage) return false;
  const inside =
    context === '.'
      ? !path.startsWith('..') && !path.startsWith('/')
      : path === context || path.startsWith(`${context}/`);
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    inside &&
    (path === context || /^(?:src|app|lib|public|code)$/.test(name)) &&
    (applicationFolders.test(target) || /^\/(?:app|code|usr\/src\/app)\/(?:src|app|lib)$/.test(target))
  );
}
