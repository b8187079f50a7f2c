import { defineRule, replaceArgument, skip } from '../../core/rule.ts';

const example = (files: number) =>
  `worker_rlimit_nofile ${files};\nevents {\n    worker_connections 4096;\n}\nhttp {\n    server { listen 8080; }\n}\n`;

export default defineRule({
  id: 'nginx/file-limit-below-connections',
  title: 'Fewer files than connections need',
  category: 'performance',
  severity: 'warning',
  priority: 3,
  remedy: 'Let a worker open twice as many files as it may have connections.',
  rationale:
    'Every connection takes one of the files that a worker may open, those to proxied servers too, and a file that is served takes one more. ' +
    'When a worker runs out of files it logs "too many open files" and refuses what it could have answered.',
  references: [
    'https://nginx.org/en/docs/ngx_core_module.html#worker_rlimit_nofile',
    'https://nginx.org/en/docs/ngx_core_module.html#worker_connections',
  ],
  catalogue: ['nginx/worker-connections'],
  peers: ['gixy:worker_rlimit_nofile_vs_connections'],
  production: true,
  on: 'directive',
  names: ['worker_rlimit_nofile'],
  bad: example(1024),
  good: example(8192),
  *check({ directive }) {
    const [files] = directive.args;
    const events = directive.config.all('events')[0];
    const connections = events?.first('worker_connections')?.args[0];
    if (!files || !connections || !/^\d+$/.test(files.text + connections.text)) return skip;
    const needed = 2 * Number(connections.text);
    if (Number(files.text) >= needed) return;
    const below = Number(files.text) < Number(connections.text);
    yield {
      at: files.span,
      message: below
        ? `A worker may open ${files.text} files and is to have ${connections.text} connections: nginx warns of it at its start, and refuses what goes beyond.`
        : `A worker may open ${files.text} files and have ${connections.text} connections: when all of them are sent a file of their own, it needs ${needed}.`,
      ...(!below && { severity: 'info' as const }),
      related: [{ at: connections.span, message: 'The connections.' }],
      fix: {
        title: `Let it open ${needed} files`,
        safety: 'review',
        edits: [replaceArgument(files, String(needed))],
      },
    };
  },
});
