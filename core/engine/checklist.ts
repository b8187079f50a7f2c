import type { DeployedService, Deployment } from '../model/deployment.ts';
import type { Tick } from './config.ts';
import type { Finding } from './finding.ts';
import type { Draft } from './tally.ts';

export type ChecklistGroup = 'Server' | 'Configuration' | 'Security' | 'Monitoring and backup' | 'Tests';

/** Something to be sure of before a deployment. The table of them lives in rules/ and is handed in. */
export interface ChecklistItem {
  /** As it stands in `.seaworthy.yaml`. */
  readonly id: string;
  readonly group: ChecklistGroup;
  /** What holds once it is ticked: a sentence without its full stop. */
  readonly title: string;
  /** How somebody makes sure of it, of this deployment where it tells; one sentence or two. */
  readonly how: string | ((deployment: Deployment) => string);
  /** Whether it concerns a deployment; absent, it concerns each. */
  readonly when?: (deployment: Deployment) => boolean;
  /** Rules that prove it where none of them finds anything; the first is the one that has to have been asked. Absent, no file can prove it. */
  readonly provenBy?: readonly string[];
  /** Instead of the first: of each of these services one of the rules has to have said something. */
  readonly of?: (service: DeployedService) => boolean;
  /** Rules that prove nothing, and whose findings say that it does not hold. */
  readonly refutedBy?: readonly string[];
}

/** A rule that was asked for a checklist's entry and found nothing. */
export interface Proof {
  readonly ruleId: string;
  /** Names; empty where it was not about services. */
  readonly services: readonly string[];
}

export interface ChecklistEntry {
  readonly id: string;
  readonly group: ChecklistGroup;
  readonly title: string;
  readonly how: string;
  /**
   * `proven` and `refuted` by the files, `ticked` by hand, or `open`: it is for somebody to make sure. What the files
   * refute cannot be ticked.
   */
  readonly state: 'proven' | 'refuted' | 'ticked' | 'open';
  /** What the files say for it, also where that is not all of it. */
  readonly proofs: readonly Proof[];
  /** What the files say against it. */
  readonly findings: readonly Finding[];
  /** How many findings against it were accepted with a reason. */
  readonly accepted: number;
  /** Names of services that the files say nothing of. */
  readonly unproven: readonly string[];
  readonly tick?: Tick;
}

export interface ChecklistInput {
  readonly items: readonly ChecklistItem[];
  readonly deployment: Deployment;
  readonly drafts: readonly Draft[];
  readonly open: ReadonlySet<Finding>;
  tick(id: string): Tick | undefined;
}

/** The checklist of a deployment: what its files prove or refute is told, the rest is left to people. */
export function checklistOf(input: ChecklistInput): readonly ChecklistEntry[] {
  const byRule = new Map(input.drafts.map((draft) => [draft.rule.id, draft]));
  return input.items
    .filter(({ when }) => when?.(input.deployment) ?? true)
    .map((item) => entryOf(item, byRule, input));
}

function entryOf(
  item: ChecklistItem,
  byRule: ReadonlyMap<string, Draft>,
  { deployment, open, tick }: ChecklistInput,
): ChecklistEntry {
  const { id, group, title, how } = item;
  const drafts = (ids: readonly string[] = []) => ids.flatMap((one) => byRule.get(one) ?? []);
  const proving = drafts(item.provenBy);
  const found = [...new Set([...proving, ...drafts(item.refutedBy)].flatMap(findingsOf))];
  const findings = found.filter((finding) => open.has(finding));
  const proofs = proving.filter((draft) => findingsOf(draft).length === 0).map(proofOf);
  const told = new Set(proving.flatMap(({ subjects }) => subjects.flatMap(({ answer }) => answer.services)));
  const unproven = item.of
    ? deployment.services.filter((one) => item.of?.(one) && !told.has(one.name)).map(({ name }) => name)
    : [];
  const ticked = tick(id);
  const essential = item.of ? proofs[0] : proofs.find(({ ruleId }) => ruleId === item.provenBy?.[0]);
  const proven = essential !== undefined && found.length === 0 && unproven.length === 0;
  return {
    id,
    group,
    title,
    how: typeof how === 'string' ? how : how(deployment),
    state: findings.length > 0 ? 'refuted' : proven ? 'proven' : ticked ? 'ticked' : 'open',
    proofs,
    findings,
    accepted: found.length - findings.length,
    unproven: proofs.length > 0 ? unproven : [],
    ...(ticked && { tick: ticked }),
  };
}

function findingsOf({ subjects }: Draft): readonly Finding[] {
  return subjects.flatMap(({ findings }) => findings);
}

function proofOf({ rule, subjects }: Draft): Proof {
  const services = rule.on === 'deployment' ? [] : subjects.flatMap(({ answer }) => answer.services);
  return { ruleId: rule.id, services: [...new Set(services)] };
}
