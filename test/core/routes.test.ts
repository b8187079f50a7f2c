import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Project } from '../../core/index.ts';
import { type Deployment, defineRule, type Routes, routesOf } from '../../core/rule.ts';
import { images } from '../../rules/facts/images.ts';

/** The routes of the one deployment of some files. */
function routes(files: Readonly<Record<string, string>>): Routes {
  const seen: Deployment[] = [];
  const rule = defineRule({
    id: 'deployment/seen',
    title: '',
    category: 'architecture',
    severity: 'info',
    priority: 3,
    remedy: '',
    rationale: '',
    references: [],
    catalogue: [],
    on: 'deployment',
    bad: '',
    good: '',
    // biome-ignore lint/correctness/useYield: it only looks
    *check(deployment) {
      seen.push(deployment);
    },
  });
  const project = new Project({ rules: [rule], images, today: '2026-11-24' });
  for (const [path, text] of Object.entries(files)) project.set(path, text);
  project.review();
  assert.equal(seen.length, 1);
  const [deployment] = seen;
  assert.ok(deployment);
  assert.equal(deployment.derive(routesOf), deployment.derive(routesOf));
  return deployment.derive(routesOf);
}

const compose = `services:
  proxy:
    image: nginx:1.30-alpine
    ports: ["80:8080", "443:443", "9000-9001:9000-9001"]
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro"]
    networks: [edge]
  api:
    image: team/api:1
    command: uvicorn main:app --port 8000
    container_name: backend
    networks: [edge]
  far:
    image: team/far:1
    networks: [inner]
networks:
  edge:
  inner:
`;
const nginx = `events {}
http {
    upstream app { server backend:8000; server api:9000; server api:8001 service=x resolve; }
    upstream idle { server far:1; }
    server {
        listen 8080;
        location / { proxy_pass http://app; }
        location /out/ { proxy_pass https://example.org; }
        location /late/ { proxy_pass http://$late; }
        location /self/ { proxy_pass http://proxy:8080; }
    }
}
`;

test('from a published port over server, location and upstream to the port of a process', () => {
  const { entrances, hops, to } = routes({ 'compose.yaml': compose, 'nginx.conf': nginx });
  assert.deepEqual(
    entrances.map(({ target, servers, heard }) => [target, servers.length, heard]),
    [
      [8080, 1, 'yes'],
      [443, 0, 'no'],
      [9000, 0, 'no'],
    ],
  );
  assert.deepEqual(
    hops.map((hop) => [
      hop.proxy?.location?.path,
      hop.host,
      hop.port,
      hop.service?.name,
      hop.reachable,
      hop.heard,
    ]),
    [
      ['/', 'backend', 8000, 'api', 'yes', 'yes'],
      ['/', 'api', 9000, 'api', 'yes', 'no'],
      ['/out/', 'example.org', 443, undefined, 'unknown', 'unknown'],
      ['/self/', 'proxy', 8080, 'proxy', 'unknown', 'yes'],
      [undefined, 'far', 1, 'far', 'no', 'unknown'],
    ],
  );
  const [first] = hops;
  assert.deepEqual(to(first!.service!), hops.slice(0, 2));
});

test('what a container listens on is certain only where nothing else may say so', () => {
  const heard = (service: string, files: Readonly<Record<string, string>> = {}) =>
    routes({
      'compose.yaml': `services:\n  one:\n    ports: ["80:80", "81:81"]\n${service}`,
      ...files,
    }).entrances.map((one) => one.heard);
  const lines = (...text: readonly string[]) => text.map((line) => `    ${line}\n`).join('');
  assert.deepEqual(heard(lines('image: nginx:1.30')), ['yes', 'no']);
  assert.deepEqual(heard(lines('image: nginx:1.30', 'command: nginx -c /x.conf')), ['unknown', 'unknown']);
  assert.deepEqual(heard(lines('image: nginx:1.30', 'volumes: ["conf:/etc/nginx"]')), ['unknown', 'unknown']);
  assert.deepEqual(heard(lines('image: nginx:1.30', 'env_file: absent.env')), ['unknown', 'unknown']);
  assert.deepEqual(heard(lines('image: team/app:1')), ['unknown', 'unknown']);
  assert.deepEqual(heard(lines('build: .'), { Dockerfile: 'FROM node:24\nEXPOSE 80\n' }), [
    'unknown',
    'unknown',
  ]);
  const stream = { 'nginx.conf': 'events {}\nstream { server { listen 81; proxy_pass db:5432; } }\n' };
  const mount = 'volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]';
  assert.deepEqual(heard(lines('image: nginx:1.30', mount), stream), ['no', 'yes']);
  const range = { 'nginx.conf': 'events {}\nhttp { server { listen 8000-8010; } }\n' };
  assert.deepEqual(heard(lines('image: nginx:1.30', mount), range), ['unknown', 'unknown']);
});
