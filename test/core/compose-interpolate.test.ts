import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { interpolate } from '../../core/model/interpolate.ts';
import { textOf } from '../../core/text/index.ts';
import { readCompose } from '../support/read-compose.ts';

const variables = new Map([
  ['V', 'value'],
  ['EMPTY', ''],
  ['W', 'other'],
]);

describe('interpolation', () => {
  /** Template, its text, whether it stays unknown. */
  const forms: readonly (readonly [string, string, boolean?])[] = [
    ['plain', 'plain'],
    ['$V', 'value'],
    ['${V}', 'value'],
    ['a${V}b${W}c', 'avaluebotherc'],
    ['$V-$W', 'value-other'],
    ['${V:-d}', 'value'],
    ['${U:-d}', 'd'],
    ['${EMPTY:-d}', 'd'],
    ['${EMPTY-d}', ''],
    ['${U-d}', 'd'],
    ['${U:-}', ''],
    ['${V:?needed}', 'value'],
    ['${U:?needed}', '${U}', true],
    ['${EMPTY:?needed}', '${EMPTY}', true],
    ['${EMPTY?needed}', ''],
    ['${U?needed}', '${U}', true],
    ['${V:+r}', 'r'],
    ['${EMPTY:+r}', ''],
    ['${EMPTY+r}', 'r'],
    ['${V+$W}', 'other'],
    ['${U:+r}', '${U}', true],
    ['$U', '${U}', true],
    ['${U}', '${U}', true],
    ['${U:-${V}}', 'value'],
    ['${U:-${X:-${Y:-deep}}}', 'deep'],
    ['${U:-a${X}b}', 'a${X}b', true],
    ['${V:-${X}}', 'value'],
    ['${U:-{"a":1}}', '{"a":1}'],
    ['$$', '$'],
    ['$$V', '$V'],
    ['$${V}', '${V}'],
    ['${U:-$$V}', '$V'],
    ['}{', '}{'],
  ];
  for (const [template, text, dynamic = false] of forms) {
    test(template, () => {
      const result = interpolate(template, variables);
      assert.deepEqual([result.text, result.dynamic, result.invalid], [text, dynamic, []]);
    });
  }

  const refused: readonly (readonly [string, string, readonly number[]])[] = [
    ['$1', '$1', [0]],
    ['a $ b', 'a $ b', [2]],
    ['${}', '${}', [0]],
    ['${V', '${V', [0]],
    ['${U:-d', '${U:-d', [0]],
    ['${V W}', '${V W}', [0]],
    ['$V ${U:-${V}', 'value ${U:-${V}', [3]],
    ['end$', 'end$', [3]],
  ];
  for (const [template, text, invalid] of refused) {
    test(`${template} is refused`, () => {
      const result = interpolate(template, variables);
      assert.deepEqual([result.text, result.invalid], [text, invalid]);
    });
  }

  test('uses come with name, operator, operand and place, those inside operands behind their outer one', () => {
    assert.deepEqual(interpolate('a${U:-x${V?y}}$W', variables).uses, [
      { name: 'U', operator: ':-', operand: 'x${V?y}', start: 1, end: 14 },
      { name: 'V', operator: '?', operand: 'y', start: 7, end: 13 },
      { name: 'W', start: 14, end: 16 },
    ]);
  });

  test('takes linear time, however deep or broken', () => {
    const size = 200_000;
    const hostile = [
      '${A:-'.repeat(size),
      '$'.repeat(size),
      '${A:-x}'.repeat(size),
      '${'.repeat(size),
      '${A:-${B}'.repeat(size),
    ];
    for (const text of hostile) {
      const started = performance.now();
      interpolate(text, variables);
      assert.ok(performance.now() - started < 1500, text.slice(0, 20));
    }
  });
});

describe('where a variable is used', () => {
  const forms: Readonly<Record<string, string>> = {
    plain: 'a: x ${V:-d} y',
    single: "a: 'it''s ${V:-d}'",
    double: 'a: "\\tx ${V:-d} y"',
    'double with escapes': 'a: "\\u00e9 $${V:-d} ${V:-d} y"',
    literal: 'a: |\n  $$ one\n    $${V:-d} ${V:-d} y\n  three',
    folded: 'a: >-\n    one\n    two ${V:-d}\n    three',
    'over several lines': 'a: one\n  two ${V:-d}\n  three',
  };
  for (const [name, yaml] of Object.entries(forms)) {
    test(`${name} scalars`, () => {
      const project = readCompose({ 'compose.yaml': `x-a:\n  ${yaml.replaceAll('\n', '\n  ')}\n` });
      const [use, ...more] = project.variables;
      assert.deepEqual([use?.name, use?.operator, use?.operand, more], ['V', ':-', 'd', []]);
      assert.equal(textOf(use!.span), '${V:-d}');
      const { text } = use!.span.source;
      assert.equal(use!.span.start, text.lastIndexOf('${V:-d}'), 'the last one, not the escaped one');
    });
  }

  test('the scalar’s own span where the text is not in the file', () => {
    const project = readCompose({ 'compose.yaml': 'x-a: "\\x24{V}"\n' });
    assert.deepEqual(
      project.variables.map((use) => textOf(use.span)),
      ['"\\x24{V}"'],
    );
  });
});
