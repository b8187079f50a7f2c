import { defineRule, parseSize, setYaml, skip } from '../../core/rule.ts';
import { postgresSettings, settingBytes } from '../shared/postgres-settings.ts';

const megabyte = 2 ** 20;

export default defineRule({
  id: 'compose/small-shared-memory',
  title: 'PostgreSQL with 64 MB of shared memory',
  category: 'resources',
  severity: 'info',
  priority: 3,
  remedy: 'Set `shm_size` to 256 MB or more.',
  rationale:
    'Docker gives a container 64 MB of `/dev/shm`. PostgreSQL’s parallel queries keep their hash tables there, and with a large `work_mem` or many workers they fail: "could not resize shared memory segment: No space left on device".',
  references: [
    'https://github.com/docker-library/docs/blob/master/postgres/README.md#caveats',
    'https://docs.docker.com/reference/compose-file/services/#shm_size',
  ],
  catalogue: ['compose/postgres-shm-size'],
  production: true,
  on: 'service',
  bad: `services:
  db:
    image: postgres:18
    command: postgres -c shared_buffers=2GB
`,
  good: `services:
  db:
    image: postgres:18
    command: postgres -c shared_buffers=2GB
    shm_size: 256M
`,
  *check(deployed) {
    const { service, name, image } = deployed;
    if (image?.product !== 'postgres' || service.scalar('ipc')?.text === 'host') return skip;
    const settings = postgresSettings(deployed);
    const buffers = settings.get('shared_buffers');
    const memory = settings.get('work_mem');
    const large =
      (settingBytes(buffers) ?? 0) >= 1024 * megabyte
        ? buffers
        : (settingBytes(memory) ?? 0) >= 32 * megabyte
          ? memory
          : settings.get('max_parallel_workers_per_gather');
    if (!large || large.text === '0') return skip;
    const size = service.scalar('shm_size');
    if (size && (size.dynamic || (parseSize(size.text) ?? 0) > 64 * megabyte)) return;
    if (service.mounts.some((mount) => mount.target === '/dev/shm') || service.at('tmpfs')) return;
    const edits =
      !size && service.node
        ? setYaml(service.node, ['shm_size'], '256M', { after: ['command', 'image'] })
        : undefined;
    yield {
      at: size?.span ?? service.nameSpan,
      message: `"${name}" has ${size?.text ?? '64 MB'} of shared memory, too little for the parallel queries that ${large.name}=${large.text} asks for.`,
      ...(edits && {
        fix: { title: `Give "${name}" 256 MB of shared memory`, safety: 'review' as const, edits },
      }),
    };
  },
});
