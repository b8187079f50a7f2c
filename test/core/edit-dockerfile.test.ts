import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  insertInstruction,
  keyword,
  removeInstruction,
  replaceInstruction,
} from '../../core/edit/dockerfile.ts';
import { parseDockerfile } from '../../core/parse/dockerfile.ts';
import type { DockerfileInstruction } from '../../core/parse/dockerfile-tree.ts';
import { applyEdits, Source, type TextEdit } from '../../core/text/index.ts';

type Change = (instruction: DockerfileInstruction) => readonly TextEdit[];

/** The text after a change of its first instruction of a name. */
function changed(text: string, name: string, change: Change): string {
  const { instructions } = parseDockerfile(new Source('Dockerfile', text));
  const instruction = instructions.find((one) => one.name === name);
  assert.ok(instruction);
  return applyEdits('Dockerfile', text, change(instruction))!;
}

const before =
  (lines: readonly string[]): Change =>
  (one) =>
    insertInstruction(one, lines, 'before');
const after =
  (lines: readonly string[]): Change =>
  (one) =>
    insertInstruction(one, lines, 'after');

const rows: readonly (readonly [string, string, string, Change, string])[] = [
  ['before', 'FROM a\nCMD b\n', 'CMD', before(['USER c']), 'FROM a\nUSER c\nCMD b\n'],
  [
    'before, above its comments',
    'FROM a\n\n# why\n# how\nCMD b\n',
    'CMD',
    before(['RUN c', 'USER d']),
    'FROM a\n\nRUN c\nUSER d\n# why\n# how\nCMD b\n',
  ],
  [
    'before, below a comment that a blank line parts',
    'FROM a\n# other\n\nCMD b',
    'CMD',
    before(['USER c']),
    'FROM a\n# other\n\nUSER c\nCMD b',
  ],
  [
    'before, below the directives',
    '# syntax=docker/dockerfile:1\n# why\nFROM a\n',
    'FROM',
    before(['ARG b']),
    '# syntax=docker/dockerfile:1\nARG b\n# why\nFROM a\n',
  ],
  [
    'before, right below a directive',
    '# escape=`\nFROM a\n',
    'FROM',
    before(['ARG b']),
    '# escape=`\nARG b\nFROM a\n',
  ],
  ['before, behind a byte order mark', '\uFEFFFROM a\n', 'FROM', before(['ARG b']), '\uFEFFARG b\nFROM a\n'],
  ['after', 'FROM a\nCMD b\n', 'FROM', after(['USER c']), 'FROM a\nUSER c\nCMD b\n'],
  [
    'after continuation lines and blanks',
    'FROM a\nRUN b \\\n  && c  \nCMD d\n',
    'RUN',
    after(['USER e']),
    'FROM a\nRUN b \\\n  && c  \nUSER e\nCMD d\n',
  ],
  [
    'after a heredoc',
    'FROM a\nRUN <<E\nb\nE\nCMD d\n',
    'RUN',
    after(['USER e']),
    'FROM a\nRUN <<E\nb\nE\nUSER e\nCMD d\n',
  ],
  ['after the last line, without a line break', 'FROM a', 'FROM', after(['USER b']), 'FROM a\nUSER b'],
  [
    'with carriage returns',
    'FROM a\r\n# why\r\nCMD b\r\n',
    'CMD',
    before(['USER c', 'RUN d']),
    'FROM a\r\nUSER c\r\nRUN d\r\n# why\r\nCMD b\r\n',
  ],
  ['after, with carriage returns', 'FROM a\r\nCMD b', 'FROM', after(['USER c']), 'FROM a\r\nUSER c\r\nCMD b'],
  [
    'in its indentation',
    'FROM a\n  CMD b\n',
    'CMD',
    before(['USER c', '', 'RUN d']),
    'FROM a\n  USER c\n\n  RUN d\n  CMD b\n',
  ],
  ['no lines', 'FROM a\nCMD b\n', 'CMD', before([]), 'FROM a\nCMD b\n'],
  [
    'replaced',
    'FROM a\nCMD b \\\n  c # d\nUSER e',
    'CMD',
    (one) => replaceInstruction(one, 'CMD ["b", "c"]'),
    'FROM a\nCMD ["b", "c"]\nUSER e',
  ],
  [
    'replaced by lines, with carriage returns',
    'FROM a\r\nCMD b\r\n',
    'CMD',
    (one) => replaceInstruction(one, 'RUN b \\\n  c'),
    'FROM a\r\nRUN b \\\r\n  c\r\n',
  ],
  ['removed', 'FROM a\nUSER b\nCMD c\n', 'USER', removeInstruction, 'FROM a\nCMD c\n'],
  [
    'removed with its lines, its comments kept',
    'FROM a\n# why\nRUN b \\\n  # c\n  && d\nCMD e\n',
    'RUN',
    removeInstruction,
    'FROM a\n# why\nCMD e\n',
  ],
  ['removed with a heredoc', 'FROM a\nRUN <<E\nb\nE\nCMD c\n', 'RUN', removeInstruction, 'FROM a\nCMD c\n'],
  [
    'removed between blank lines',
    'FROM a\n\nUSER b\n\nCMD c\n',
    'USER',
    removeInstruction,
    'FROM a\n\nCMD c\n',
  ],
  ['removed at the end', 'FROM a\nUSER b\n', 'USER', removeInstruction, 'FROM a\n'],
  ['removed at the end, without a line break', 'FROM a\r\nUSER b', 'USER', removeInstruction, 'FROM a'],
  ['removed where nothing else is', 'FROM a', 'FROM', removeInstruction, ''],
  [
    'removed first, behind a byte order mark',
    '\uFEFFARG a\r\nFROM b\r\n',
    'ARG',
    removeInstruction,
    '\uFEFFFROM b\r\n',
  ],
];

describe('edits', () => {
  for (const [name, text, instruction, change, expected] of rows) {
    test(name, () => assert.equal(changed(text, instruction, change), expected));
  }
});

test('keywords are written as the instruction writes its own', () => {
  const [from, run, user] = parseDockerfile(new Source('Dockerfile', 'FROM a\nrun b\nUser c')).instructions;
  assert.deepEqual(
    [keyword(from!, 'user'), keyword(run!, 'USER'), keyword(user!, 'Run')],
    ['USER', 'user', 'RUN'],
  );
});
