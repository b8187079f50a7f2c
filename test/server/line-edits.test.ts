import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { lineEdits } from '../../server/fix-all.ts';

function applied(before: string, after: string): string {
  return TextDocument.applyEdits(TextDocument.create('file:///x', '', 0, before), [
    ...lineEdits(before, after),
  ]);
}

test('the edits make the one text of the other', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', '\n', '\r\n', '\r', '# c\n'), { maxLength: 20 })
    .map((parts) => parts.join(''));
  fc.assert(fc.property(text, text, (before, after) => applied(before, after) === after));
});

test('lines that stay are not touched', () => {
  const edits = lineEdits('a\nb\nc\nd\n', 'a\nB\nc\nd\ne\n');
  assert.deepEqual(edits, [
    { range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } }, newText: 'B\n' },
    { range: { start: { line: 4, character: 0 }, end: { line: 4, character: 0 } }, newText: 'e\n' },
  ]);
});
