import type { CopyStep, DeployedDockerfile, Span } from '../../core/rule.ts';

/** A file or folder of the build context that a step names. */
export interface NamedSource {
  /** Relative to the context, without slashes at its ends. */
  readonly path: string;
  readonly at: Span;
}

/** What COPY and ADD of the stages that are built take from the context by name: no patterns, addresses, variables. */
export function namedCopySources({ stages }: DeployedDockerfile): readonly NamedSource[] {
  return stages
    .filter((stage) => stage.needed)
    .flatMap(({ stage }) => stage.copies)
    .flatMap(namedSources);
}

function namedSources({ from, sources }: CopyStep): readonly NamedSource[] {
  if (from) return [];
  return sources.flatMap(({ value, dynamic, span }) => {
    const path = value.replace(/^(?:\.?\/)+|\/+$/g, '');
    const unclear = dynamic || /[*?[\\$]|^\w+:\/\/|^git@|(?:^|\/)\.\.(?:\/|$)/.test(value);
    return unclear || path === '' || path === '.' ? [] : [{ path, at: span }];
  });
}
