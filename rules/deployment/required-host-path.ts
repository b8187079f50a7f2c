import {
  type DeployedService,
  type Deployment,
  defineRule,
  firstLine,
  type Span,
  skip,
} from '../../core/rule.ts';
import { mountPlace } from '../shared/mount-places.ts';
import { boundFolder } from '../shared/mounted-volumes.ts';

interface HostPath {
  readonly path: string;
  readonly at: Span;
  readonly message: string;
  readonly service?: string;
}

/** What is on every Linux host, and what is mounted in order to look at the host. */
const system =
  /^\/(?:etc$|$|(?:proc|sys|dev|run|tmp|boot|lib|usr|root|mnt|media|home|var\/run|var\/log|var\/lib\/docker|etc\/(?:localtime|timezone|passwd|group|hostname|hosts|machine-id|os-release|resolv\.conf|ssl|pki|ca-certificates))(?:\/|$))/;

export default defineRule({
  id: 'deployment/required-host-path',
  title: 'Host folder that has to be there beforehand',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy:
    'Create the folder in the script that deploys, or let Docker keep the data on a plain named volume.',
  strength: 'The deployment makes the host folders that it needs',
  rationale:
    'A volume with `o: bind` is refused when its folder is not there ("no such file or directory"), and the service does not start. ' +
    'For a bind mount Docker makes a missing folder, empty and owned by root. A new server has neither until somebody makes them. A script of the deployment that names the path is taken to make it.',
  references: [
    'https://docs.docker.com/reference/compose-file/volumes/#driver_opts',
    'https://docs.docker.com/engine/storage/bind-mounts/',
  ],
  catalogue: ['deployment/host-path-required'],
  production: true,
  on: 'deployment',
  bad: `services:
  db:
    image: postgres:18
    volumes:
      - db_data:/var/lib/postgresql
volumes:
  db_data:
    driver: local
    driver_opts:
      type: none
      o: bind
      device: /srv/shop/db
`,
  good: `services:
  db:
    image: postgres:18
    volumes:
      - db_data:/var/lib/postgresql
volumes:
  db_data:
    driver: local
`,
  *check(deployment) {
    const paths = [...boundFolders(deployment), ...deployment.services.flatMap(bindMounts)];
    if (paths.length === 0) return skip;
    const told = new Set<string>();
    for (const { path, ...observation } of paths) {
      if (told.has(path) || isMade(deployment, path)) continue;
      told.add(path);
      yield observation;
    }
  },
});

function boundFolders({ compose }: Deployment): readonly HostPath[] {
  return (compose?.volumes ?? []).flatMap((volume) => {
    const device = boundFolder(volume);
    if (!device || device.dynamic || !device.text.startsWith('/')) return [];
    const { text: path, span } = device;
    const message = `The volume "${volume.name}" binds ${path} of the host: where that folder is not there, no service that mounts it starts.`;
    return [{ path, at: firstLine(span), message }];
  });
}

function bindMounts({ service, name }: DeployedService): readonly HostPath[] {
  return service.mounts.flatMap((mount) => {
    const { type, source, dynamic } = mount;
    // A file is configuration that somebody brings; Docker cannot make it.
    if (type !== 'bind' || dynamic || !source?.startsWith('/')) return [];
    if (system.test(source) || /\.\w+$|file$|[<>]/.test(source)) return [];
    const message = `"${name}" mounts ${source} of the host: where that folder is not there, Docker makes an empty one that belongs to root.`;
    return [{ path: source, at: mountPlace(mount), message, service: name }];
  });
}

/** A script that names a path, or a folder above it, makes it. */
function isMade({ scripts }: Deployment, path: string): boolean {
  const parent = path.slice(0, path.lastIndexOf('/'));
  return scripts.some(({ text }) => text.includes(path) || (parent.length > 5 && text.includes(parent)));
}
