import { type ComposeValue, defineRule, type Mount, type Span, skip } from '../../core/rule.ts';
import { lastPartOf, partOf } from '../shared/compose-places.ts';

export default defineRule({
  id: 'compose/data-in-memory',
  title: 'Database whose data is in memory',
  category: 'backups',
  severity: 'error',
  priority: 0,
  remedy: 'Keep the data on a named volume.',
  rationale:
    'A `tmpfs` is memory: what is in it is gone when the container stops, at every update and every restart of the host. That is right for tests and for nothing else.',
  references: ['https://docs.docker.com/engine/storage/tmpfs/'],
  catalogue: ['compose/tmpfs-data'],
  production: true,
  on: 'service',
  bad: `services:
  db:
    image: postgres:18
    tmpfs:
      - /var/lib/postgresql
`,
  good: `services:
  db:
    image: postgres:18
    volumes:
      - data:/var/lib/postgresql
volumes:
  data:
`,
  *check({ service, name, image, built }) {
    const paths = image?.dataPaths ?? [];
    if (built || (image?.role !== 'database' && image?.role !== 'broker')) return skip;
    for (const { path, at } of memory(service.at('tmpfs'), service.mounts)) {
      const data = paths.find((one) => `${one}/`.startsWith(`${path}/`));
      if (data === undefined) continue;
      yield {
        at,
        message: `The data of "${name}" (${data}) is in memory: it is gone when the container stops.`,
      };
    }
  },
});

interface InMemory {
  readonly path: string;
  readonly at: Span;
}

function memory(tmpfs: ComposeValue | undefined, mounts: readonly Mount[]): readonly InMemory[] {
  const items = tmpfs?.kind === 'sequence' ? tmpfs.items : tmpfs ? [tmpfs] : [];
  return [
    ...items.flatMap((item) =>
      item.kind === 'scalar' && item.text !== ''
        ? [{ path: item.text.split(':')[0]!.replace(/\/$/, ''), at: partOf(item.span, '') }]
        : [],
    ),
    ...mounts
      .filter((mount) => mount.type === 'tmpfs')
      .map(({ target, span }) => ({ path: target, at: lastPartOf(span, target) })),
  ];
}
