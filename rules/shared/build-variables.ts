import type { DockerfileInstruction, Span } from '../../core/rule.ts';

/** Set by BuildKit in every build: https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope */
export const platformArguments: ReadonlySet<string> = new Set(
  'TARGETPLATFORM TARGETOS TARGETARCH TARGETVARIANT BUILDPLATFORM BUILDOS BUILDARCH BUILDVARIANT'.split(' '),
);

/** Usable without ARG: https://docs.docker.com/reference/dockerfile/#predefined-args */
const predefined: ReadonlySet<string> = new Set(
  'HTTP_PROXY HTTPS_PROXY FTP_PROXY NO_PROXY ALL_PROXY'
    .split(' ')
    .flatMap((name) => [name, name.toLowerCase()]),
);

export function isPredefined(name: string): boolean {
  return predefined.has(name) || /^BUILDKIT_|^SOURCE_DATE_EPOCH$/.test(name);
}

/** A build variable where a word uses it. */
export interface BuildVariableUse {
  readonly name: string;
  /** `:-`, `-`, `:+`, `+`, `:?`, `?` … of `${NAME:-default}`. */
  readonly operator: string | undefined;
  /** `$NAME`, `${NAME}`; with an operator up to it. */
  readonly span: Span;
  readonly nameSpan: Span;
}

/** The variables that a part of an instruction uses; escaped ones and those in single quotes left out. @param from, to indices in `joined` */
export function variablesIn(
  { joined }: DockerfileInstruction,
  from: number,
  to: number = joined.text.length,
): readonly BuildVariableUse[] {
  const text = joined.text.slice(from, to);
  if (!text.includes('$')) return [];
  const found: BuildVariableUse[] = [];
  const pattern = /\\[\s\S]|'[^']*'|\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(\}|:?[-+?]|##?|%%?|\/\/?)?)/g;
  let doubleQuoted = false;
  let scanned = 0;
  for (const match of text.matchAll(pattern)) {
    for (; scanned < match.index; scanned++) if (text[scanned] === '"') doubleQuoted = !doubleQuoted;
    // Within double quotes a single quote is a letter like others.
    if (match[0].startsWith("'")) {
      if (doubleQuoted) {
        const inner = variablesIn(
          { joined } as DockerfileInstruction,
          from + match.index + 1,
          from + match.index + match[0].length - 1,
        );
        found.push(...inner);
      }
      continue;
    }
    const name = match[1] ?? match[2];
    if (name === undefined) continue;
    const start = from + match.index;
    const nameAt = start + match[0].indexOf(name);
    found.push({
      name,
      operator: match[3] === '}' ? undefined : match[3],
      span: joined.span(start, start + match[0].length),
      nameSpan: joined.span(nameAt, nameAt + name.length),
    });
  }
  return found;
}
