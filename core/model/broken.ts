import { type Problem, type Span, textOf } from '../text/index.ts';
import type { ComposeFile } from './compose.ts';

/** Which places of a file have a syntax problem in them. */
export interface BrokenPlaces {
  /** A problem lies in the span, or in a fragment outside `services` from which something in the span may come. */
  has(span: Span): boolean;
}

const sound: BrokenPlaces = { has: () => false };

export function brokenPlaces(file: ComposeFile): BrokenPlaces {
  if (file.problems.length === 0) return sound;
  const problems = [...file.problems].sort((a, b) => a.span.start - b.span.start);
  const services = file.entry('services')?.span;
  const elsewhere =
    services === undefined ||
    problems.some(({ span }) => span.end < services.start || span.start > services.end);
  return {
    has: (span) => touches(problems, span) || (elsewhere && /\*[\w-]/.test(textOf(span))),
  };
}

/** Whether a problem begins inside a span or at its ends. @param problems sorted by start */
function touches(problems: readonly Problem[], { start, end }: Span): boolean {
  let low = 0;
  let high = problems.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (problems[middle]!.span.start < start) low = middle + 1;
    else high = middle;
  }
  return low < problems.length && problems[low]!.span.start <= end;
}
