import { defineRule, replaceArgument, skip } from '../../core/rule.ts';

const example = (count: string) =>
  `worker_processes ${count};\nevents {}\nhttp {\n    server { listen 8080; }\n}\n`;

export default defineRule({
  id: 'nginx/fixed-worker-count',
  title: 'Number of workers written out',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Write `worker_processes auto`.',
  strength: 'nginx starts a worker for every processor',
  rationale:
    'A worker uses one processor. ' +
    'A number that fitted one machine leaves the processors of the next idle, or has workers wait for each other.',
  references: ['https://nginx.org/en/docs/ngx_core_module.html#worker_processes'],
  catalogue: ['nginx/worker-processes'],
  production: true,
  on: 'directive',
  names: ['worker_processes'],
  bad: example('1'),
  good: example('auto'),
  *check({ directive, nginx }) {
    const [count] = directive.args;
    if (!count || !/^\d+$|^auto$/.test(count.text)) return skip;
    if (count.text === 'auto') return;
    // With a processor or less for all of it, one worker is what there is.
    const one = nginx.services.some(
      ({ service }) =>
        Number(
          service.scalar('cpus')?.text ?? service.scalar('deploy', 'resources', 'limits', 'cpus')?.text ?? 2,
        ) <= 1,
    );
    if (one && count.text === '1') return;
    yield {
      at: count.span,
      message: `nginx starts ${count.text === '1' ? 'one worker' : `${count.text} workers`}, however many processors there are.`,
      fix: {
        title: 'Start one for every processor',
        safety: 'safe',
        edits: [replaceArgument(count, 'auto')],
      },
    };
  },
});
