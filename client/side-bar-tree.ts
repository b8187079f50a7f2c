import type { PageTarget } from '../server/protocol.ts';
import type {
  FindingActions,
  LensArguments,
  Overview,
  OverviewDeployment,
  OverviewFinding,
  OverviewPart,
} from '../server/protocol-overview.ts';

/** One line of the side bar. It knows nothing of VS Code, so that what the side bar shows can be tested by itself. */
export interface SideBarNode {
  /** Unique, and the same after a new review, so that what was opened stays open. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** Lines of plain text. */
  readonly tooltip?: readonly string[];
  readonly icon?: SideBarIcon;
  /** What can be done with it, words with a space between. */
  readonly actions: readonly SideBarAction[];
  /** Where a press on it leads. */
  readonly target?: PageTarget;
  /** The finding, where it is one; of a rule with several the most urgent one. */
  readonly finding?: OverviewFinding;
  /** Those that its line stands for. */
  readonly findings?: readonly OverviewFinding[];
  /** Titles of the finding's fixes, once they are known. */
  readonly fixes?: readonly string[];
  /** Name of the deployment, where it is one, or where the line stands for all that a rule finds there. */
  readonly deployment?: string;
  readonly parent?: SideBarNode;
  /** Opened until somebody closes it. */
  readonly open?: boolean;
  /** Absent where nothing can be below. */
  readonly children?: () => readonly SideBarNode[];
}

export type SideBarIcon = 'good' | 'fair' | 'poor' | 'blocker' | 'error' | 'warning' | 'info' | 'list';

export type SideBarAction = 'report' | 'goto' | 'fix' | 'fixAll' | 'ignore' | 'explain';

/** The lines of the first level: a deployment each, and what belongs to none. */
export function sideBarTree(overview: Overview): readonly SideBarNode[] {
  const production = overview.deployments.some(({ environment }) => environment === 'production');
  const deployments = overview.deployments.map((one) =>
    deploymentNode(one, overview, one.environment === 'production' || !production),
  );
  return overview.loose.length === 0 ? deployments : [...deployments, looseNode(overview)];
}

/** The line of a code lens's service or stage. */
export function nodeOfLens(tree: readonly SideBarNode[], lens: LensArguments): SideBarNode | undefined {
  const deployment = tree.find(({ deployment }) => deployment === lens.deployment);
  for (const section of deployment?.children?.() ?? []) {
    if (!section.id.endsWith(`/${lens.kind}s`)) continue;
    const found = section
      .children?.()
      .find(({ target }) => target?.path === lens.path && target.line === lens.line);
    if (found) return found;
  }
  return undefined;
}

/** A line with what can be done about its findings. @param known one for each of them */
export function withActions(node: SideBarNode, known: readonly FindingActions[]): SideBarNode {
  const fixable = known.filter(({ fixes }) => fixes.length > 0);
  const [only] = known;
  if (node.children || !only) {
    const all = node.deployment !== undefined && fixable.length > 1;
    return all ? { ...node, actions: ['fixAll', ...node.actions] } : node;
  }
  const more: readonly SideBarAction[] = [
    ...(fixable.length > 0 ? (['fix'] as const) : []),
    ...(only.ignorable ? (['ignore'] as const) : []),
  ];
  return { ...node, fixes: only.fixes, actions: [...node.actions, ...more] };
}

function deploymentNode(deployment: OverviewDeployment, overview: Overview, open: boolean): SideBarNode {
  const { name, environment, score, verdict, waiting, findings } = deployment;
  const assessment = environment === 'production' ? verdict : 'development';
  const node: SideBarNode = {
    id: name,
    // The score first: names are long, and the side bar is narrow.
    label: `${points(score)} ${name}`,
    description: `${assessment}${waiting ? ' · waiting' : ''}`,
    tooltip: [
      name,
      `${points(score)} of 10: ${environment === 'production' ? verdict : 'as a development deployment'}`,
      counted(findings.length, 'finding'),
      ...(waiting ? ['A file is incomplete: this is the last score that could be computed.'] : []),
    ],
    icon: grade(score),
    actions: ['report'],
    deployment: name,
    open,
    children: once(() => [
      ...priorityNodes(deployment, overview, node),
      ...section('categories', 'By category', deployment.categories.length, node, (parent) =>
        deployment.categories.map((one) => categoryNode(one, deployment, overview, parent)),
      ),
      ...section('services', 'By service', deployment.services.length, node, (parent) =>
        deployment.services.map((one) => partNode(one, overview, parent)),
      ),
      ...section('stages', 'By Dockerfile stage', deployment.stages.length, node, (parent) =>
        deployment.stages.map((one) => partNode(one, overview, parent)),
      ),
    ]),
  };
  return node;
}

const priorityTitles = [
  'Blocks a deployment',
  'Priority 1: critical',
  'Priority 2: important',
  'Priority 3: nice to have',
] as const;

function priorityNodes(
  { findings }: OverviewDeployment,
  overview: Overview,
  parent: SideBarNode,
): readonly SideBarNode[] {
  return ([0, 1, 2, 3] as const).flatMap((priority) => {
    const own = pick(findings, overview).filter((one) => one.priority === priority);
    if (own.length === 0) return [];
    const node: SideBarNode = {
      id: `${parent.id}/priority ${priority}`,
      label: priorityTitles[priority],
      description: String(own.length),
      tooltip: [`${priorityTitles[priority]}: ${counted(own.length, 'finding')}`],
      icon: priority === 0 ? 'blocker' : 'list',
      actions: [],
      parent,
      open: priority === 0,
      children: once(() => ruleNodes(own, overview, node, parent.deployment)),
    };
    return node;
  });
}

function section(
  id: string,
  label: string,
  count: number,
  parent: SideBarNode,
  children: (parent: SideBarNode) => readonly SideBarNode[],
): readonly SideBarNode[] {
  if (count === 0) return [];
  const node: SideBarNode = {
    id: `${parent.id}/${id}`,
    label,
    icon: 'list',
    actions: [],
    parent,
    children: once(() => children(node)),
  };
  return [node];
}

function categoryNode(
  { id, title, score }: OverviewDeployment['categories'][number],
  { findings }: OverviewDeployment,
  overview: Overview,
  parent: SideBarNode,
): SideBarNode {
  const own = pick(findings, overview).filter(({ category }) => category === id);
  return scoredNode(`${parent.id}/${id}`, title, score, own, overview, parent);
}

function partNode({ name, score, at, findings }: OverviewPart, overview: Overview, parent: SideBarNode) {
  const id = `${parent.id}/${at.path}:${at.line} ${name}`;
  const node = scoredNode(id, name, score, pick(findings, overview), overview, parent);
  return {
    ...node,
    // Two Dockerfiles may have stages of one name.
    ...(parent.id.endsWith('/stages') && { description: `${node.description} · ${nearName(at.path)}` }),
    target: at,
    actions: ['goto'] as const,
  };
}

function scoredNode(
  id: string,
  label: string,
  score: number,
  findings: readonly OverviewFinding[],
  overview: Overview,
  parent: SideBarNode,
): SideBarNode {
  const count = findings.length === 0 ? 'no findings' : counted(findings.length, 'finding');
  const node: SideBarNode = {
    id,
    label,
    description: `${points(score)}${findings.length > 0 ? ` · ${findings.length}` : ''}`,
    tooltip: [`${label}: ${points(score)} of 10, ${count}`],
    icon: grade(score),
    actions: [],
    parent,
    ...(findings.length > 0 && { children: once(() => ruleNodes(findings, overview, node)) }),
  };
  return node;
}

/**
 * Findings by rule, in the order of each rule's most urgent one; a rule with one finding is that finding.
 * @param whole the deployment, where these are all that it has of each rule.
 */
function ruleNodes(
  findings: readonly OverviewFinding[],
  overview: Overview,
  parent: SideBarNode,
  whole?: string,
): readonly SideBarNode[] {
  const groups = new Map<string, OverviewFinding[]>();
  for (const finding of findings) {
    const own = groups.get(finding.ruleId);
    if (own) own.push(finding);
    else groups.set(finding.ruleId, [finding]);
  }
  return [...groups].map(([ruleId, own]) => {
    const [first] = own as [OverviewFinding, ...OverviewFinding[]];
    const title = overview.rules[ruleId]?.title ?? ruleId;
    const id = `${parent.id}/${ruleId}`;
    if (own.length === 1) return findingNode(first, title, `${id} 1`, overview, parent);
    const node: SideBarNode = {
      id,
      label: title,
      description: String(own.length),
      tooltip: [`${title}: ${counted(own.length, 'finding')}`, ...remedy(ruleId, overview)],
      icon: first.severity,
      actions: ['explain'],
      ...(whole !== undefined && { deployment: whole }),
      finding: first,
      findings: own,
      parent,
      children: once(() =>
        own.map((one, index) => findingNode(one, placeWord(one, own), `${id} ${index + 1}`, overview, node)),
      ),
    };
    return node;
  });
}

/** What tells a finding from the others of its rule: its service, where each has one of its own. */
function placeWord({ service, message }: OverviewFinding, beside: readonly OverviewFinding[]): string {
  const services = new Set(beside.map((one) => one.service));
  return service !== undefined && services.size === beside.length && !services.has(undefined)
    ? service
    : message;
}

function findingNode(
  finding: OverviewFinding,
  label: string,
  id: string,
  overview: Overview,
  parent: SideBarNode,
): SideBarNode {
  const { ruleId, path, line, message, severity, gain } = finding;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const worth =
    gain > 0 ? [`Fixing it is worth ${gain < 0.05 ? 'less than 0.1' : points(gain)} of the score.`] : [];
  return {
    id,
    label,
    description: `${name}:${line + 1}`,
    tooltip: [
      message,
      ...remedy(ruleId, overview),
      ...worth,
      `${severity}, ${ruleId}`,
      `${path}:${line + 1}`,
    ],
    icon: severity,
    actions: ['goto', 'explain'],
    target: finding,
    finding,
    findings: [finding],
    parent,
  };
}

function looseNode(overview: Overview): SideBarNode {
  const own = pick(overview.loose, overview);
  const node: SideBarNode = {
    id: '/loose',
    label: 'Outside of any deployment',
    description: String(own.length),
    icon: 'list',
    actions: [],
    children: once(() => ruleNodes(own, overview, node)),
  };
  return node;
}

function remedy(ruleId: string, { rules }: Overview): readonly string[] {
  const text = rules[ruleId]?.remedy;
  return text ? [`What to do: ${text}`] : [];
}

function pick(numbers: readonly number[], { findings }: Overview): readonly OverviewFinding[] {
  return numbers.flatMap((number) => findings[number] ?? []);
}

/** The limits are those of the verdicts. */
function grade(score: number): SideBarIcon {
  if (score >= 7.5) return 'good';
  return score >= 6 ? 'fair' : 'poor';
}

/** A file's name with its folder's. */
function nearName(path: string): string {
  return path.split('/').slice(-2).join('/');
}

function points(value: number): string {
  return value.toFixed(1);
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
