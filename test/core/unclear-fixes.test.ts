/** Fixes that rearrange a Dockerfile are offered only where all that is in it has a known place. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rules } from '../../rules/index.ts';
import { type Files, reviewFiles } from '../../scripts/generate/example-review.ts';

function offered(rule: string, files: Files): number {
  const { findings } = reviewFiles(files, { rules, only: [rule] });
  assert.equal(findings.length, 1, 'one finding');
  return findings[0]!.fixes.length;
}

const go = 'FROM golang:1.26\nWORKDIR /app\nCOPY . .\nRUN go build -o /app/server .\n';
const node =
  'FROM node:24-alpine\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist/main.js"]\n';
const lock = { 'package-lock.json': '{}', 'package.json': '{"scripts":{"build":"tsc"}}' };

describe('a build stage of its own', () => {
  const rule = 'dockerfile/build-tools-in-final-image';
  const split = (files: Files) => offered(rule, files);

  test('what is understood has a fix', () => {
    assert.equal(split({ Dockerfile: `${go}CMD ["./server"]\n` }), 1);
    assert.equal(split({ Dockerfile: node, ...lock }), 1);
  });

  test('another program than the one that is built', () => {
    assert.equal(split({ Dockerfile: `${go}CMD ["./start.sh"]\n` }), 0);
    assert.equal(split({ Dockerfile: `${go}CMD ["go", "run", "."]\n` }), 0);
  });

  test('a shell that the final image would lack', () => {
    assert.equal(split({ Dockerfile: `${go}CMD ./server\n` }), 0);
    assert.equal(
      split({ Dockerfile: `${go}HEALTHCHECK CMD curl -f http://localhost/\nCMD ["./server"]\n` }),
      0,
    );
    assert.equal(split({ Dockerfile: `${go}RUN useradd app\nUSER app\nCMD ["./server"]\n` }), 0);
  });

  test('a service that starts something else', () => {
    const compose = 'services:\n  web:\n    build: .\n    command: ["go", "test"]\n';
    assert.equal(split({ Dockerfile: `${go}CMD ["./server"]\n`, 'compose.yaml': compose }), 0);
  });

  test('steps and packages whose purpose is not known', () => {
    assert.equal(
      split({ Dockerfile: `${go.replace('RUN go', 'RUN make assets && go')}CMD ["./server"]\n` }),
      0,
    );
    const python = (name: string) =>
      `FROM python:3.14-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc ${name}\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nCMD ["python", "app.py"]\n`;
    const sources = 'RUN echo "deb https://example.org stable main" > /etc/apt/sources.list\nRUN npm ci';
    assert.equal(split({ Dockerfile: node.replace('RUN npm ci', sources), ...lock }), 0);
    assert.equal(
      split({ Dockerfile: node.replace('WORKDIR', `${sources.split('\n')[0]}\nWORKDIR`), ...lock }),
      0,
    );
    assert.equal(
      split({ Dockerfile: `${go.replace('RUN go', 'RUN cp a.conf /etc/a.conf && go')}CMD ["./server"]\n` }),
      0,
    );
    assert.equal(split({ Dockerfile: python('libpq-dev') }), 1);
    assert.equal(split({ Dockerfile: python('libunheard-dev') }), 0);
  });

  test('no lock file, two of them, workspaces, and a server among the sources', () => {
    assert.equal(split({ Dockerfile: node, 'package.json': lock['package.json'] }), 0);
    assert.equal(split({ Dockerfile: node, ...lock, 'yarn.lock': '' }), 0);
    assert.equal(split({ Dockerfile: node, ...lock, 'package.json': '{"workspaces":["a"]}' }), 0);
    assert.equal(split({ Dockerfile: node.replace('dist/main.js', 'server.js'), ...lock }), 0);
    assert.equal(split({ Dockerfile: node, ...lock, 'dist/main.js': '' }), 0);
  });

  test('variables of the build that the container would lack', () => {
    const text = `${go.replace('WORKDIR', 'ARG VERSION\nWORKDIR')}ENV APP_VERSION=$VERSION\nCMD ["./server"]\n`;
    assert.equal(split({ Dockerfile: text }), 0);
  });

  test('files with carriage returns keep them', () => {
    const Dockerfile = `${go}CMD ["./server"]\n`.replaceAll('\n', '\r\n');
    const [finding] = reviewFiles({ Dockerfile }, { rules, only: [rule] }).findings;
    const texts = finding?.fixes[0]?.edits.map((edit) => edit.text) ?? [];
    assert.ok(texts.some((text) => text.includes('\r\n')));
    assert.ok(texts.every((text) => !/(?<!\r)\n/.test(text)));
  });
});

describe('manifests before the sources', () => {
  const Dockerfile = 'FROM node:24-alpine AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\n';
  const late = (files: Files) => offered('dockerfile/late-dependency-install', { Dockerfile, ...files });

  test('what is known has a fix', () => assert.equal(late(lock), 1));

  test('an install that reads more', () => {
    assert.equal(late({ ...lock, 'package.json': '{"scripts":{"postinstall":"node patch.js"}}' }), 0);
    assert.equal(late({ ...lock, 'package.json': '{"dependencies":{"a":"file:../a"}}' }), 0);
    assert.equal(late({ ...lock, '.npmrc': '' }), 0);
    assert.equal(late({ 'package.json': '{}' }), 0);
  });

  test('a step between that needs the sources, and another folder', () => {
    assert.equal(late({ ...lock, Dockerfile: Dockerfile.replace('RUN', 'RUN cp a b\nRUN') }), 0);
    assert.equal(late({ ...lock, Dockerfile: Dockerfile.replace('RUN', 'WORKDIR /web\nRUN') }), 0);
  });

  test('requirements that name others', () => {
    const python = 'FROM python:3.14-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n';
    assert.equal(late({ Dockerfile: python, 'requirements.txt': 'flask==3\n' }), 1);
    assert.equal(late({ Dockerfile: python, 'requirements.txt': '-r base.txt\n' }), 0);
    assert.equal(late({ Dockerfile: python, 'requirements.txt': '-e .\n' }), 0);
  });
});
