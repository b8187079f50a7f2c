import { type DeployedService, defineRule, isInside, processText, skip } from '../../core/rule.ts';
import { linkedLogFolder, logsElsewhere } from '../shared/log-links.ts';
import { mountPlace } from '../shared/mount-places.ts';
import { isShared } from '../shared/mounted-volumes.ts';

export default defineRule({
  id: 'deployment/unrotated-log-volume',
  title: 'Log files on a volume that nothing rotates',
  category: 'logging',
  severity: 'info',
  priority: 3,
  remedy: 'Rotate the files with logrotate, or let the logs go to the output.',
  strength: 'Log files on volumes are rotated',
  rationale:
    'Docker rotates what a container writes to its output, by the options of the log driver. Files on a volume are the program’s own: nginx and Apache write on and on, and never rotate. ' +
    'A rotation by the host is seen where a script of the project names it.',
  references: [
    'https://docs.docker.com/engine/logging/configure/',
    'https://nginx.org/en/docs/control.html#logs',
  ],
  catalogue: ['deployment/log-volume-without-rotation'],
  production: true,
  on: 'service',
  bad: `services:
  proxy:
    image: nginx:1.30
    volumes:
      - logs:/var/log/nginx
  shipper:
    image: fluent/fluent-bit:4.1
    volumes:
      - logs:/logs:ro
volumes:
  logs:
`,
  good: `services:
  proxy:
    image: nginx:1.30
    volumes:
      - logs:/var/log/nginx
  shipper:
    image: fluent/fluent-bit:4.1
    volumes:
      - logs:/logs:ro
  rotation:
    image: blacklabelops/logrotate:1.3
    volumes:
      - logs:/logs
volumes:
  logs:
`,
  *check(deployed) {
    const { service, deployment, name } = deployed;
    const folder = linkedLogFolder(deployed);
    const mount = service.mounts.find(
      ({ target, dynamic }) => !dynamic && folder !== undefined && isInside(folder, target),
    );
    // Files on the host's own paths are for the host's logrotate.
    if (folder === undefined || !mount || mount.source?.startsWith('/')) return skip;
    // Otherwise the mount itself is the defect: deployment/replaced-log-links.
    if (mount.target === folder && !isShared(deployment, mount, service) && !logsElsewhere(deployed, folder))
      return skip;
    if (
      deployment.services.some(rotates) ||
      deployment.scripts.some(({ text }) => /logrotate|reopen|USR1/.test(text))
    )
      return;
    yield {
      at: mountPlace(mount),
      message: `Nothing in this deployment rotates the files that "${name}" writes to ${mount.target}: they grow until the disk is full.`,
    };
  },
});

function rotates(deployed: DeployedService): boolean {
  const { service, name } = deployed;
  return /rotat|reopen|USR1/.test(`${service.image?.value} ${name} ${processText(deployed).text}`);
}
