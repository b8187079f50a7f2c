import { defineRule, type Observation, skip } from '../../core/rule.ts';
import {
  type PostgresSetting,
  postgresDefaults,
  postgresSettings,
  postgresSize,
  settingBytes,
} from '../shared/postgres-settings.ts';

export default defineRule({
  id: 'compose/postgres-memory-overcommitted',
  title: 'PostgreSQL is promised more memory than its container has',
  category: 'resources',
  severity: 'error',
  priority: 1,
  remedy:
    'Size the settings by the memory limit: a quarter of it for `shared_buffers`, half to three quarters for `effective_cache_size`.',
  strength: 'PostgreSQL’s settings fit its memory limit',
  rationale:
    'The kernel kills a container that needs more than its limit, and PostgreSQL then recovers from its log while all clients wait. Every connection may take `work_mem` several times over, on top of `shared_buffers`. ' +
    'With an `effective_cache_size` above the limit the planner counts on a cache that cannot be there.',
  references: ['https://www.postgresql.org/docs/current/runtime-config-resource.html'],
  catalogue: ['compose/postgres-memory'],
  production: true,
  on: 'service',
  names: ['deploy', 'mem_limit'],
  bad: `services:
  database:
    image: postgres:17
    command: postgres -c shared_buffers=1GB
    mem_limit: 1G
`,
  good: `services:
  database:
    image: postgres:17
    command: postgres -c shared_buffers=256MB
    mem_limit: 1G
`,
  *check(deployed) {
    const limit = deployed.service.memoryLimit?.value;
    if (deployed.image?.product !== 'postgres' || limit === undefined) return skip;
    const settings = postgresSettings(deployed);
    const buffers = settings.get('shared_buffers');
    const shared = settingBytes(buffers) ?? postgresDefaults.sharedBuffers;
    const related = [{ at: deployed.service.memoryLimit!.span, message: `The limit of "${deployed.name}".` }];
    const say = (setting: PostgresSetting, message: string, size?: number): Observation => ({
      at: setting.span,
      message,
      related,
      ...(size !== undefined &&
        setting.exact &&
        setting.word.origin !== 'shared' && {
          fix: {
            title: `Set ${setting.name} to ${postgresSize(size)}`,
            safety: 'review',
            edits: [{ span: setting.span, text: postgresSize(size) }],
          },
        }),
    });
    const most = postgresSize(limit);
    if (buffers && shared >= limit) {
      yield say(
        buffers,
        `shared_buffers=${buffers.text} takes all of the ${most} that "${deployed.name}" may have.`,
        limit / 4,
      );
    } else {
      const memory = settings.get('work_mem');
      const connections = settings.get('max_connections');
      const each = settingBytes(memory) ?? postgresDefaults.workMemory;
      const number = Number(connections?.text ?? postgresDefaults.connections);
      const at = memory ?? connections;
      // The stock values are nobody's promise.
      if (at && shared + number * each > limit) {
        const fitting = (limit / 2 - shared) / number;
        const sum = postgresSize(shared + number * each);
        const message = `shared_buffers and ${number} connections with a work_mem of ${postgresSize(each)} may take ${sum}; "${deployed.name}" has ${most}.`;
        yield say(at, message, memory && fitting >= 2 ** 20 ? fitting : undefined);
      }
    }
    const cache = settings.get('effective_cache_size');
    if (cache && (settingBytes(cache) ?? 0) > limit) {
      yield {
        ...say(
          cache,
          `effective_cache_size=${cache.text} is more than the ${most} that "${deployed.name}" may have: the planner counts on a cache that cannot be there.`,
          (limit * 3) / 4,
        ),
        severity: 'warning',
      };
    }
  },
});
