import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseCaseFile } from './case-file.ts';

const fence = '```';

describe('case files', () => {
  test('carets mark the line above, in the text without caret lines', () => {
    const [one] = parseCaseFile(
      [
        '## a',
        `${fence}yaml`,
        'version: "3"',
        '^^^^^^^ is obsolete',
        'services:',
        '  db:',
        '#   ^',
        `# ^^ two`,
        fence,
      ].join('\n'),
    );
    assert.equal(one?.files['compose.yaml'], 'version: "3"\nservices:\n  db:\n');
    const text = one!.files['compose.yaml']!;
    assert.deepEqual(
      one!.marks.map(({ start, end, message }) => [text.slice(start, end), message]),
      [
        ['version', 'is obsolete'],
        [':', ''],
        ['db', 'two'],
      ],
    );
  });

  test('fences name several files, empty ones and fixed ones', () => {
    const [one] = parseCaseFile(
      [
        '# rule',
        'Prose.',
        '## a',
        '- environment: development',
        '- today: 2026-11-24',
        '- option ports: ["80"]',
        '- option name: plain',
        '- files: src/a.js, src/b.js',
        `${fence}yaml docker-compose.production.yml`,
        'a: 1',
        '^',
        fence,
        `${fence}text frontend/.dockerignore`,
        fence,
        `${fence}yaml fixed docker-compose.production.yml`,
        'a: 2',
        fence,
      ].join('\n'),
    );
    assert.deepEqual(one!.files, {
      'docker-compose.production.yml': 'a: 1\n',
      'frontend/.dockerignore': '',
      'src/a.js': '',
      'src/b.js': '',
    });
    assert.deepEqual(one!.fixed, { 'docker-compose.production.yml': 'a: 2\n' });
    assert.deepEqual([one!.environment, one!.today], ['development', '2026-11-24']);
    assert.deepEqual(one!.options, { ports: ['80'], name: 'plain' });
  });

  test('a case may say that its findings have no fix', () => {
    const [one] = parseCaseFile(['## a', '- fix: none', `${fence}yaml`, 'a: 1', '^', fence].join('\n'));
    assert.equal(one?.unfixable, true);
    assert.throws(
      () => parseCaseFile(['## a', '- fix: none', `${fence}yaml`, 'a: 1', fence].join('\n')),
      /fix/,
    );
  });

  test('line endings are turned with the marks', () => {
    const [one] = parseCaseFile(
      ['## a', '- endings: crlf', `${fence}yaml`, 'a: 1', 'b: 2', '^', fence].join('\n'),
    );
    assert.equal(one!.files['compose.yaml'], 'a: 1\r\nb: 2\r\n');
    assert.deepEqual([one!.marks[0]!.start, one!.marks[0]!.end], [6, 7]);
  });

  const malformed: Readonly<Record<string, readonly [readonly string[], RegExp]>> = {
    'no case': [['# rule', 'prose'], /no case/],
    'a case without a file': [['## a', 'prose'], /no file/],
    'a fence without an end': [['## a', `${fence}yaml`, 'a: 1'], /line 2: a fence without an end/],
    'a fence above the first case': [[`${fence}yaml`, fence], /above the first case/],
    'a language without a path': [['## a', `${fence}text`, fence], /no path/],
    'the same file twice': [['## a', `${fence}yaml`, fence, `${fence}yaml`, fence], /a second compose.yaml/],
    'carets above every line': [['## a', `${fence}yaml`, '^^^', fence], /no line above/],
    'carets beyond the line': [['## a', `${fence}yaml`, 'a: 1', '#    ^^^', fence], /beyond the end/],
    'carets in what is fixed': [
      ['## a', `${fence}yaml`, 'a', '^', fence, `${fence}yaml fixed`, 'b', '^', fence],
      /carets in a fixed/,
    ],
    'a fix of nothing': [
      ['## a', `${fence}yaml`, 'a', fence, `${fence}yaml fixed`, 'b', fence],
      /no finding/,
    ],
    'an input that is not known': [
      ['## a', '- enviroment: development', `${fence}yaml`, fence],
      /no input "enviroment"/,
    ],
    'an environment that is not known': [
      ['## a', '- environment: staging', `${fence}yaml`, fence],
      /no environment "staging"/,
    ],
    'two cases of one name': [
      ['## a', `${fence}yaml`, fence, '## a', `${fence}yaml`, fence],
      /a second case/,
    ],
  };
  for (const [name, [lines, message]] of Object.entries(malformed)) {
    test(`${name} fails loudly`, () => {
      assert.throws(() => parseCaseFile(lines.join('\n')), message);
    });
  }
});
