import { type ComposeScalar, defineRule, parseSize, skip } from '../../core/rule.ts';
import { partOf } from '../shared/compose-places.ts';

/** The least memory that Docker takes: daemon/daemon_unix.go of moby (`linuxMinMemory`), 2026-08. */
const leastMemory = 6 * 2 ** 20;

const memoryPaths = [
  ['deploy', 'resources', 'limits', 'memory'],
  ['deploy', 'resources', 'reservations', 'memory'],
  ['mem_limit'],
  ['mem_reservation'],
  ['shm_size'],
];
const cpuPaths = [
  ['deploy', 'resources', 'limits', 'cpus'],
  ['deploy', 'resources', 'reservations', 'cpus'],
  ['cpus'],
];

export default defineRule({
  id: 'compose/unreadable-resource',
  title: 'Limit that cannot be meant',
  category: 'resources',
  severity: 'error',
  priority: 1,
  remedy: 'Write memory with a unit (`512M`, `2G`) and CPUs as a number (`0.5`).',
  rationale:
    'A number without a unit is bytes, so `512` is half a kibibyte, and Docker takes no limit below 6 MiB. What is neither a size nor a number Compose refuses.',
  references: [
    'https://docs.docker.com/reference/compose-file/extension/#specifying-byte-values',
    'https://docs.docker.com/reference/compose-file/deploy/#resources',
  ],
  catalogue: ['compose/resource-format'],
  on: 'service',
  names: ['deploy', 'mem_limit', 'mem_reservation', 'shm_size', 'cpus'],
  bad: `services:
  api:
    image: team/api:2.1
    mem_limit: 512
`,
  good: `services:
  api:
    image: team/api:2.1
    mem_limit: 512M
`,
  *check({ service, name }) {
    const memory = memoryPaths.flatMap((path) => service.scalar(...path) ?? []).filter(isKnown);
    const cpus = cpuPaths.flatMap((path) => service.scalar(...path) ?? []).filter(isKnown);
    if (memory.length + cpus.length === 0) return skip;
    for (const value of memory) {
      const bytes = parseSize(value.text);
      if (bytes === undefined)
        yield {
          at: partOf(value.span, ''),
          message: `"${value.text}" is no amount of memory; "${name}" does not start with it.`,
        };
      else if (isBare(value) && bytes > 0 && bytes < leastMemory) {
        const edits =
          value.origin !== 'shared' && value.variables.length === 0
            ? [{ span: value.span, text: `${value.text}M` }]
            : undefined;
        yield {
          at: value.span,
          message: `${value.text} without a unit is bytes, too few for "${name}" to start.`,
          ...(edits && { fix: { title: `Make it ${value.text} MiB`, safety: 'review' as const, edits } }),
        };
      }
    }
    for (const value of cpus)
      if (!/^\d*\.?\d+$/.test(value.text))
        yield {
          at: partOf(value.span, ''),
          message: `"${value.text}" is no number of CPUs; "${name}" does not start with it.`,
        };
  },
});

function isKnown(value: ComposeScalar): boolean {
  return !value.dynamic && value.value !== null && value.text !== '';
}

function isBare({ text, node }: ComposeScalar): boolean {
  return /^\d+$/.test(text) && (node?.kind !== 'scalar' || node.style === 'plain');
}
