import { type DeployedService, defineRule, isInside, type Mount, nameOf, skip } from '../../core/rule.ts';
import { mountPlace } from '../shared/mount-places.ts';
import { volumeOf } from '../shared/mounted-volumes.ts';

const folder = '/docker-entrypoint-initdb.d';

/**
 * Endings of what the images' entrypoints run.
 * Sources: docker-entrypoint.sh of docker-library/postgres, mysql, MariaDB/mariadb-docker and docker-library/mongo; 2026-11.
 */
const run: Readonly<Record<string, RegExp>> = {
  postgres: /\.(?:sh|sql|sql\.gz|sql\.xz|sql\.zst)$/,
  mysql: /\.(?:sh|sql|sql\.bz2|sql\.gz|sql\.xz|sql\.zst)$/,
  mariadb: /\.(?:sh|sql|sql\.gz|sql\.xz|sql\.zst)$/,
  mongodb: /\.(?:sh|js)$/,
};
/** What is a script or a dump by its name; others (`README.md`, `.gitkeep`, data that a script loads) are no mistake. */
const scripts = /\.(?:sh|bash|sql|psql|ddl|dump|js|mjs|ts|py|sql\.\w+)$/i;

export default defineRule({
  id: 'deployment/unrun-init-script',
  title: 'Initialisation script that is not run',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Give the script an ending that the image runs, and a new data volume.',
  strength: 'Initialisation scripts are ones that the image runs',
  rationale:
    'The images of databases run what lies in `/docker-entrypoint-initdb.d` once, when the data folder is empty, and only files of some endings: others are passed over with a line in the log. On a volume that is there already (`external`) nothing is run. ' +
    'A later change of the scripts changes nothing either.',
  references: [
    'https://hub.docker.com/_/postgres#initialization-scripts',
    'https://hub.docker.com/_/mongo#initializing-a-fresh-instance',
  ],
  catalogue: ['deployment/init-script-not-run'],
  on: 'service',
  bad: {
    'compose.yaml': `services:
  db:
    image: postgres:18
    volumes:
      - data:/var/lib/postgresql
      - ./init.psql:/docker-entrypoint-initdb.d/init.psql:ro
volumes:
  data:
`,
    'init.psql': '',
  },
  good: {
    'compose.yaml': `services:
  db:
    image: postgres:18
    volumes:
      - data:/var/lib/postgresql
      - ./init.sql:/docker-entrypoint-initdb.d/init.sql:ro
volumes:
  data:
`,
    'init.sql': '',
  },
  *check(deployed) {
    const { service, image, built, name } = deployed;
    const endings = run[image?.product ?? ''];
    const mounts = service.mounts.filter(({ target, dynamic }) => !dynamic && isInside(folder, target));
    if (!endings || built || service.entrypoint || mounts.length === 0) return skip;
    const old = service.mounts.find((mount) => isOldData(deployed, mount));
    for (const mount of mounts) {
      if (old) {
        yield {
          at: mountPlace(mount),
          message: `"${name}" has its data on the volume "${old.source}", which is there already: what lies in ${folder} is not run.`,
          related: [{ at: mountPlace(old), message: 'This volume is external.' }],
        };
        return;
      }
      const passed = filesOf(deployed, mount).find((file) => scripts.test(file) && !endings.test(file));
      if (passed === undefined) continue;
      yield {
        at: mountPlace(mount),
        message: `The image of "${name}" does not run ${passed}: it runs files that end in ${describe(endings)}.`,
      };
    }
  },
});

function isOldData({ deployment, image }: DeployedService, mount: Mount): boolean {
  const isData = image?.dataPaths?.some(
    (path) => isInside(mount.target, path) || isInside(path, mount.target),
  );
  return isData === true && volumeOf(deployment, mount)?.external === true;
}

/** Names of the files at the folder's first level. */
function filesOf({ deployment: { tree } }: DeployedService, { target, path }: Mount): readonly string[] {
  if (target !== folder) return path !== undefined && tree.isFolder(path) ? [] : [nameOf(target)];
  if (path === undefined || !tree.isFolder(path)) return [];
  return tree
    .below(path)
    .flatMap((file) => (file.slice(path.length + 1).includes('/') ? [] : [nameOf(file)]));
}

function describe({ source }: RegExp): string {
  return source
    .slice(source.indexOf('?:') + 2, source.lastIndexOf(')'))
    .split('|')
    .map((one) => `.${one.replaceAll('\\', '')}`)
    .join(', ');
}
