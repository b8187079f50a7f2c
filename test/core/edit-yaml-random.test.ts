import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import * as edit from '../../core/edit/index.ts';
import { parseYaml } from '../../core/parse/yaml.ts';
import type { YamlMap, YamlNode, YamlScalar, YamlSequence } from '../../core/parse/yaml-tree.ts';
import { Source } from '../../core/text/index.ts';
import { filesBelow, sharedPath } from '../support/shared-folder.ts';
import { apply, at, path, rootOf } from '../support/yaml-edits.ts';
import { anyKey, anyText, anyValue, type Plain, plainOf } from '../support/yaml-texts.ts';

/** What a mapping is after a value was set: mappings merge, all else is replaced. */
function merged(before: Plain | undefined, value: Plain): Plain {
  if (!isMapping(before) || !isMapping(value)) return value;
  const keys = new Set([...Object.keys(before), ...Object.keys(value)]);
  return Object.fromEntries(
    [...keys].map((key) => [
      key,
      Object.hasOwn(value, key) ? merged(before[key], value[key]!) : before[key]!,
    ]),
  );
}

function isMapping(value: Plain | undefined): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** All comments are there still, in their order. */
function keepsComments(before: string, after: string): void {
  const commentsOf = (text: string) =>
    parseYaml(new Source(path, text)).comments.map((comment) => comment.text);
  assert.deepEqual(commentsOf(after), commentsOf(before));
}

const setting = fc.tuple(fc.array(anyKey, { minLength: 1, maxLength: 3 }), anyValue);

test('whatever is set is there, nothing else changed, and setting it again needs no edit', () => {
  fc.assert(
    fc.property(anyText, setting, ({ data, text }, [keys, value]) => {
      const root = rootOf(text);
      assert.deepEqual(plainOf(root), data);
      const edits = edit.setYaml(root, keys, value);
      if (!edits) return;
      const result = apply(text, edits);
      const again = rootOf(result);
      const nested = keys.reduceRight<Plain>((inner, key) => ({ [key]: inner }), value);
      assert.deepEqual(plainOf(again), merged(data, nested), result);
      assert.deepEqual(edit.setYaml(again, keys, value), [], result);
      if (edit.findYaml(root, keys.slice(0, 1)) === undefined) {
        keepsComments(text, result);
        assert.ok(edits.every(({ span }) => span.start === span.end));
      }
      const lineBreaks = new Set(result.match(/\r?\n/g));
      if (text.includes('\n'))
        assert.ok([...lineBreaks].every((each) => each === new Source(path, text).eol));
      assert.equal(text.endsWith('\n'), result.endsWith('\n'));
    }),
    { numRuns: 2_000 },
  );
});

test('new keys keep every comment and every byte of the rest', () => {
  fc.assert(
    fc.property(
      anyText,
      fc.dictionary(
        anyKey.map((key) => `new ${key}`),
        anyValue,
        { maxKeys: 3 },
      ),
      ({ text }, value) => {
        const edits = edit.setYaml(rootOf(text), [], value);
        assert.ok(edits?.every(({ span }) => span.start === span.end));
        keepsComments(text, apply(text, edits!));
      },
    ),
  );
});

/** Every map and sequence of a tree. */
function collections(node: YamlNode | undefined): readonly (YamlMap | YamlSequence)[] {
  if (node?.kind === 'map') return [node, ...node.entries.flatMap(({ value }) => collections(value))];
  if (node?.kind === 'sequence') return [node, ...node.items.flatMap(collections)];
  return [];
}

test('what is taken out is gone, and nothing else', () => {
  fc.assert(
    fc.property(anyText, fc.nat(20), fc.nat(5), ({ text }, which, index) => {
      const root = rootOf(text);
      const all = collections(root).filter(
        (each) => (each.kind === 'map' ? each.entries : each.items).length > 0,
      );
      const place = which % all.length;
      const chosen = all[place]!;
      const size = chosen.kind === 'map' ? chosen.entries.length : chosen.items.length;
      const gone = index % size;
      const edits =
        chosen.kind === 'map'
          ? edit.removeYaml(chosen, chosen.entries[gone]!.key.text)
          : edit.removeItem(chosen, gone);
      const result = apply(text, edits);
      const again = collections(rootOf(result)).map(plainOf);
      const expected = plainOf(chosen);
      const without = Array.isArray(expected)
        ? expected.filter((_, each) => each !== gone)
        : Object.fromEntries(Object.entries(expected!).filter((_, each) => each !== gone));
      assert.ok(
        again.some((each) => JSON.stringify(each) === JSON.stringify(without)),
        result,
      );
      assert.equal(
        JSON.stringify(plainOf(rootOf(result))),
        JSON.stringify(replacedIn(root, chosen, without)),
        result,
      );
    }),
    { numRuns: 1_000 },
  );
});

/** A tree as plain data with one of its collections replaced. */
function replacedIn(node: YamlNode | undefined, chosen: YamlNode, replacement: unknown): unknown {
  if (node === chosen) return replacement;
  if (node?.kind === 'map') {
    return Object.fromEntries(
      node.entries.map(({ key, value }) => [key.text, replacedIn(value, chosen, replacement)]),
    );
  }
  return node?.kind === 'sequence'
    ? node.items.map((item) => replacedIn(item, chosen, replacement))
    : plainOf(node);
}

test('what is appended is the last item, and any node can be replaced by any value', () => {
  fc.assert(
    fc.property(anyText, fc.nat(20), anyValue, ({ text }, which, value) => {
      const root = rootOf(text);
      const all = collections(root);
      const chosen = all[which % all.length]!;
      if (chosen.kind === 'sequence') {
        const result = apply(text, edit.appendYaml(chosen, value));
        const expected = [...chosen.items.map(plainOf), value];
        assert.equal(
          JSON.stringify(plainOf(rootOf(result))),
          JSON.stringify(replacedIn(root, chosen, expected)),
          result,
        );
      }
      if (chosen === root) return;
      const replaced = apply(text, edit.replaceYaml(chosen, value));
      assert.equal(
        JSON.stringify(plainOf(rootOf(replaced))),
        JSON.stringify(replacedIn(root, chosen, value)),
        replaced,
      );
    }),
    { numRuns: 1_000 },
  );
});

test('a text that is still being typed can be edited too: nothing throws, nothing overlaps', () => {
  fc.assert(
    fc.property(anyText, fc.nat(400), anyValue, ({ text }, length, value) => {
      const prefix = text.slice(0, length);
      const root = parseYaml(new Source(path, prefix)).documents[0];
      for (const each of collections(root)) {
        apply(prefix, edit.replaceYaml(each, value));
        if (each.kind === 'sequence') {
          apply(prefix, edit.appendYaml(each, value));
          each.items.forEach((_, index) => void apply(prefix, edit.removeItem(each, index)));
          continue;
        }
        apply(prefix, edit.setYaml(each, ['new', 'key'], value) ?? []);
        for (const { key } of each.entries) {
          apply(prefix, edit.removeYaml(each, key.text));
          apply(prefix, edit.setYaml(each, [key.text], value) ?? []);
        }
      }
    }),
    { numRuns: 1_000 },
  );
});

test('any text can stand in any scalar’s place', () => {
  const text = 'a: x\nb: \'x\'\nc: "x"\nd: [x, y]\ne: |\n  x\nf: >-\n  x\ng: 5\n';
  fc.assert(
    fc.property(fc.constantFrom('a', 'b', 'c', 'e', 'f'), fc.string({ unit: 'binary' }), (key, content) => {
      const root = rootOf(text);
      const edits = [edit.replaceScalar(at(root, key) as YamlScalar, content)];
      const value = plainOf(at(rootOf(apply(text, edits)), key));
      const expected = key === 'e' || key === 'f' ? content.replace(/\n$/, '') : content;
      assert.equal(key === 'e' || key === 'f' ? String(value).replace(/\n$/, '') : value, expected);
    }),
    { numRuns: 500 },
  );
});

const hardening: readonly edit.YamlSetting[] = [
  [['deploy', 'resources', 'limits', 'memory'], '512M'],
  [['deploy', 'resources', 'limits', 'cpus'], '0.5'],
  [['security_opt'], ['no-new-privileges:true']],
  [['healthcheck'], { test: { raw: '["CMD", "true"]' }, interval: '30s' }, { after: ['ports', 'image'] }],
  [['logging', 'options', 'max-size'], '10m'],
];

test('real services take new keys: their texts stay valid, other services and all comments as they were', (context) => {
  for (const folder of ['corpus', 'deployments']) {
    const root = sharedPath(folder, context);
    if (root === undefined) return;
    for (const file of filesBelow(root).filter((name) => /\.ya?ml$/.test(name))) {
      const text = readFileSync(join(root, file), 'utf8');
      const document = parseYaml(new Source(path, text)).documents[0];
      const services = document?.kind === 'map' ? edit.findYaml(document, ['services']) : undefined;
      if (document?.kind !== 'map' || services?.kind !== 'map') continue;
      for (const { key, value } of services.entries) hardened(text, document, key.text, value, file);
    }
  }
});

function hardened(
  text: string,
  root: YamlMap,
  name: string,
  service: YamlNode | undefined,
  file: string,
): void {
  const edits = service?.kind === 'map' ? edit.setYamlMany(service, hardening) : undefined;
  if (!edits) return;
  const result = apply(text, edits);
  const again = rootOf(result);
  const place = at(again, 'services', name);
  assert.deepEqual(place.kind === 'map' && edit.setYamlMany(place, hardening), [], file);
  assert.equal(plainOf(at(again, 'services', name, 'deploy', 'resources', 'limits', 'memory')), '512M', file);
  keepsComments(text, result);
  const others = (map: YamlMap) =>
    map.entries.filter((entry) => entry.key.text !== 'services').map(({ value }) => plainOf(value));
  assert.deepEqual(others(again), others(root), file);
}
