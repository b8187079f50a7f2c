import {
  type ComposeScalar,
  type DeployedService,
  defineRule,
  type Span,
  skip,
  textOf,
} from '../../core/rule.ts';

/** A bound that a runtime gets for its heap. */
interface HeapBound {
  readonly flag: string;
  readonly bytes: number;
  /** Its number with the unit, where it is written. */
  readonly at: Span;
}

/** Sources: nodejs.org "Command-line API", docs.oracle.com "java", pkg.go.dev/runtime. A number's unit by default, and what else it may be. */
const bounds: readonly {
  readonly pattern: RegExp;
  readonly unit: number;
  readonly write: (megabytes: number) => string;
}[] = [
  {
    pattern: /--max[-_]old[-_]space[-_]size[= ](\d+)()/g,
    unit: 2 ** 20,
    write: (megabytes) => `${megabytes}`,
  },
  { pattern: /-Xmx(\d+)([kKmMgG]?)/g, unit: 1, write: (megabytes) => `${megabytes}m` },
  { pattern: /\bGOMEMLIMIT=["']?(\d+)([KMGT]iB)?/g, unit: 1, write: (megabytes) => `${megabytes}MiB` },
];

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
    for (const [index, { flag, bytes, at }] of heapBounds(deployed)) {
      if (bytes < limit.value) continue;
      const text = bounds[index]!.write(megabytes);
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

function* heapBounds({ service, stage }: DeployedService): Generator<readonly [number, HeapBound]> {
  const values: { readonly prefix: string; readonly scalar: Pick<ComposeScalar, 'span'> }[] = [];
  for (const { name, value } of service.environment)
    if (value && value.variables.length === 0 && value.origin !== 'shared')
      values.push({ prefix: `${name}=`, scalar: value });
  for (const command of [service.entrypoint, service.command])
    if (command && !command.dynamic) values.push({ prefix: '', scalar: command });
  for (const [name, { value }] of stage?.environment ?? []) {
    if (value && !value.dynamic && !service.environment.some((variable) => variable.name === name))
      values.push({ prefix: `${name}=`, scalar: value });
  }
  for (const { prefix, scalar } of values) {
    const { source, start } = scalar.span;
    for (const [index, { pattern, unit }] of bounds.entries()) {
      for (const match of `${prefix}${textOf(scalar.span)}`.matchAll(pattern)) {
        const [whole, digits = '', suffix = ''] = match;
        const scale =
          { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 }[suffix[0]?.toLowerCase() ?? ''] ?? unit;
        const from = start - prefix.length + match.index + whole.length - digits.length - suffix.length;
        yield [
          index,
          {
            flag: whole,
            bytes: Number(digits) * scale,
            at: { source, start: from, end: from + digits.length + suffix.length },
          },
        ];
      }
    }
  }
}
