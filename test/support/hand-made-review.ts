import type {
  AcceptedFinding,
  AnyRule,
  DeploymentReview,
  Finding,
  Review,
  Strength,
} from '../../core/index.ts';
import { Source, type Span } from '../../core/text/index.ts';

/** The span of the `count`th place (from 0) where a piece of text stands. */
export function spanOf(source: Source, piece: string, count = 0): Span {
  let start = -1;
  for (let i = 0; i <= count; i++) start = source.text.indexOf(piece, start + 1);
  if (start < 0) throw new Error(`"${piece}" is not in ${source.path}.`);
  return { source, start, end: start + piece.length };
}

export function finding(at: Span, parts: Partial<Finding> = {}): Finding {
  return {
    ruleId: 'compose/memory-limit',
    category: 'resources',
    severity: 'warning',
    priority: 1,
    message: 'A message.',
    related: [],
    fixes: [],
    peers: [],
    gain: 0,
    ...parts,
    at,
  };
}

export function deployment(parts: Partial<DeploymentReview> = {}): DeploymentReview {
  return {
    name: 'compose.yaml',
    environment: 'production',
    files: ['/app/compose.yaml'],
    score: 10,
    verdict: 'production ready',
    categories: [],
    services: [],
    strengths: [],
    waiting: false,
    ...parts,
  };
}

export function review(parts: Partial<Review> = {}): Review {
  return {
    deployments: [],
    findings: [],
    accepted: [],
    problems: [],
    files: ['/app/compose.yaml'],
    ...parts,
  };
}

export function rule(id: string, parts: Partial<AnyRule> = {}): AnyRule {
  return {
    id,
    title: `Title of ${id}`,
    category: 'resources',
    severity: 'warning',
    priority: 1,
    remedy: `Remedy of ${id}.`,
    rationale: '',
    references: [],
    catalogue: [],
    on: 'service',
    bad: '',
    good: '',
    check: function* () {},
    ...parts,
  };
}

const compose = new Source(
  '/app/compose.yaml',
  ['services:', '  db:', '    image: postgres:16', '  web:', '    build: ./web', ''].join('\n'),
);
const dockerfile = new Source('/app/web/Dockerfile', 'FROM node:18\nCMD npm start\n');

/** A review with something of everything: two services, findings across files, a strength, an accepted finding, a problem. */
export function wholeReview(): { readonly review: Review; readonly rules: readonly AnyRule[] } {
  const memory = finding(spanOf(compose, 'db'), {
    message: '"db" has no memory limit.',
    service: 'db',
    deployment: 'compose.yaml',
    gain: 0.4,
    fixes: [
      {
        title: 'Limit "db" to 2 GiB of memory',
        safety: 'review',
        edits: [{ span: { source: compose, start: 38, end: 38 }, text: '\n    mem_limit: 2g' }],
      },
    ],
  });
  const shell = finding(spanOf(dockerfile, 'npm start'), {
    ruleId: 'dockerfile/shell-form',
    category: 'correctness',
    severity: 'error',
    priority: 0,
    message: 'CMD runs in a shell, which keeps "npm" from its signals.',
    service: 'web',
    deployment: 'compose.yaml',
    gain: 1.25,
    related: [{ at: spanOf(compose, './web'), message: 'It is built here.' }],
    peers: ['hadolint:DL3025'],
    fixes: [
      {
        title: 'Write CMD in exec form',
        safety: 'safe',
        edits: [
          { span: spanOf(dockerfile, 'npm start'), text: '["npm", "start"]' },
          { create: '/app/web/.dockerignore', text: 'node_modules\n' },
        ],
      },
    ],
  });
  const accepted: AcceptedFinding = {
    ...finding(spanOf(compose, 'postgres:16'), {
      ruleId: 'compose/image-digest',
      message: 'No digest.',
      deployment: 'compose.yaml',
    }),
    reason: 'we mirror it',
    acceptedAt: spanOf(compose, 'image'),
  };
  const strength: Strength = {
    ruleId: 'compose/restart-policy',
    message: 'Every service restarts by itself',
    at: spanOf(compose, 'services'),
  };
  return {
    rules: [
      rule('compose/memory-limit', { title: 'No memory limit' }),
      rule('dockerfile/shell-form', {
        title: 'Shell form',
        peers: ['hadolint:DL3025', 'buildkit:JSONArgsRecommended'],
      }),
    ],
    review: {
      deployments: [
        deployment({
          files: [compose.path, dockerfile.path],
          score: 5.9,
          verdict: 'not ready',
          categories: [
            {
              id: 'resources',
              title: 'Resource limits',
              score: 7.5,
              weight: 1,
              asked: 2,
              failed: 1,
              cost: 0.25,
              rules: [{ ruleId: 'compose/memory-limit', points: 0.25 }],
            },
            {
              id: 'correctness',
              title: 'Correctness',
              score: 4,
              weight: 2,
              asked: 1,
              failed: 1,
              cost: 1,
              rules: [{ ruleId: 'dockerfile/shell-form', points: 1 }],
            },
          ],
          services: [
            { name: 'db', at: spanOf(compose, 'db'), score: 8.1, findings: [memory], strengths: [strength] },
            { name: 'web', at: spanOf(compose, 'web'), score: 4, findings: [shell], strengths: [] },
          ],
          strengths: [strength],
        }),
      ],
      findings: [memory, shell],
      accepted: [accepted],
      problems: [{ path: '/app/huge.conf', message: 'It is larger than 5 MB.' }],
      files: [compose.path, dockerfile.path],
    },
  };
}
