import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Project, type Topology } from '../../core/index.ts';
import { images } from '../../rules/facts/images.ts';

function topologyOf(files: Readonly<Record<string, string>>): Topology {
  const project = new Project({ rules: [], images, today: '2026-11-24' });
  for (const [path, text] of Object.entries(files)) project.set(path, text);
  project.setTree(['/app'], Object.keys(files));
  return project.review().deployments[0]!.topology!;
}

const lines = ({ edges }: Topology) =>
  edges.map(({ from, to, kind, label, broken }) =>
    [from, kind, to, label, broken && 'broken'].filter(Boolean).join(' '),
  );

test('requests come by published ports, go on by the proxy, and data stays in volumes', () => {
  const topology = topologyOf({
    '/app/compose.production.yaml': `services:
  proxy:
    image: nginx:1.27
    ports: ["80:80", "127.0.0.1:8443:443"]
    volumes: ["./default.conf:/etc/nginx/conf.d/default.conf:ro"]
    depends_on: [api]
    networks: [front]
  api:
    image: example/api:1
    depends_on: [db]
    networks: [front, back]
  db:
    image: postgres:17
    networks: [back]
    volumes: [data:/var/lib/postgresql/data]
networks: { front: {}, back: {} }
volumes: { data: {} }
`,
    '/app/default.conf': `server {
  listen 80;
  location / { proxy_pass http://api:4000; }
  location /x { proxy_pass http://db:1; }
}
`,
  });
  assert.deepEqual(
    topology.nodes.map(({ id, kind, role, networks }) => [id, kind, role, networks.join()]),
    [
      ['internet', 'internet', undefined, ''],
      ['service proxy', 'service', 'web-server', 'front'],
      ['service api', 'service', undefined, 'back,front'],
      ['service db', 'service', 'database', 'back'],
      ['volume data', 'volume', undefined, ''],
    ],
  );
  assert.deepEqual(lines(topology), [
    'internet published service proxy 80, 8443 (this host)',
    'service proxy proxied service api 4000',
    'service proxy proxied service db 1 broken',
    'service api awaited service db',
    'service db stored volume data',
  ]);
});

test('what nobody outside reaches has no outside; unknown services and anonymous volumes are left out', () => {
  const topology = topologyOf({
    '/app/compose.yaml': `services:
  job:
    image: busybox:1.37
    depends_on: [gone]
    volumes: [/data, ./src:/src]
`,
  });
  assert.deepEqual(lines(topology), []);
  assert.deepEqual(
    topology.nodes.map(({ name }) => name),
    ['job'],
  );
});
