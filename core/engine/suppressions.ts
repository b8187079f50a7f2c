import type { Deployment } from '../model/deployment.ts';
import { lazy } from '../model/dockerfile-steps.ts';
import type { ProjectReader } from '../model/reader.ts';
import type { DockerfileFile } from '../parse/dockerfile-tree.ts';
import { lineComments, readCheckDirective, readSuppressions } from './comments.ts';
import type { RuleRun } from './run.ts';
import type { Suppression } from './suppress.ts';

/** The comments of a deployment's files that accept findings, and whether any of those files has a syntax problem. */
export function fileSuppressions(
  deployment: Deployment,
  reader: ProjectReader,
  runs: readonly RuleRun[],
): { readonly suppressions: readonly Suppression[]; readonly halfTyped: boolean } {
  const suppressions: Suppression[] = [];
  const seen = new Set<string>();
  let halfTyped = false;
  for (const file of deployment.compose?.allFiles ?? []) {
    seen.add(file.source.path);
    halfTyped ||= file.problems.length > 0;
    suppressions.push(...readSuppressions(file.yaml.comments));
  }
  for (const { dockerfile } of deployment.dockerfiles) {
    const { file } = dockerfile;
    seen.add(file.source.path);
    halfTyped ||= file.problems.length > 0;
    const ends = lazy(() => lastLines(file));
    suppressions.push(
      ...readSuppressions(file.comments, (line) => ends().get(line) ?? line),
      ...readCheckDirective(file),
    );
  }
  for (const nginx of deployment.nginx) {
    for (const file of nginx.config.files) {
      if (seen.has(file.source.path)) continue;
      seen.add(file.source.path);
      halfTyped ||= file.problems.length > 0;
      suppressions.push(...readSuppressions(file.comments));
    }
  }
  // Findings may also stand in ignore and env files.
  for (const { answers } of runs) {
    for (const { observations } of answers) {
      if (observations.length === 0) continue;
      for (const { at } of observations) {
        if (seen.has(at.source.path)) continue;
        seen.add(at.source.path);
        const source = reader.text(at.source.path);
        if (source) suppressions.push(...readSuppressions(lineComments(source)));
      }
    }
  }
  return { suppressions, halfTyped };
}

/** First line of each instruction → its last one. */
function lastLines({ source, instructions }: DockerfileFile): ReadonlyMap<number, number> {
  return new Map(
    instructions.map(({ span: { start, end } }) => [source.position(start).line, source.position(end).line]),
  );
}
