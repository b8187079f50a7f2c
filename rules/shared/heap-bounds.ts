import { type DeployedService, type Span, textOf } from '../../core/rule.ts';

/** A bound that a runtime gets for its heap. */
export interface HeapBound {
  /** As written: `-Xmx512m`. */
  readonly flag: string;
  readonly bytes: number;
  /** Its number with the unit, where it is written. */
  readonly at: Span;
  /** A number of megabytes in the flag's notation. */
  readonly write: (megabytes: number) => string;
}

interface Flag {
  /** Digits and unit are its groups, at its end. */
  readonly pattern: RegExp;
  /** What a number without a unit counts. */
  readonly unit: number;
  readonly write: (megabytes: number) => string;
}

/** Sources: nodejs.org "Command-line API", docs.oracle.com "java", pkg.go.dev/runtime. 2026-11. */
const flags: readonly Flag[] = [
  {
    pattern: /--max[-_]old[-_]space[-_]size[= ](\d+)()/g,
    unit: 2 ** 20,
    write: (megabytes) => String(megabytes),
  },
  { pattern: /-Xmx(\d+)([kKmMgG]?)/g, unit: 1, write: (megabytes) => `${megabytes}m` },
  { pattern: /\bGOMEMLIMIT=["']?(\d+)([KMGT]iB)?/g, unit: 1, write: (megabytes) => `${megabytes}MiB` },
];

const units: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** Heap bounds in a service's environment and commands, and in the ENV of what it is built from. */
export function heapBounds({ service, stage }: DeployedService): readonly HeapBound[] {
  const own = service.environment.flatMap(({ name, value }) =>
    value && value.variables.length === 0 && value.origin !== 'shared'
      ? boundsIn(value.span, `${name}=`)
      : [],
  );
  const commands = [service.entrypoint, service.command].flatMap((command) =>
    command && !command.dynamic ? boundsIn(command.span, '') : [],
  );
  const replaced = new Set(service.environment.map((variable) => variable.name));
  const inherited = [...(stage?.environment ?? [])].flatMap(([name, { value }]) =>
    value && !value.dynamic && !replaced.has(name) ? boundsIn(value.span, `${name}=`) : [],
  );
  return [...own, ...commands, ...inherited];
}

/** @param name put before the text, for a flag that is a variable of its own. */
function boundsIn(at: Span, name: string): readonly HeapBound[] {
  const text = `${name}${textOf(at)}`;
  return flags.flatMap(({ pattern, unit, write }) =>
    [...text.matchAll(pattern)].map((match) => {
      const [whole, digits = '', suffix = ''] = match;
      const end = at.start - name.length + match.index + whole.length;
      const span = { source: at.source, start: end - digits.length - suffix.length, end };
      const scale = units[suffix[0]?.toLowerCase() ?? ''] ?? unit;
      return { flag: whole.replaceAll(/["']/g, ''), bytes: Number(digits) * scale, at: span, write };
    }),
  );
}
