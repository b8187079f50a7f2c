import { Graph, layout } from '@dagrejs/dagre';
import type { DeploymentReview, Topology, TopologyEdge, TopologyNode } from '../../engine/finding.ts';
import { counted, place, shownPath } from '../report.ts';
import { type FindingListContext, later } from './finding-list.ts';
import { html, type Markup } from './markup.ts';
import { drawnButton, placeTarget } from './target.ts';

/** Sizes in units of the picture, which are pixels where there is room. */
const sizes = {
  internet: { width: 90, height: 40 },
  service: { width: 150, height: 48 },
  volume: { width: 150, height: 30 },
} as const;
const nameLength = 19;
const margin = 24;
/** Up to this many things are laid out in no time. */
const few = 30;
/** Beyond this many things the layout takes longer than a reader waits, and nobody reads the picture. */
const most = 150;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Area extends Box {
  readonly name: string;
}

type Points = readonly { readonly x: number; readonly y: number }[];

interface Line {
  readonly edge: TopologyEdge;
  readonly points: Points;
}

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly areas: readonly Area[];
  readonly boxes: readonly Box[];
  readonly lines: readonly Points[];
}

interface Laid extends Pick<Layout, 'width' | 'height' | 'areas'> {
  readonly boxes: readonly { readonly node: TopologyNode; readonly box: Box }[];
  readonly lines: readonly Line[];
}

/** The deployment drawn, and told in words below; nothing where there is no service. */
export function diagram(deployment: DeploymentReview, context: FindingListContext): Markup | false {
  const { topology } = deployment;
  if (!topology?.nodes.some(({ kind }) => kind === 'service')) return false;
  const id = `${context.prefix}topology-words`;
  return html`${drawn(topology, deployment, context)}
${topology.nodes.length <= most && html`<p class="legend">Requests take the solid lines; along the dashed ones something only waits for another; what is red cannot work.</p>`}
<details id="${id}"${later(id, context)}><summary>The same in words</summary>${!later(id, context) && html`<ul>${inWords(topology)}</ul>`}</details>`;
}

function drawn(
  topology: Topology,
  deployment: DeploymentReview,
  context: FindingListContext,
): Markup | false {
  const { length } = topology.nodes;
  if (length > most) return false;
  const laid = laidOut(topology, length <= few || !context.onLeft);
  if (laid) return picture(laid, deployment, context);
  context.onLeft?.();
  return html`<div class="topology left"></div>`;
}

/** Layouts of the last pictures: while somebody types, the picture seldom changes, and laying out takes longest. */
const known = new Map<string, Layout>();
const remembered = 8;

/** @returns undefined where it was not laid out before and may not be now. */
function laidOut(topology: Topology, mayLay: boolean): Laid | undefined {
  const { nodes, edges } = topology;
  const key = JSON.stringify([
    nodes.map(({ id, kind, networks }) => [id, kind, networks]),
    edges.map(({ from, to, label }) => [from, to, label !== undefined]),
  ]);
  const found = known.get(key) ?? (mayLay ? lay(topology) : undefined);
  if (!found) return undefined;
  known.delete(key);
  known.set(key, found);
  for (const oldest of known.keys()) if (known.size > remembered) known.delete(oldest);
  return {
    ...found,
    boxes: nodes.map((node, index) => ({ node, box: found.boxes[index]! })),
    lines: edges.map((edge, index) => ({ edge, points: found.lines[index]! })),
  };
}

/** Services that share the same networks lie in one area. Boxes and lines come in the order of nodes and edges. */
function lay({ nodes, edges }: Topology): Layout {
  const graph = new Graph({ compound: true, directed: true });
  // The default ranker takes ten times as long where services lie in areas, for a picture that is as good.
  const ranker = 'tight-tree';
  graph.setGraph({ rankdir: 'LR', nodesep: 18, ranksep: 70, marginx: margin, marginy: margin, ranker });
  graph.setDefaultEdgeLabel(() => ({}));
  const areas = new Map<string, string>();
  for (const node of nodes) {
    graph.setNode(node.id, { ...sizes[node.kind] });
    if (node.networks.length === 0) continue;
    const name = node.networks.join(', ');
    const id = `area ${name}`;
    if (!areas.has(id)) graph.setNode(id, {});
    areas.set(id, name);
    graph.setParent(node.id, id);
  }
  for (const { from, to, label } of edges)
    graph.setEdge(from, to, label === undefined ? {} : { width: 40, height: 14, labelpos: 'c' });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const boxOf = (id: string) => graph.node(id) as unknown as Box;
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    boxes: nodes.map(({ id }) => boxOf(id)),
    areas: [...areas].map(([id, name]) => ({ ...boxOf(id), name })),
    lines: edges.map(({ from, to }) => (graph.edge(from, to) as unknown as { points: Points }).points),
  };
}

function picture(laid: Laid, deployment: DeploymentReview, context: FindingListContext): Markup {
  const { width, height, areas, lines, boxes } = laid;
  const arrow = `${context.prefix}arrow`;
  return html`<div class="topology"><svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="How requests and data go through ${deployment.name}">
<defs><marker id="${arrow}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="arrow" d="M0 0L8 4L0 8z"/></marker></defs>
${areas.map(area)}
${lines.map((line) => drawnLine(line, arrow))}
${boxes.map(({ node, box }) => drawnNode(node, box, deployment, context))}
</svg></div>`;
}

function area({ x, y, width, height, name }: Area): Markup {
  const top = y - height / 2;
  const left = x - width / 2;
  return html`<g class="area"><rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" rx="8"/><text x="${round(left + 8)}" y="${round(top + 13)}" font-size="11">${cut(name, Math.floor(width / 6.5))}</text></g>
`;
}

function drawnLine({ edge, points }: Line, arrow: string): Markup {
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
  const middle = points[Math.floor(points.length / 2)];
  const label =
    edge.label !== undefined &&
    middle &&
    html`<text x="${round(middle.x)}" y="${round(middle.y - 5)}" text-anchor="middle" font-size="11">${cut(edge.label, 14)}</text>`;
  return html`<g class="line ${edge.kind}${edge.broken && ' broken'}" aria-hidden="true"><path d="${path}" fill="none" marker-end="url(#${arrow})"/>${label}</g>
`;
}

function drawnNode(
  node: TopologyNode,
  { x, y, width, height }: Box,
  deployment: DeploymentReview,
  context: FindingListContext,
): Markup {
  const service =
    node.kind === 'service' ? deployment.services.find(({ name }) => name === node.name) : undefined;
  const count = service?.findings.length ?? 0;
  const worst = service?.findings.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
  const note = noteOf(node);
  const left = round(x - width / 2);
  const top = round(y - height / 2);
  const badge =
    count > 0 &&
    html`<g class="badge ${worst}"><rect x="${round(x + width / 2 - 18)}" y="${round(top - 8)}" width="26" height="17" rx="8.5"/><text x="${round(x + width / 2 - 5)}" y="${round(top + 4.5)}" text-anchor="middle" font-size="11">${count}</text></g>`;
  return html`<g class="node ${node.kind} ${isStore(node) && 'store'}"${pressable(node, count, context)}>
<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${node.kind === 'service' ? 5 : height / 2}"/>
<text class="name" x="${round(x)}" y="${round(y + (note === undefined ? 4.5 : -2))}" text-anchor="middle" font-size="13">${cut(node.name, node.kind === 'internet' ? 10 : nameLength)}</text>
${note !== undefined && html`<text class="role" x="${round(x)}" y="${round(y + 14)}" text-anchor="middle" font-size="11">${cut(note, 22)}</text>`}
${badge}
</g>
`;
}

function noteOf({ kind, role, image }: TopologyNode): string | undefined {
  return role ?? image ?? (kind === 'service' ? 'built here' : undefined);
}

function isStore({ role }: TopologyNode): boolean {
  return role === 'database' || role === 'cache' || role === 'broker';
}

/** What is said begins with what is seen, so that somebody who speaks to the editor can name it. */
function pressable(node: TopologyNode, count: number, context: FindingListContext): Markup | false {
  const { name, kind, at } = node;
  if (!at || !context.interactive) return false;
  const shown = `${shownPath(at.source.path, context.cwd)}:${place(at).line}`;
  const seen = [name, noteOf(node), ...(count > 0 ? [counted(count, 'finding')] : [])];
  const said = `${seen.filter(Boolean).join(', ')} (${kind}): go to ${shown}`;
  return drawnButton('goto', placeTarget(at), said);
}

const verbs: Readonly<Record<TopologyEdge['kind'], string>> = {
  published: 'reaches',
  proxied: 'passes requests to',
  awaited: 'waits for',
  stored: 'keeps data in',
};

function inWords({ nodes, edges }: Topology): readonly Markup[] {
  const names = new Map(nodes.map((node) => [node.id, node.name]));
  const told = edges.map(({ from, to, kind, label, broken }) => {
    const port = label === undefined ? '' : ` at port ${label}`;
    const fault = broken ? ', which cannot work' : '';
    return html`<li>${names.get(from)} ${verbs[kind]} ${names.get(to)}${port}${fault}.</li>`;
  });
  const placed = nodes
    .filter(({ networks }) => networks.length > 0)
    .map(({ name, networks }) => html`<li>${name} is in ${networks.join(', ')}.</li>`);
  return [...told, ...placed];
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(1, length - 1))}…`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
