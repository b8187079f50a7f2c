import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Review } from '../../core/index.ts';
import { type LoadTarget, load } from '../../host/load.ts';
import { review } from '../support/hand-made-review.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Remembers what it was handed; wants `.yaml` files, and what `include` lines name once they were reviewed. */
class Recorder implements LoadTarget {
  readonly texts = new Map<string, string>();
  readonly unread = new Map<string, string>();
  readonly absent = new Set<string>();
  roots: readonly string[] = [];
  paths: readonly string[] = [];
  reviews = 0;
  #missing: string[] = [];

  wants(path: string): 'text' | 'name' {
    return path.endsWith('.yaml') ? 'text' : 'name';
  }
  set(path: string, text: string): void {
    this.texts.set(path, text);
  }
  delete(path: string): void {
    this.absent.add(path);
  }
  unreadable(path: string, message: string): void {
    this.unread.set(path, message);
  }
  setTree(roots: readonly string[], paths: Iterable<string>): void {
    this.roots = roots;
    this.paths = [...paths];
  }
  missing(): readonly string[] {
    return this.#missing;
  }
  review(): Review {
    this.reviews++;
    const named = [...this.texts].flatMap(([path, text]) =>
      [...text.matchAll(/^include (.*)$/gm)].map(
        ([, name]) => path.slice(0, path.lastIndexOf('/') + 1) + name,
      ),
    );
    this.#missing = named.filter(
      (path) => !this.texts.has(path) && !this.absent.has(path) && !this.unread.has(path),
    );
    return review();
  }
}

test('what is wanted is read, what that refers to in turn, and an end is found', (t) => {
  const root = temporaryFolder(t, {
    'a.yaml': 'include one\ninclude gone\n',
    one: 'include two\n',
    two: 'include one\ninclude a.yaml\n',
    notes: 'x',
  });
  const project = new Recorder();
  const loaded = load(project, [root]);
  assert.deepEqual([...loaded.texts.keys()].sort(), [`${root}/a.yaml`, `${root}/one`, `${root}/two`]);
  assert.ok(project.absent.has(`${root}/gone`));
  assert.deepEqual(project.roots, [root]);
  assert.equal(project.paths.length, 4);
  assert.deepEqual([loaded.named, loaded.absent], [[], []]);
});

test('a single file brings its folder as context and is read whatever its name', (t) => {
  const root = temporaryFolder(t, { 'x/odd': 'text', 'x/b.yaml': '', 'c.yaml': '' });
  const project = new Recorder();
  const loaded = load(project, [`${root}/x/odd`, `${root}/gone`]);
  assert.deepEqual(project.roots, [`${root}/x`]);
  assert.deepEqual(loaded.named, [`${root}/x/odd`]);
  assert.deepEqual(loaded.absent, [`${root}/gone`]);
  assert.deepEqual([...loaded.texts.keys()].sort(), [`${root}/x/b.yaml`, `${root}/x/odd`]);
});

test('configuration of every folder above holds, ignore files up to the repository', (t) => {
  const root = temporaryFolder(t, {
    '.seaworthy.yaml': 'ignore: []',
    '.gitignore': 'outside of the repository',
    'repository/.git/config': '',
    'repository/.gitignore': '.env',
    'repository/deep/.gitignore': '*.pem',
    'repository/deep/app/a.yaml': '',
  });
  const project = new Recorder();
  load(project, [`${root}/repository/deep/app`]);
  const above = [...project.texts.keys()].filter((path) => path.startsWith(root)).sort();
  assert.deepEqual(above, [
    `${root}/.seaworthy.yaml`,
    `${root}/repository/.gitignore`,
    `${root}/repository/deep/.gitignore`,
    `${root}/repository/deep/app/a.yaml`,
  ]);
});

test('without a repository no ignore file above is taken for one', (t) => {
  const root = temporaryFolder(t, { '.gitignore': 'x', 'app/a.yaml': '' });
  const project = new Recorder();
  load(project, [`${root}/app`]);
  assert.ok(!project.texts.has(`${root}/.gitignore`));
});

test('a file that cannot be read is told with its reason', (t) => {
  const root = temporaryFolder(t, { 'a.yaml': Uint8Array.of(1, 0, 2) });
  const project = new Recorder();
  load(project, [root]);
  assert.deepEqual([...project.unread], [[`${root}/a.yaml`, 'It is a binary file.']]);
});

test('each step is told', (t) => {
  const root = temporaryFolder(t, { 'a.yaml': '' });
  const steps: string[] = [];
  load(new Recorder(), [root], { onProgress: ({ doing }) => steps.push(doing) });
  assert.deepEqual([...new Set(steps)], ['listing', 'reading', 'reviewing']);
});
