import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appendCommand } from '../../core/edit/index.ts';
import { readDockerfile } from '../../core/model/dockerfile-build.ts';
import { hasOption, packageCall } from '../../core/model/package-commands.ts';
import { parseDockerfile } from '../../core/parse/dockerfile.ts';
import { applyEdits, Source, textOf } from '../../core/text/index.ts';

function runOf(text: string) {
  const file = readDockerfile(parseDockerfile(new Source('Dockerfile', text)));
  const run = file.stages.at(-1)?.runs[0];
  assert.ok(run);
  return run;
}

describe('what a command runs in the end', () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['/usr/bin/apt-get install a', 'apt-get install a'],
    ['sudo -u root -E apt-get install a', 'apt-get install a'],
    ['A=1 env -u B C=2 apt-get install a', 'apt-get install a'],
    ['exec nice -n 10 timeout 30 curl -f b', 'curl -f b'],
    ['find . | xargs -n 1 rm -f', 'find .'],
    ['command -v curl', undefined],
    ['gosu app whoami', 'whoami'],
    ['A=1', undefined],
    ['sudo', undefined],
  ];
  for (const [script, expected] of rows) {
    test(script, () => {
      const { call } = runOf(`FROM a\nRUN ${script}\n`).commands[0]!;
      assert.equal(call && [call.program, ...call.args.map(({ text }) => text)].join(' '), expected);
    });
  }
});

test('the scripts that shells are handed are read, in place', () => {
  const texts = (file: string) => runOf(file).commands.map(({ span }) => textOf(span));
  assert.deepEqual(texts("FROM a\nRUN bash -lc 'a b && c'\n").slice(1), ['a b', 'c']);
  assert.deepEqual(texts('FROM a\nRUN bash -c "a \\\n  b && c"\n').slice(1), ['a \\\n  b', 'c']);
  assert.deepEqual(texts('FROM a\nRUN sh -c "a \\"b\\" && c"\n').slice(1), []);
  assert.deepEqual(texts('FROM a\nRUN ["/bin/sh", "-c", "a b && c"]\n').slice(1), ['a b', 'c']);
  assert.deepEqual(texts('FROM a\nRUN <<EOF bash -e\na b\nif c; then d; fi\nEOF\n').slice(1), [
    'a b',
    'c',
    'd',
  ]);
});

test('scopes and operators', () => {
  const { commands } = runOf(
    'FROM a\nRUN a; (b && c) \\\n  # why\n  && if d; then e; else f; fi && x=$(g) && { h & i; }\n',
  );
  assert.deepEqual(
    commands.map(({ name, scope, operator }) => [name?.text, scope?.kind, operator && textOf(operator)]),
    [
      ['a', undefined, undefined],
      ['b', 'subshell', undefined],
      ['c', 'subshell', '&&'],
      ['d', 'condition', undefined],
      ['e', 'branch', undefined],
      ['f', 'branch', undefined],
      [undefined, undefined, '&&'],
      ['g', 'substitution', undefined],
      ['h', 'group', undefined],
      ['i', 'group', '&'],
    ],
  );
  assert.equal(commands[1]?.scope, commands[2]?.scope);
  assert.notEqual(commands[4]?.scope, commands[5]?.scope);
  assert.equal(runOf('FROM a\nRUN f() { a; }; f\n').commands[0]?.scope?.parent?.kind, 'function');
});

describe('pipelines and pipefail', () => {
  const rows: readonly (readonly [string, readonly boolean[]])[] = [
    ['RUN a | b', [false]],
    ['RUN set -o pipefail && a | b', [true]],
    ['RUN set -euo pipefail; a | b; set +o pipefail; c | d', [true, false]],
    ['RUN (set -o pipefail; a | b) && c | d', [true, false]],
    ['RUN bash -o pipefail -c "a | b"', [true]],
    ['RUN bash -c "a | b"', [false]],
    ['RUN ["/bin/bash", "-eo", "pipefail", "-c", "a | b"]', [true]],
    ['SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | (b; c)', [true]],
    ['RUN <<EOF\nset -o pipefail\na | b\nEOF', [true]],
    ['RUN a || b', []],
    ['SHELL ["pwsh", "-Command"]\nRUN a | b', []],
  ];
  for (const [text, expected] of rows) {
    test(text, () => {
      const { scripts } = runOf(`FROM a\n${text}\n`);
      assert.deepEqual(
        scripts.flatMap(({ pipelines }) => pipelines.map(({ pipefail }) => pipefail)),
        expected,
      );
    });
  }
});

test('a shell that is none of POSIX is left in peace', () => {
  for (const text of [
    'FROM mcr.microsoft.com/windows/servercore:ltsc2025\nRUN dir && apt-get install a\n',
    '# escape=`\nFROM a\nRUN dir\n',
    'FROM a\nSHELL ["powershell", "-Command"]\nRUN Write-Host a\n',
  ])
    assert.deepEqual(runOf(text).commands, [], text);
});

describe('package managers', () => {
  const rows: readonly (readonly [string, readonly unknown[] | undefined])[] = [
    ['apt-get -y install -t sid a b', ['apt-get', 'install', ['a', 'b'], ['-y', '-t=sid']]],
    ['sudo apt-get dist-upgrade', ['apt-get', 'release-upgrade', [], []]],
    ['apk add --no-cache --virtual .x a=1', ['apk', 'install', ['a=1'], ['--no-cache', '--virtual=.x']]],
    ['python3 -m pip install -r a.txt b', ['pip', 'install', ['b'], ['-r=a.txt']]],
    ['pip3.12 install $A', ['pip', 'install', ['$A'], []]],
    ['yarn', ['yarn', 'install', [], []]],
    ['yarn global add a', ['yarn', 'install', ['a'], []]],
    ['yarn build', ['yarn', undefined, [], []]],
    ['npm run install', ['npm', undefined, ['install'], []]],
    ['yum update', ['yum', 'upgrade', [], []]],
    ['make install', undefined],
  ];
  for (const [script, expected] of rows) {
    test(script, () => {
      const call = packageCall(runOf(`FROM a\nRUN ${script}\n`).commands[0]!);
      const options = call?.options.map(({ name, value }) =>
        value === undefined ? name : `${name}=${value}`,
      );
      assert.deepEqual(
        call && [call.manager, call.action, call.operands.map(({ text }) => text), options],
        expected,
      );
    });
  }

  test('options in clusters and switched off', () => {
    const has = (script: string, ...names: string[]) =>
      hasOption(packageCall(runOf(`FROM a\nRUN ${script}\n`).commands[0]!)!, ...names);
    assert.equal(has('apt-get -qy install a', '-y'), true);
    assert.equal(has('apt-get --yes install a', '-y', '--yes'), true);
    assert.equal(has('apt-get --yes=false install a', '--yes'), false);
    assert.equal(has('apt-get install --only-upgrade a', '-y'), false);
  });
});

describe('a command added behind another is joined as the author joins', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['RUN a', 'RUN a && NEW'],
    ['RUN a | b', 'RUN a | b && NEW'],
    ['RUN x && a > b', 'RUN x && a > b && NEW'],
    ['RUN x \\\n    && a b', 'RUN x \\\n    && a b \\\n    && NEW'],
    ['RUN x && \\\n    a \\\n      b', 'RUN x && \\\n    a \\\n      b && \\\n    NEW'],
    ['RUN set -eux; \\\n\ta; \\\n\tz', 'RUN set -eux; \\\n\ta; \\\n\tNEW; \\\n\tz'],
    ['RUN x \\\n  # why\n  && a', 'RUN x \\\n  # why\n  && a \\\n  && NEW'],
    ['RUN a b \\\n    c \\\n    d', 'RUN a b \\\n    c \\\n    d \\\n    && NEW'],
    ['RUN x && a \\\n    b', 'RUN x && a \\\n    b \\\n    && NEW'],
    ['RUN x; \\\n    y \\\n    ; \\\n    a', 'RUN x; \\\n    y \\\n    ; \\\n    a; \\\n    NEW'],
    ['RUN a || true', 'RUN a && NEW || true'],
    ['RUN (a)', 'RUN (a && NEW)'],
    ['RUN bash -c "a"', 'RUN bash -c "a && NEW"'],
    ['RUN <<EOF\n  a\n  b\nEOF', 'RUN <<EOF\n  a\n  NEW\n  b\nEOF'],
    ['RUN <<EOF\nx && a\nEOF', 'RUN <<EOF\nx && a && NEW\nEOF'],
    ['RUN a &', 'RUN a &'],
    ['RUN a | (b)', 'RUN a | (b)'],
    ['RUN if a; then b; fi', 'RUN if a; then b; fi'],
  ];
  for (const [before, after] of rows) {
    for (const eol of ['\n', '\r\n']) {
      test(JSON.stringify(before.replaceAll('\n', eol)), () => {
        const text = `FROM a\n${before}\n`.replaceAll('\n', eol);
        const run = runOf(text);
        const command = run.commands.find(({ name }) => name?.text === 'a')!;
        const edits = appendCommand(run.instruction, run.commands, command, 'NEW') ?? [];
        assert.equal(applyEdits('Dockerfile', text, edits), `FROM a\n${after}\n`.replaceAll('\n', eol));
      });
    }
  }
});
