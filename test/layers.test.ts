/** The imports of every file against the table of layers; and that the table refuses what it should. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { repository } from '../scripts/generate/rule-files.ts';
import { circle, importsBelow, importsOf } from './support/imports.ts';
import { layerFault, layers } from './support/layers.ts';

const folders = [...new Set(layers.map((layer) => layer.at.split('/')[0]!))];
const imports = importsBelow(repository, folders);

describe('layers', () => {
  test('every import points to where its folder may look', () => {
    assert.deepEqual([...new Set(imports.flatMap((one) => layerFault(one) ?? []))], []);
  });

  test('no files import one another in a circle', () => {
    assert.equal(circle(imports)?.join(' → '), undefined);
  });

  test('every folder has been read', () => {
    for (const folder of folders)
      assert.ok(
        imports.some((one) => one.from.startsWith(`${folder}/`)),
        folder,
      );
  });
});

describe('the table refuses', () => {
  const refused: Readonly<Record<string, readonly [from: string, code: string]>> = {
    'a disk in the engine': ['core/engine/run.ts', `import { readFileSync } from 'node:fs';`],
    'a disk in a rule': ['rules/compose/root-user.ts', `import { readFileSync } from 'node:fs';`],
    'a parser in a rule': ['rules/compose/root-user.ts', `import { parse } from 'yaml';`],
    'the engine in a rule': ['rules/compose/root-user.ts', `import { Project } from '../../core/index.ts';`],
    'a rule in a rule': ['rules/compose/root-user.ts', `import other from './docker-socket-mounted.ts';`],
    'a rule in the engine': ['core/engine/run.ts', `import { rules } from '../../rules/index.ts';`],
    'the model in a parser': ['core/parse/yaml.ts', `import type { Service } from '../model/compose.ts';`],
    'the editor in the engine': ['core/report/report.ts', `import * as vscode from 'vscode';`],
    'the engine in the client': ['client/extension.ts', `import { Project } from '../core/index.ts';`],
    'the inside of the engine in the server': [
      'server/server.ts',
      `import { judge } from '../core/engine/judge.ts';`,
    ],
    'a later import': ['core/engine/run.ts', `const fs = await import('node:fs');`],
    'a module handed on': ['core/text/index.ts', `export { x } from '../parse/yaml.ts';`],
    'an import over several lines': [
      'core/text/index.ts',
      `import {\n  a,\n  b,\n} from '../parse/yaml.ts';`,
    ],
    'a folder that is not in it': ['utilities/a.ts', `import '../core/index.ts';`],
  };
  for (const [name, [from, code]] of Object.entries(refused)) {
    test(name, () => {
      const faults = importsOf(from, code).flatMap((one) => layerFault(one) ?? []);
      assert.equal(faults.length, 1, faults.join('\n'));
    });
  }

  test('a circle, but not one of types', () => {
    const there = importsOf('core/a.ts', `import { b } from './b.ts';`);
    assert.deepEqual(circle([...there, ...importsOf('core/b.ts', `import { a } from './a.ts';`)]), [
      'core/a.ts',
      'core/b.ts',
      'core/a.ts',
    ]);
    assert.equal(
      circle([...there, ...importsOf('core/b.ts', `import type { A } from './a.ts';`)]),
      undefined,
    );
    assert.equal(
      circle([...there, ...importsOf('core/b.ts', `import { type A } from './a.ts';`)]),
      undefined,
    );
  });
});
