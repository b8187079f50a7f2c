import { defineRule, type Mount, skip } from '../../core/rule.ts';
import { linkedLogFolder, logsElsewhere } from '../shared/log-links.ts';
import { mountPlace } from '../shared/mount-places.ts';
import { isShared, removeMount } from '../shared/mounted-volumes.ts';

export default defineRule({
  id: 'deployment/replaced-log-links',
  title: 'Mount over the links that lead logs to the output',
  category: 'logging',
  severity: 'warning',
  priority: 2,
  remedy: 'Take out the mount: the logs then go to the output, where Docker keeps and rotates them.',
  strength: 'Logs of the web server reach `docker logs`',
  rationale:
    'The images of nginx and of PHP with Apache hold links instead of log files: what is written to them is the container’s output. ' +
    'A mounted host folder hides the links; the program then writes files that `docker logs` does not show and that nothing rotates. ' +
    'Into an empty named volume Docker copies what the image holds there: with the links in it the volume never holds a log, and with files in it from before the links are hidden.',
  references: [
    'https://github.com/nginx/docker-nginx/blob/master/stable/alpine-slim/Dockerfile',
    'https://docs.docker.com/engine/storage/volumes/#mounting-a-volume-over-existing-data',
  ],
  catalogue: ['deployment/log-links-replaced'],
  production: true,
  on: 'service',
  bad: `services:
  proxy:
    image: nginx:1.30-alpine
    volumes:
      - ./html:/usr/share/nginx/html:ro
      - proxy_logs:/var/log/nginx
volumes:
  proxy_logs:
  uploads:
`,
  good: `services:
  proxy:
    image: nginx:1.30-alpine
    volumes:
      - ./html:/usr/share/nginx/html:ro
volumes:
  uploads:
`,
  *check(deployed) {
    const { service, deployment, name } = deployed;
    const folder = linkedLogFolder(deployed);
    if (folder === undefined) return skip;
    const mount = service.mounts.find(({ target, dynamic }) => target === folder && !dynamic);
    // Another service reads the files: they are meant to be there.
    if (!mount || isShared(deployment, mount, service) || logsElsewhere(deployed, folder)) return;
    const what = mount.source === undefined ? 'A volume' : `"${mount.source}"`;
    yield {
      at: mountPlace(mount),
      message: `${what} lies over ${folder}, where the image of "${name}" links its logs to the output: ${follows(mount)}.`,
      fix: () => {
        const edits = removeMount(deployment, service, mount);
        return edits && { title: `Let the logs of "${name}" go to the output`, safety: 'review', edits };
      },
    };
  },
});

function follows({ type }: Mount): string {
  return type === 'volume'
    ? 'where Docker copies the links into it, it never holds a log; otherwise "docker logs" is empty and nothing rotates the files'
    : '"docker logs" is empty, and nothing rotates the files';
}
