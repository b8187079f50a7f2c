import { defineRule, skip } from '../../core/rule.ts';
import { heapBounds } from '../shared/heap-bounds.ts';

export default defineRule({
  id: 'deployment/heap-exceeds-memory-limit',
  title: 'Heap bound above the memory limit',
  category: 'resources',
  severity: 'warning',
  priority: 2,
  remedy: 'Bound the heap at about three quarters of the memory limit.',
  strength: 'Heap bounds fit the memory limits',
  rationale:
    'A runtime collects garbage in earnest when its heap comes near its bound. With a bound at or above the container’s limit the kernel kills the process before that, without a message in its log. ' +
    'A quarter of the limit is left for stacks, buffers and the program itself.',
  references: [
    'https://nodejs.org/api/cli.html#--max-old-space-sizesize-in-mib',
    'https://pkg.go.dev/runtime#hdr-Environment_Variables',
  ],
  catalogue: ['deployment/memory-heap', 'dockerfile/heap-limit'],
  production: true,
  on: 'service',
  names: ['deploy', 'mem_limit'],
  bad: {
    'compose.yaml': `services:
  api:
    image: example/api:1.4
    environment:
      NODE_OPTIONS: --max-old-space-size=1024
    mem_limit: 512M
`,
  },
  good: {
    'compose.yaml': `services:
  api:
    image: example/api:1.4
    environment:
      NODE_OPTIONS: --max-old-space-size=384
    mem_limit: 512M
`,
  },
  *check(deployed) {
    const limit = deployed.service.memoryLimit;
    if (limit?.value === undefined) return skip;
    const megabytes = Math.floor((limit.value * 0.75) / 2 ** 20);
    for (const { flag, bytes, at, write } of heapBounds(deployed)) {
      if (bytes < limit.value) continue;
      const text = write(megabytes);
      yield {
        at,
        message: `${flag} lets the heap of "${deployed.name}" grow to its memory limit of ${Math.floor(limit.value / 2 ** 20)} MiB or beyond: the kernel kills it first.`,
        related: [{ at: limit.span, message: `The memory limit of "${deployed.name}".` }],
        ...(megabytes > 0 && {
          fix: { title: `Bound the heap at ${text}`, safety: 'review' as const, edits: [{ span: at, text }] },
        }),
      };
    }
  },
});
