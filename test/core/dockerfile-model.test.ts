import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Dockerfile, Expanded, Stage } from '../../core/model/dockerfile.ts';
import { readDockerfile } from '../../core/model/dockerfile-build.ts';
import { parseDockerfile } from '../../core/parse/dockerfile.ts';
import { Source, textOf } from '../../core/text/index.ts';

function read(text: string): Dockerfile {
  return readDockerfile(parseDockerfile(new Source('Dockerfile', text)));
}

function last(text: string): Stage {
  return read(text).finalStage!;
}

/** A text with `~` before it where it is dynamic. */
function known(expanded: Expanded | undefined): string | undefined {
  return expanded && `${expanded.dynamic ? '~' : ''}${expanded.value}`;
}

function base({ base: one }: Stage): string {
  if (one.kind === 'image') return `image ${known(one.text)}${one.reference ? '' : ' ?'}`;
  return one.kind === 'stage' ? `stage ${one.stage.index}` : one.kind;
}

describe('bases', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['FROM node:22', 'image node:22'],
    ['FROM scratch', 'scratch'],
    ['FROM a AS Build\nFROM build', 'stage 0'],
    ['FROM a AS b\nFROM a AS c\nFROM B AS b\nFROM b', 'stage 2'],
    ['FROM a\nFROM 0', 'image 0'],
    ['ARG V=22\nFROM node:$V', 'image node:22'],
    ['ARG V=22\nARG T=${V}-alpine\nFROM node:${T}', 'image node:22-alpine'],
    ['ARG V\nFROM node:${V:-20}', 'image node:20'],
    ['ARG V=22\nFROM node${V:+:$V}', 'image node:22'],
    ['ARG V=\nFROM node:${V:-20}${V:+x}', 'image node:20'],
    ['ARG V=\nFROM node:2${V-0}', 'image node:2'],
    ['ARG V\nFROM node:$V', 'image ~node:$V ?'],
    ['FROM node:${V:+x}', 'image ~node:${V:+x} ?'],
    ['ARG V="22"\nFROM "node:$V"', 'image node:22'],
    ['ARG B=build\nFROM a AS build\nFROM ${B}', 'stage 0'],
    ['ARG V=22\nFROM node:$V\nARG V=20\nFROM node:$V', 'image node:22'],
    [
      'FROM --platform=$BUILDPLATFORM registry.example.com:5000/a/b:c@sha256:' + 'a'.repeat(64),
      `image registry.example.com:5000/a/b:c@sha256:${'a'.repeat(64)}`,
    ],
  ];
  for (const [text, expected] of rows)
    test(JSON.stringify(text), () => assert.equal(base(last(text)), expected));

  test('a chain of stages ends at its image', () => {
    const stage = last('FROM node:22 AS a\nFROM a AS b\nFROM b');
    assert.deepEqual(
      stage.chain.map(({ index }) => index),
      [2, 1, 0],
    );
    assert.equal(stage.baseImage?.tag, '22');
    assert.equal(textOf(stage.baseImage!.tagSpan!), '22');
  });

  test('a stage is found by name in any case, or by index', () => {
    const file = read('FROM a AS One\nFROM b');
    assert.deepEqual(
      [file.stage('ONE')?.index, file.stage('1')?.index, file.stage('2'), file.stage('two')],
      [0, 1, undefined, undefined],
    );
  });

  test('the platform', () => {
    assert.equal(known(last('ARG P=linux/arm64\nFROM --platform=$P a').platform), 'linux/arm64');
    assert.equal(known(last('FROM --platform=$BUILDPLATFORM a').platform), '~$BUILDPLATFORM');
  });
});

describe('variables', () => {
  const environment = (text: string) =>
    Object.fromEntries([...last(text).environment].map(([name, { value }]) => [name, known(value)]));
  const rows: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['FROM a\nENV A=b C="d e" F=\'$A\' G=\\$A', { A: 'b', C: 'd e', F: '$A', G: '$A' }],
    ['FROM a\nENV A=b\nENV A=c B=$A', { A: 'c', B: 'b' }],
    ['FROM a\nENV A  b  c', { A: 'b  c' }],
    ['FROM a\nARG A=b\nENV B=$A C=${D:-e} F=$G', { B: 'b', C: 'e', F: '~$G' }],
    ['ARG A=b\nFROM a\nENV B=$A', { B: '~$A' }],
    ['ARG A=b\nFROM a\nARG A\nENV B=$A', { B: 'b' }],
    ['FROM a\nENV A=b\nARG A=c\nENV B=$A', { A: 'b', B: 'b' }],
    ['FROM a AS x\nARG A=b\nENV C=d\nFROM x\nENV E=$A$C', { C: 'd', E: 'bd' }],
    ['FROM a AS x\nENV C=d\nFROM a\nENV E=$C', { E: '~$C' }],
    ['FROM a\nENV A=b$', { A: 'b$' }],
    ['FROM a\nENV A=${B%%x}', { A: '~${B%%x}' }],
    ['FROM a\nENV A=1\nENV B=${A:?no} C=${A', { A: '1', B: '1', C: '~${A' }],
    ['FROM a\nENV A=${B:-${C:-d}}', { A: 'd' }],
  ];
  for (const [text, expected] of rows)
    test(JSON.stringify(text), () => assert.deepEqual(environment(text), expected));

  test('definitions keep the place of name and value', () => {
    const { definitions } = last('FROM a\nARG A\nARG B=c\nENV D="e f" \\\n  G=h\nENV I j k');
    assert.deepEqual(
      definitions.map(({ kind, nameSpan, value }) => [kind, textOf(nameSpan), value && textOf(value.span)]),
      [
        ['ARG', 'A', undefined],
        ['ARG', 'B', 'c'],
        ['ENV', 'D', '"e f"'],
        ['ENV', 'G', 'h'],
        ['ENV', 'I', 'j k'],
      ],
    );
  });
});

describe('in force at the end', () => {
  test('user', () => {
    assert.equal(known(last('FROM a').user), undefined);
    assert.equal(known(last('FROM a\nUSER b\nUSER c:d').user), 'c:d');
    assert.equal(known(last('FROM a AS x\nUSER b\nFROM x').user), 'b');
    assert.equal(known(last('FROM a\nARG U=app\nUSER ${U}').user), 'app');
    assert.equal(known(last('FROM a\nUSER $U').user), '~$U');
    assert.equal(textOf(last('FROM a\nUSER b').user!.span), 'b');
  });

  test('working folder', () => {
    const rows = [
      ['FROM a\nWORKDIR /b\nWORKDIR c/../d', '/b/d'],
      ['FROM a\nWORKDIR b', '~b'],
      ['FROM scratch\nWORKDIR b', '/b'],
      ['FROM a AS x\nWORKDIR /b\nFROM x\nWORKDIR c', '/b/c'],
      ['FROM a\nWORKDIR $B\nWORKDIR c', '~$B/c'],
      ['FROM a\nENV H=/srv\nWORKDIR $H/b', '/srv/b'],
    ] as const;
    for (const [text, expected] of rows) assert.equal(known(last(text).workdir), expected, text);
  });

  test('ports', () => {
    const { exposed } = last(
      'FROM a AS x\nEXPOSE 80\nFROM x\nARG P=90\nEXPOSE 53/UDP 8000-8002 $P $Q 1-60000/tcp nine',
    );
    assert.deepEqual(
      exposed.slice(0, 6).map(({ value, protocol, span }) => [value, protocol, textOf(span)]),
      [
        [80, 'tcp', '80'],
        [53, 'udp', '53/UDP'],
        [8000, 'tcp', '8000-8002'],
        [8001, 'tcp', '8000-8002'],
        [8002, 'tcp', '8000-8002'],
        [90, 'tcp', '$P'],
      ],
    );
    assert.equal(exposed.length, 6 + 256);
  });

  test('command and entrypoint', () => {
    const rows = [
      ['FROM a\nCMD ["b","c"]', ['b', 'c'], undefined],
      ['FROM a\nCMD b c\nCMD  d && e ', ['d && e'], undefined],
      ['FROM a AS x\nCMD ["b"]\nENTRYPOINT ["c"]\nFROM x', ['b'], ['c']],
      ['FROM a AS x\nCMD ["b"]\nFROM x\nENTRYPOINT ["c"]', undefined, ['c']],
      ['FROM a\nCMD ["b"]\nENTRYPOINT ["c"]', ['b'], ['c']],
      ['FROM a\nENTRYPOINT ["c"]\nENTRYPOINT []', undefined, []],
    ] as const;
    for (const [text, cmd, entrypoint] of rows) {
      const stage = last(text);
      assert.deepEqual([stage.cmd?.argv, stage.entrypoint?.argv], [cmd, entrypoint], text);
    }
    const { cmd } = last('FROM a\nCMD node \\\n  --b "$C"');
    assert.deepEqual(
      [cmd?.form, textOf(cmd!.span), cmd?.script?.usesShell],
      ['shell', 'node \\\n  --b "$C"', true],
    );
  });

  test('health check', () => {
    const { healthcheck } = last(
      'FROM a\nHEALTHCHECK NONE\nHEALTHCHECK --retries=3 CMD curl -f http://localhost/ || exit 1',
    );
    assert.deepEqual(
      [healthcheck?.none, healthcheck?.command?.form, textOf(healthcheck!.command!.span)],
      [false, 'shell', 'curl -f http://localhost/ || exit 1'],
    );
    assert.deepEqual(
      healthcheck?.command?.script?.commands.map(({ name }) => name?.text),
      ['curl', 'exit'],
    );
    assert.deepEqual(last('FROM a\nHEALTHCHECK CMD ["b", "c"]').healthcheck?.command?.argv, ['b', 'c']);
    assert.equal(last('FROM a AS x\nHEALTHCHECK CMD b\nFROM x\nHEALTHCHECK NONE').healthcheck?.none, true);
  });

  test('a trigger is not in force here', () => {
    const stage = last('FROM a\nONBUILD USER b\nONBUILD CMD ["c"]\nONBUILD RUN apk add d');
    assert.deepEqual([stage.user, stage.cmd, stage.runs.length], [undefined, undefined, 0]);
    assert.equal(stage.packages.has('d'), false);
  });

  test('a trigger is a step with the shell and the user that the stage ends with', () => {
    const stage = last(
      'FROM a\nONBUILD RUN <<EOF\nb | c\nEOF\nUSER d\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]',
    );
    const [step] = stage.triggers;
    assert.deepEqual(
      [stage.triggers.length, step?.onbuild, step?.user?.value, step?.shell[0]],
      [1, true, 'd', '/bin/bash'],
    );
    assert.deepEqual(
      step?.commands.map(({ span }) => textOf(span)),
      ['b', 'c'],
    );
    assert.equal(step?.scripts.at(-1)?.pipelines[0]?.pipefail, true);
  });

  test('a broken trigger is none', () => {
    assert.equal(last('FROM a\nONBUILD RUN <<EOF\nb').triggers.length, 0);
    assert.equal(last('FROM a\nONBUILD RUN --mounts=b c').triggers.length, 0);
  });

  test('broken instructions mark their stage only', () => {
    assert.deepEqual(
      read('FROM a\nCOPY b\nFROM c\nUSER d').stages.map(({ broken }) => broken),
      [true, false],
    );
  });
});

describe('RUN', () => {
  const commands = (text: string) =>
    last(text).runs.map((run) => run.commands.map(({ span }) => textOf(span)));
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['RUN a && b \\\n  # c\n  | d', ['a', 'b', 'd']],
    ['RUN ["a", "b c"]', ['"a", "b c"']],
    ['RUN <<EOF\na b\n# c\nd && e\nEOF', ['a b', 'd', 'e']],
    ["RUN <<-'EOF'\n\ta\n\tEOF", ['a']],
    ['RUN <<EOF bash -ex\na\nEOF', ['<<EOF bash -ex', 'a']],
    ['RUN bash <<EOF && c\na\nEOF', ['bash <<EOF', 'a', 'c']],
    ['RUN cat <<EOF > /etc/a && b\nUSER c\nEOF', ['cat <<EOF > /etc/a', 'b']],
    ['RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF', []],
    ['RUN <<EOF\n#!/usr/bin/env bash\na\nEOF', ['a']],
    ['RUN python3 <<EOF\nimport os\nEOF', ['python3 <<EOF']],
    ['RUN <<A <<B\na\nA\nb\nB', ['a', 'b']],
    ['SHELL ["powershell", "-Command"]\nRUN Get-Item -Path a', []],
    ['SHELL ["cmd", "/S", "/C"]\nRUN dir', []],
    ['SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a', ['a']],
  ];
  for (const [text, expected] of rows)
    test(JSON.stringify(text), () => assert.deepEqual(commands(`FROM a\n${text}`).at(-1), expected));

  test('heredocs with carriage returns', () => {
    const [run] = last('FROM a\r\nRUN <<EOF\r\na b\r\nc\r\nEOF\r\n').runs;
    assert.deepEqual(
      run?.commands.map(({ name, args }) => [name?.text, ...args.map(({ text }) => text)]),
      [['a', 'b'], ['c']],
    );
  });

  test('user and shell in force at each', () => {
    const { runs } = last('FROM a AS x\nUSER b\nFROM x\nRUN c\nUSER d\nSHELL ["bash", "-c"]\nRUN e');
    assert.deepEqual(
      runs.map(({ user, shell }) => [user?.value, shell[0]]),
      [
        ['b', '/bin/sh'],
        ['d', 'bash'],
      ],
    );
  });
});

describe('COPY', () => {
  test('sources, target and where they come from', () => {
    const { copies } = last(
      'FROM a AS x\nFROM b\nARG D=/d\nCOPY --from=X --chown=e:f --chmod=755 g h* $D/\nCOPY --from=0 i j\nADD ["k l", "m"]\nCOPY --from=nginx:1.29 n o\nCOPY --from=$P q r\nCOPY <<S <<T /u/\nS\nT\n',
    );
    assert.deepEqual(
      copies.map(({ add, sources, target, from, chown, chmod }) => [
        add,
        sources.map(known),
        known(target),
        from?.stage?.index ?? from?.image ?? from?.dynamic,
        chown?.value,
        chmod?.value,
      ]),
      [
        [false, ['g', 'h*'], '/d/', 0, 'e:f', '755'],
        [false, ['i'], 'j', 0, undefined, undefined],
        [true, ['k l'], 'm', undefined, undefined, undefined],
        [false, ['n'], 'o', 'nginx:1.29', undefined, undefined],
        [false, ['q'], 'r', true, undefined, undefined],
        [false, [], '/u/', undefined, undefined, undefined],
      ],
    );
  });

  test('the stages that a target needs', () => {
    const file = read(
      'FROM a AS base\nFROM base AS build\nFROM b AS tool\nFROM c AS other\nFROM d AS out\nCOPY --from=build e f\nRUN --mount=type=bind,from=tool,target=/t g',
    );
    const needed = (target?: string) => [...file.needed(target)].map(({ index }) => index).sort();
    assert.deepEqual(
      [needed(), needed('BUILD'), needed('3'), needed('none')],
      [[0, 1, 2, 4], [0, 1], [3], []],
    );
  });
});

describe('packages', () => {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['apk add --no-cache curl=8.5-r0 bash~5 "tini" a@edge', ['curl', 'bash', 'tini', 'a']],
    ['apk --no-cache add -X https://example.com/edge curl', ['curl']],
    ['apk add --virtual .build-deps gcc make && make && apk del .build-deps', []],
    ['apk add -t .b gcc curl && apk add curl-dev && apk del .b', ['curl-dev']],
    ['apk add curl && apk add --virtual=.b curl gcc && apk del .b', ['curl']],
    ['apk add gcc curl && apk del gcc', ['curl']],
    [
      'apt-get update && apt-get install -y --no-install-recommends -o A=b curl=7.* libc6:amd64 g++ ca-certificates/bookworm',
      ['curl', 'libc6', 'g++', 'ca-certificates'],
    ],
    [
      'DEBIAN_FRONTEND=noninteractive apt-get -qq install -t bookworm-backports curl ./local.deb && apt-get purge -y --auto-remove gcc',
      ['curl'],
    ],
    ['sudo -E apt install curl', ['curl']],
    ['env A=b /usr/bin/apt-get install curl', ['curl']],
    [
      'dnf install -y --setopt=a=b --enablerepo crb curl && yum -y install wget && microdnf install tar && dnf remove tar',
      ['curl', 'wget'],
    ],
    ['zypper --non-interactive in -r main curl', ['curl']],
    ['if true; then apk add curl; fi', ['curl']],
    ['apk add $PACKAGES "lib$V" curl', ['curl']],
    ['pip install curl && apk update && apt-get update && echo apk add wget', []],
  ];
  for (const [script, expected] of rows)
    test(script, () => assert.deepEqual([...last(`FROM a\nRUN ${script}`).packages], expected));

  test('those of the stages below are there too, those of others are not', () => {
    assert.deepEqual(
      [...last('FROM a AS x\nRUN apk add b\nFROM c AS y\nRUN apk add d\nFROM x\nRUN apk add e').packages],
      ['b', 'e'],
    );
  });
});

test('many stages on one another, and none at all, are read in time', () => {
  const count = 20_000;
  const text = `FROM a AS s0\n${Array.from({ length: count }, (_, index) => `FROM s${index} AS s${index + 1}\n`).join('')}`;
  const start = performance.now();
  const file = read(text);
  for (const stage of file.stages) void [stage.packages, stage.chain];
  assert.equal(file.needed().size, count + 1);
  assert.ok(performance.now() - start < 10_000);
  assert.deepEqual([read('').stages, read('').finalStage, read('').needed().size], [[], undefined, 0]);
});
