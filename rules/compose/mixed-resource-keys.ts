import { type ComposeScalar, defineRule, skip } from '../../core/rule.ts';
import { removeKey } from '../shared/list-item.ts';

/** Keys that say the same; compose-go (types/project.go, loader/validate.go) refuses two different values, 2026-08. */
const twins = [
  { old: 'mem_limit', path: ['deploy', 'resources', 'limits', 'memory'] },
  { old: 'cpus', path: ['deploy', 'resources', 'limits', 'cpus'] },
  { old: 'mem_reservation', path: ['deploy', 'resources', 'reservations', 'memory'] },
  { old: 'pids_limit', path: ['deploy', 'resources', 'limits', 'pids'] },
] as const;

export default defineRule({
  id: 'compose/mixed-resource-keys',
  title: 'One limit in two places',
  category: 'resources',
  severity: 'info',
  priority: 3,
  remedy: 'Keep `deploy.resources`, and take the older key out.',
  rationale:
    '`mem_limit` and `cpus` of the service say the same as `deploy.resources.limits`. Where both stand, somebody will change one of them; Compose refuses a project in which they differ.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#mem_limit',
    'https://docs.docker.com/reference/compose-file/deploy/#resources',
  ],
  catalogue: ['compose/legacy-resource-keys'],
  on: 'service',
  names: ['deploy'],
  bad: `services:
  api:
    image: team/api:2.1
    mem_limit: 512M
    deploy:
      resources:
        limits:
          memory: 512M
`,
  good: `services:
  api:
    image: team/api:2.1
    deploy:
      resources:
        limits:
          memory: 512M
`,
  *check({ service, name }) {
    if (!service.at('deploy', 'resources')) return skip;
    for (const { old, path } of twins) {
      const entry = service.entry(old);
      const other = service.scalar(...path);
      if (entry?.value?.kind !== 'scalar' || !other) continue;
      const differ = isDifferent(entry.value, other);
      const edits = removeKey(service, old);
      yield {
        at: entry.keySpan,
        message: differ
          ? `"${old}" of "${name}" says ${entry.value.text} and "${path.join('.')}" says ${other.text}: Compose refuses that.`
          : `"${old}" of "${name}" repeats "${path.join('.')}".`,
        related: [{ at: other.span, message: `"${path.join('.')}" stands here.` }],
        ...(differ ? { severity: 'error' as const, priority: 1 as const } : { tag: 'unnecessary' as const }),
        ...(edits && {
          fix: {
            title: `Take "${old}" out`,
            safety: differ ? ('review' as const) : ('safe' as const),
            edits,
          },
        }),
      };
    }
  },
});

function isDifferent(one: ComposeScalar, other: ComposeScalar): boolean {
  return !one.dynamic && !other.dynamic && one.text.toLowerCase() !== other.text.toLowerCase();
}
