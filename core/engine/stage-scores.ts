import type { Deployment } from '../model/deployment.ts';
import { firstLine } from '../text/index.ts';
import type { Finding, StageScore } from './finding.ts';
import { score } from './score.ts';
import { countedTogether, type Draft, type JudgedSubject, tally } from './tally.ts';

/** Findings that are open, and those that cost points. */
export interface StageFindings {
  readonly open: ReadonlySet<Finding>;
  readonly counting: ReadonlySet<Finding>;
}

/** Each stage of a deployment's Dockerfiles with the findings that lie in it, scored as a file by itself is. */
export function stageScores(
  deployment: Deployment,
  drafts: readonly Draft[],
  { open, counting }: StageFindings,
): readonly StageScore[] {
  const placed = byPath(drafts);
  return deployment.dockerfiles.flatMap(({ dockerfile: { source, stages } }) => {
    const own = placed.get(source.path) ?? [];
    return stages.map(({ name, from, end }, index): StageScore => {
      const inside = ({ at }: Finding) => at.start >= from.span.start && at.start <= end;
      const parts = own.flatMap(({ rule, subjects }) => {
        const kept = within(subjects, inside);
        return kept.length > 0 ? [{ rule, subjects: kept }] : [];
      });
      const findings = new Set(parts.flatMap((part) => part.subjects.flatMap((one) => one.findings)));
      const tallies = countedTogether(parts).map((part) => tally(part.rule, part.subjects, counting));
      return {
        name: name?.value,
        number: index + 1,
        at: firstLine(from.span),
        score: score(tallies, 'file').score,
        findings: [...findings].filter((finding) => open.has(finding)),
      };
    });
  });
}

/** What was found in each file, in one walk. */
function byPath(drafts: readonly Draft[]): ReadonlyMap<string, readonly Draft[]> {
  const placed = new Map<string, Draft[]>();
  for (const { rule, subjects } of drafts) {
    const paths = new Set(subjects.flatMap((one) => one.findings.map(({ at }) => at.source.path)));
    for (const path of paths) {
      const own = within(subjects, ({ at }) => at.source.path === path);
      const list = placed.get(path);
      if (list) list.push({ rule, subjects: own });
      else placed.set(path, [{ rule, subjects: own }]);
    }
  }
  return placed;
}

function within(
  subjects: readonly JudgedSubject[],
  wanted: (finding: Finding) => boolean,
): readonly JudgedSubject[] {
  return subjects.flatMap(({ answer, findings }) => {
    const own = findings.filter(wanted);
    return own.length > 0 ? [{ answer, findings: own }] : [];
  });
}
