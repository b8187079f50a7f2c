import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathOfUri, uriOfPath } from '../../server/uri.ts';

/** URI as VS Code writes it, and the engine's path. */
const pairs: readonly (readonly [string, string])[] = [
  ['file:///srv/app/compose.yaml', '/srv/app/compose.yaml'],
  ['file:///srv/a%20b/%23c%3Fd%25/compose.yaml', '/srv/a b/#c?d%/compose.yaml'],
  ['file:///srv/%C3%BCber/%28x%29/Dockerfile', '/srv/über/(x)/Dockerfile'],
  ['file:///c%3A/app/compose.yaml', 'c:/app/compose.yaml'],
  ['vscode-vfs://github/owner/app/compose.yaml', '/vscode-vfs:/github/owner/app/compose.yaml'],
  ['vscode-vfs://github%2B7b22/owner/app', '/vscode-vfs:/github%2B7b22/owner/app'],
  ['memfs:/app/compose.yaml', '/memfs:/~/app/compose.yaml'],
  ['file://server/share/compose.yaml', '/file:/server/share/compose.yaml'],
];

test('a URI and its path lead to each other', () => {
  for (const [uri, path] of pairs) {
    assert.equal(pathOfUri(uri), path);
    assert.equal(uriOfPath(path), uri);
  }
});

test('other spellings of a URI lead to the same path', () => {
  assert.equal(pathOfUri('file:///C:/app/compose.yaml'), 'c:/app/compose.yaml');
  assert.equal(pathOfUri('file://localhost/srv/app/compose.yaml'), '/srv/app/compose.yaml');
  assert.equal(pathOfUri('file:///srv/app/../app/./compose.yaml'), '/srv/app/compose.yaml');
  assert.equal(pathOfUri('file:///srv/100%/compose.yaml'), '/srv/100%/compose.yaml');
});
