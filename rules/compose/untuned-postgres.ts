import { type DeployedService, defineRule, type Fix, setYamlMany, skip } from '../../core/rule.ts';
import { isOfficialPostgres, mayBeConfigured } from '../shared/postgres-service.ts';
import { postgresSettings, postgresSize } from '../shared/postgres-settings.ts';

const gigabyte = 2 ** 30;

export default defineRule({
  id: 'compose/untuned-postgres',
  title: 'PostgreSQL with its stock settings',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Size `shared_buffers` and `effective_cache_size` by the memory that the container has.',
  strength: 'PostgreSQL is tuned to its memory',
  rationale:
    'PostgreSQL’s defaults are for a machine of twenty years ago: 128 MB of buffers, whatever there is. A quarter of the memory for `shared_buffers` and three quarters for `effective_cache_size`, which is only an estimate for the planner, are where its own documentation begins.',
  references: [
    'https://www.postgresql.org/docs/current/runtime-config-resource.html',
    'https://www.postgresql.org/docs/current/runtime-config-query.html#GUC-EFFECTIVE-CACHE-SIZE',
  ],
  catalogue: ['compose/postgres-tuning'],
  production: true,
  on: 'service',
  bad: `services:
  db:
    image: postgres:18
    mem_limit: 2G
`,
  good: `services:
  db:
    image: postgres:18
    command: postgres -c shared_buffers=512MB -c effective_cache_size=1536MB -c maintenance_work_mem=128MB -c checkpoint_completion_target=0.9
    mem_limit: 2G
`,
  *check(deployed) {
    if (!isOfficialPostgres(deployed) || mayBeConfigured(deployed)) return skip;
    if (postgresSettings(deployed).has('shared_buffers')) return;
    const { service, name } = deployed;
    yield {
      at: service.entry('command')?.keySpan ?? service.nameSpan,
      message: `PostgreSQL in "${name}" has its stock settings: 128 MB of buffers${service.memoryLimit?.value ? ` of the ${postgresSize(service.memoryLimit.value)} that it may have` : ''}.`,
      fix: () => fixFor(deployed),
    };
  },
});

function fixFor({ service, name }: DeployedService): Fix | undefined {
  const limit = service.memoryLimit?.value;
  if (!limit || limit < gigabyte / 2 || !service.node || service.command) return undefined;
  const settings = [
    `shared_buffers=${postgresSize(limit / 4)}`,
    `effective_cache_size=${postgresSize((limit * 3) / 4)}`,
    `maintenance_work_mem=${postgresSize(Math.min(limit / 16, gigabyte))}`,
    'checkpoint_completion_target=0.9',
  ];
  const command = `postgres ${settings.map((one) => `-c ${one}`).join(' ')}`;
  const shared = limit / 4 >= gigabyte && !service.at('shm_size');
  const edits = setYamlMany(service.node, [
    [['command'], command, { after: ['image'] }],
    ...(shared
      ? [[['shm_size'], '256M', { after: ['image'] }] as [string[], string, { after: string[] }]]
      : []),
  ]);
  return (
    edits && {
      title: `Size the settings of "${name}" by its ${postgresSize(limit)}`,
      safety: 'review',
      edits,
    }
  );
}
