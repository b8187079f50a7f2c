import { type DeployedService, defineRule, type Fix, type Mount, skip } from '../../core/rule.ts';
import { lastPartOf } from '../shared/compose-places.ts';
import { isOfficialPostgres } from '../shared/postgres-service.ts';

const older = '/var/lib/postgresql/data';
const newer = '/var/lib/postgresql';

export default defineRule({
  id: 'compose/misplaced-postgres-data',
  title: 'PostgreSQL volume where its data is not',
  category: 'backups',
  severity: 'error',
  priority: 0,
  remedy: 'Mount `/var/lib/postgresql` from PostgreSQL 18 on, `/var/lib/postgresql/data` before.',
  strength: 'PostgreSQL’s data is on its volume',
  rationale:
    'Up to 17 the image keeps its data on an anonymous volume at `/var/lib/postgresql/data`: one that is mounted above it stays empty, and `docker compose down -v` or a renamed service loses everything. ' +
    'From 18 on the data is in a folder of its version below `/var/lib/postgresql`, and the image refuses to start with a volume at the old place.',
  references: [
    'https://github.com/docker-library/docs/blob/master/postgres/README.md#pgdata',
    'https://github.com/docker-library/postgres/pull/1259',
  ],
  catalogue: ['compose/postgres-data-path'],
  on: 'service',
  bad: `services:
  db:
    image: postgres:18
    volumes:
      - data:/var/lib/postgresql/data
volumes:
  data:
`,
  good: `services:
  db:
    image: postgres:18
    volumes:
      - data:/var/lib/postgresql
volumes:
  data:
`,
  *check(deployed) {
    const { service, name, image } = deployed;
    const path = image?.dataPaths?.[0];
    if (!isOfficialPostgres(deployed) || (path !== older && path !== newer)) return skip;
    const own = service.environment.find((one) => one.name === 'PGDATA')?.value;
    const inFile = deployed.envFiles.some((file) => file.entries.some((entry) => entry.name === 'PGDATA'));
    if (inFile || own?.dynamic || service.mounts.some((mount) => mount.dynamic && mount.target.includes('$')))
      return skip;
    if (own) {
      const held =
        service.mounts.length === 0 ||
        service.mounts.some((mount) => `${own.text}/`.startsWith(`${mount.target}/`));
      const stores = service.mounts.some((mount) => mount.target.startsWith(newer));
      if (!held && stores)
        yield {
          at: own.span,
          message: `PGDATA of "${name}" is ${own.text}, which is on none of its volumes: the data is lost with the container.`,
        };
      return;
    }
    const wrong = path === newer ? older : newer;
    const mount = service.mounts.find((one) => one.target === wrong);
    if (
      !mount ||
      service.mounts.some((one) => one.target.startsWith(path) && one !== mount && one.target !== older)
    )
      return;
    if (
      path === older &&
      service.mounts.some((one) => `${older}/`.startsWith(`${one.target}/`) && one !== mount)
    )
      return;
    yield say(deployed, mount, path, wrong);
  },
});

function say({ name, image }: DeployedService, mount: Mount, path: string, wrong: string) {
  const product = image?.version ? `PostgreSQL ${image.version}` : 'the newest PostgreSQL';
  const effect =
    path === newer
      ? 'refuses to start with a volume there'
      : `keeps its data in ${path}, on an anonymous volume`;
  const target = mount.value.kind === 'mapping' ? mount.value.entries.get('target')?.value?.span : undefined;
  const at = lastPartOf(target ?? mount.span, wrong);
  const fix: Fix = { title: `Mount ${path}`, safety: 'review', edits: [{ span: at, text: path }] };
  return {
    at,
    message: `"${name}" mounts ${wrong}: ${product} ${effect}.`,
    ...(mount.value.origin !== 'shared' && at.end - at.start === wrong.length && { fix }),
  };
}
