/** The side bar's lines, without an editor. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nodeOfLens, type SideBarNode, sideBarTree, withActions } from '../../client/side-bar-tree.ts';
import type { Overview, OverviewFinding } from '../../server/protocol-overview.ts';

function finding(ruleId: string, parts: Partial<OverviewFinding> = {}): OverviewFinding {
  return {
    path: '/app/compose.yaml',
    line: 4,
    character: 2,
    ruleId,
    message: `A message of ${ruleId}.`,
    category: 'resources',
    severity: 'warning',
    priority: 1,
    gain: 0.3,
    ...parts,
  };
}

const overview: Overview = {
  findings: [
    finding('compose/broken', { priority: 0, severity: 'error', service: 'web' }),
    finding('compose/missing-memory-limit', { service: 'web' }),
    finding('compose/missing-memory-limit', { service: 'db', line: 9 }),
    finding('compose/bad-name', { line: 1, message: 'One.' }),
    finding('compose/bad-name', { line: 2, message: 'Two.' }),
    finding('seaworthy/unknown-rule', { path: '/app/.seaworthy.yaml' }),
  ],
  deployments: [
    {
      name: 'compose.yaml',
      environment: 'production',
      score: 5.9,
      verdict: 'not ready',
      waiting: false,
      findings: [0, 1, 2, 3, 4],
      categories: [
        { id: 'resources', title: 'Resource limits', score: 6.1 },
        { id: 'tls', title: 'TLS and headers', score: 10 },
      ],
      services: [
        { name: 'web', score: 7, at: { path: '/app/compose.yaml', line: 4, character: 2 }, findings: [0, 1] },
        { name: 'db', score: 10, at: { path: '/app/compose.yaml', line: 9, character: 2 }, findings: [] },
      ],
      stages: [
        {
          name: 'build',
          score: 9.1,
          at: { path: '/app/web/Dockerfile', line: 0, character: 0 },
          findings: [3],
        },
      ],
    },
    {
      name: 'compose.dev.yaml',
      environment: 'development',
      score: 9.5,
      verdict: 'production ready',
      waiting: true,
      findings: [],
      categories: [],
      services: [],
      stages: [],
    },
  ],
  loose: [5],
  rules: {
    'compose/missing-memory-limit': { title: 'No memory limit', remedy: 'Set a limit.' },
    'compose/bad-name': { title: 'Bad name', remedy: '' },
    'compose/broken': { title: 'Broken', remedy: '' },
  },
};

/** Lines with what is below them, as an outline. */
function outline(nodes: readonly SideBarNode[], depth = 0): readonly string[] {
  return nodes.flatMap((node) => [
    `${'  '.repeat(depth)}${node.label}${node.description === undefined ? '' : ` | ${node.description}`}`,
    ...outline(node.children?.() ?? [], depth + 1),
  ]);
}

describe('the side bar', () => {
  test('deployments, findings by priority, then scores', () => {
    assert.equal(
      outline(sideBarTree(overview)).join('\n'),
      `5.9 compose.yaml | not ready
  Blocks a deployment | 1
    Broken | compose.yaml:5
  Priority 1: critical | 4
    No memory limit | 2
      web | compose.yaml:5
      db | compose.yaml:10
    Bad name | 2
      One. | compose.yaml:2
      Two. | compose.yaml:3
  By category
    Resource limits | 6.1 · 5
      Broken | compose.yaml:5
      No memory limit | 2
        web | compose.yaml:5
        db | compose.yaml:10
      Bad name | 2
        One. | compose.yaml:2
        Two. | compose.yaml:3
    TLS and headers | 10.0
  By service
    web | 7.0 · 2
      Broken | compose.yaml:5
      No memory limit | compose.yaml:5
    db | 10.0
  By Dockerfile stage
    build | 9.1 · 1 · web/Dockerfile
      Bad name | compose.yaml:2
9.5 compose.dev.yaml | development · waiting
Outside of any deployment | 1
  seaworthy/unknown-rule | .seaworthy.yaml:5`,
    );
  });

  test('a line offers what can be done about it', () => {
    const [first] = sideBarTree(overview);
    const all = (node: SideBarNode): readonly SideBarNode[] => [
      node,
      ...(node.children?.() ?? []).flatMap(all),
    ];
    const lines = all(first!).filter(({ label }) => label === 'No memory limit');
    const offered = (fixes: readonly string[], ignorable: boolean) =>
      lines.map((line) => {
        const known = (line.findings ?? []).map(() => ({ fixes, ignorable }));
        return withActions(line, known).actions.join(' ');
      });
    // Below a service a rule may have a part of its findings alone.
    assert.deepEqual(offered(['Limit it'], true), ['fixAll explain', 'explain', 'goto explain fix ignore']);
    assert.deepEqual(offered([], false), ['explain', 'explain', 'goto explain']);
  });

  test('every line has a name of its own, the same after the next review', () => {
    const names = (nodes: readonly SideBarNode[]): readonly string[] =>
      nodes.flatMap((node) => [node.id, ...names(node.children?.() ?? [])]);
    const once = names(sideBarTree(overview));
    assert.equal(new Set(once).size, once.length);
    assert.deepEqual(names(sideBarTree(structuredClone(overview))), once);
  });

  test('a code lens finds its service and its stage', () => {
    const tree = sideBarTree(overview);
    const lens = { deployment: 'compose.yaml', path: '/app/compose.yaml', line: 9 };
    assert.equal(nodeOfLens(tree, { ...lens, kind: 'service' })?.label, 'db');
    assert.equal(nodeOfLens(tree, { ...lens, kind: 'stage' }), undefined);
    const stage = { deployment: 'compose.yaml', path: '/app/web/Dockerfile', line: 0 };
    assert.equal(nodeOfLens(tree, { ...stage, kind: 'stage' })?.label, 'build');
    assert.equal(nodeOfLens(tree, { ...stage, deployment: 'gone', kind: 'stage' }), undefined);
  });

  test('nothing to show', () => {
    assert.deepEqual(sideBarTree({ findings: [], deployments: [], loose: [], rules: {} }), []);
  });
});
