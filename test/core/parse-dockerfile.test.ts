import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DockerfileParser } from 'dockerfile-ast';
import fc from 'fast-check';
import { readDockerfile } from '../../core/model/dockerfile-build.ts';
import { parseDockerfile } from '../../core/parse/dockerfile.ts';
import type { DockerfileFile, DockerfileInstruction } from '../../core/parse/dockerfile-tree.ts';
import { applyEdits, Source, textOf } from '../../core/text/index.ts';

function parse(text: string): DockerfileFile {
  return parseDockerfile(new Source('Dockerfile', text));
}

/** `NAME [--flag=value …] word|word`, heredocs as `<<name "body"`, the JSON form's strings in brackets. */
function shape({ name, flags, words, json, heredocs, trigger }: DockerfileInstruction): string {
  if (trigger) return `${name} ${shape(trigger)}`;
  const options = flags.map((flag) => `--${flag.name}${flag.value ? `=${flag.value.value}` : ''}`);
  const args = json
    ? JSON.stringify(json.map(({ value }) => value))
    : words.map(({ text }) => text).join('|');
  const bodies = heredocs.map((heredoc) => `<<${heredoc.name} ${JSON.stringify(textOf(heredoc.body))}`);
  return [name, ...options, args, ...bodies].filter(Boolean).join(' ');
}

/** Problems as `line: covered text | message | mend`. */
function problems(text: string): string[] {
  return parse(text).problems.map(({ span, message, mend }) => {
    const line = span.source.position(span.start).line + 1;
    return `${line}: ${textOf(span)} | ${message}${mend ? ` | ${mend.title}` : ''}`;
  });
}

const shapes: readonly (readonly [string, string, readonly string[]])[] = [
  ['words and quotes', 'FROM a\nENV A="b c" D=\'e f\' G=h\\ i', ['FROM a', 'ENV A=b c|D=e f|G=h i']],
  ['an escaped dollar stays escaped', 'FROM a\nENV A=\\$B', ['FROM a', 'ENV A=\\$B']],
  [
    'flags',
    'FROM --platform=linux/amd64 a AS b\nCOPY --link --chown=a:b --exclude=*.md x y /z/',
    ['FROM --platform=linux/amd64 a|AS|b', 'COPY --link --chown=a:b --exclude=*.md x|y|/z/'],
  ],
  [
    'a quoted flag',
    'FROM a\nRUN --mount=type=cache,"target=/a b" --network=none c',
    ['FROM a', 'RUN --mount=type=cache,target=/a b --network=none c'],
  ],
  ['lower case', 'from a\nrun b', ['FROM a', 'RUN b']],
  ['continuation lines', 'FROM a\nRUN b \\\n  c \\  \n d\\\ne', ['FROM a', 'RUN b|c|de']],
  [
    'comments and blank lines between',
    'FROM a\nRUN b \\\n\n  # c \\\n\t\n  # "d\n  e \\\n  f\nUSER g',
    ['FROM a', 'RUN b|e|f', 'USER g'],
  ],
  ['a comment that ends in a backslash continues nothing', 'FROM a\n# b \\\nUSER c', ['FROM a', 'USER c']],
  ['a number sign inside a line is no comment', 'FROM a\nRUN b # c \\\n  d', ['FROM a', 'RUN b|#|c|d']],
  ['an escaped backslash continues nothing', 'FROM a\nRUN b \\\\\nUSER c', ['FROM a', 'RUN b|\\', 'USER c']],
  ['a keyword over two lines', 'FR\\\nOM a\nUSER b', ['FROM a', 'USER b']],
  ['a trailing continuation at the end', 'FROM a\nRUN b \\\n', ['FROM a', 'RUN b']],
  ['escape=`', '# escape=`\nFROM a\nRUN b `\n  c:\\d\\\nUSER e', ['FROM a', 'RUN b|c:\\d\\', 'USER e']],
  [
    'carriage returns',
    '# escape=`\r\nFROM a\r\nRUN b `\r\n  # c\r\n  d\r\nUSER e\r\n',
    ['FROM a', 'RUN b|d', 'USER e'],
  ],
  ['a byte order mark', '\uFEFFFROM a\nUSER b', ['FROM a', 'USER b']],
  [
    'the JSON form',
    'FROM a\nCMD [ "b", "c \\"d\\" \\u0041" ]\nSHELL ["e","-f"]\nCOPY ["g h", "/i"]',
    ['FROM a', 'CMD ["b","c \\"d\\" A"]', 'SHELL ["e","-f"]', 'COPY ["g h","/i"]'],
  ],
  ['an empty JSON form', 'FROM a\nENTRYPOINT [ ]', ['FROM a', 'ENTRYPOINT []']],
  ['the JSON form over lines', 'FROM a\nCMD ["b", \\\n  # c\n  "d"]', ['FROM a', 'CMD ["b","d"]']],
  [
    'what is no JSON',
    'FROM a\nCMD [\'b\']\nCMD [b]\nCMD ["c"] d\nCMD ["e",]\nCMD ["f"',
    ['FROM a', 'CMD [b]', 'CMD [b]', 'CMD [c]|d', 'CMD [e,]', 'CMD [f'],
  ],
  [
    'a health check',
    'FROM a\nHEALTHCHECK --interval=5s --start-period=1m CMD ["b"]\nHEALTHCHECK CMD c || d\nHEALTHCHECK NONE',
    [
      'FROM a',
      'HEALTHCHECK --interval=5s --start-period=1m ["b"]',
      'HEALTHCHECK CMD|c||||d',
      'HEALTHCHECK NONE',
    ],
  ],
  [
    'ONBUILD',
    'FROM a\nONBUILD COPY --chown=b c d\nONBUILD CMD ["e"]',
    ['FROM a', 'ONBUILD COPY --chown=b c|d', 'ONBUILD CMD ["e"]'],
  ],
  [
    'a heredoc',
    'FROM a\nRUN <<EOF\nUSER b\n# c\nEOF\nUSER d',
    ['FROM a', 'RUN <<EOF <<EOF "USER b\\n# c\\n"', 'USER d'],
  ],
  [
    'several heredocs',
    'FROM a\nCOPY <<X <<Y /d\nY\nX\nX\nY\nUSER e',
    ['FROM a', 'COPY <<X|<<Y|/d <<X "Y\\n" <<Y "X\\n"', 'USER e'],
  ],
  [
    'a heredoc with its tabs taken off',
    'FROM a\nRUN <<-EOF\n\tb\n\t\tEOF\nUSER c',
    ['FROM a', 'RUN <<-EOF <<EOF "\\tb\\n"', 'USER c'],
  ],
  [
    'a terminator with blanks is none',
    'FROM a\nRUN <<EOF\n EOF\nEOF \nEOF\nUSER b',
    ['FROM a', 'RUN <<EOF <<EOF " EOF\\nEOF \\n"', 'USER b'],
  ],
  [
    'quoted heredoc names',
    `FROM a\nRUN <<'one two'\nb\none two\nRUN <<eo"f"\neof\nRUN <<eo\\'f\neo'f\nUSER c`,
    ['FROM a', 'RUN <<one two <<one two "b\\n"', 'RUN <<eof <<eof ""', 'RUN <<eo\'f <<eo\'f ""', 'USER c'],
  ],
  [
    'blanks before a heredoc name',
    'FROM a\nRUN <<  EOF sh\nb\nEOF\nUSER c',
    ['FROM a', 'RUN <<  EOF|sh <<EOF "b\\n"', 'USER c'],
  ],
  [
    'a heredoc of another descriptor',
    'FROM a\nRUN b 3<<EOF\nc\nEOF\nUSER d',
    ['FROM a', 'RUN b|3<<EOF <<EOF "c\\n"', 'USER d'],
  ],
  [
    'a heredoc announced before a continuation',
    'FROM a\nRUN b <<EOF \\\n  && c\nd\nEOF\nUSER e',
    ['FROM a', 'RUN b|<<EOF|&&|c <<EOF "d\\n"', 'USER e'],
  ],
  [
    'a heredoc in ONBUILD',
    'FROM a\nONBUILD RUN <<EOF\nb\nEOF\nUSER c',
    ['FROM a', 'ONBUILD RUN <<EOF <<EOF "b\\n"', 'USER c'],
  ],
  [
    'a heredoc with carriage returns',
    'FROM a\r\nRUN <<EOF\r\nb\r\nEOF\r\nUSER c\r\n',
    ['FROM a', 'RUN <<EOF <<EOF "b\\r\\n"', 'USER c'],
  ],
  [
    'no heredoc in quotes, in JSON, in arithmetic or in other instructions',
    'FROM a\nRUN "<<B"\nRUN ["<<B"]\nRUN echo $((1<<B))\nRUN cat <<<B\nUSER <<B',
    ['FROM a', 'RUN <<B', 'RUN ["<<B"]', 'RUN echo|$((1<<B))', 'RUN cat|<<<B', 'USER <<B'],
  ],
];

describe('instructions', () => {
  for (const [name, text, expected] of shapes) {
    test(name, () => assert.deepEqual(parse(text).instructions.map(shape), expected));
  }
});

describe('spans', () => {
  test('words, flags and arguments lie where they are written', () => {
    const text = 'FROM a\nRUN --mount=type=ssh b \\\n  # c\n  "d e" f\\\ng <<H\nI\nH\nCMD ["j", "k"]\n';
    const [, run, cmd] = parse(text).instructions;
    assert.ok(run && cmd);
    assert.equal(textOf(run.nameSpan), 'RUN');
    assert.equal(textOf(run.span), text.slice(7, text.indexOf('\nCMD')));
    assert.equal(textOf(run.argsSpan), 'b \\\n  # c\n  "d e" f\\\ng <<H');
    assert.deepEqual(
      run.words.map(({ span }) => textOf(span)),
      ['b', '"d e"', 'f\\\ng', '<<H'],
    );
    assert.deepEqual(
      run.words.map(({ raw }) => raw),
      ['b', '"d e"', 'fg', '<<H'],
    );
    assert.equal(run.words[1]!.quote, '"');
    assert.deepEqual(
      run.flags.map((flag) => [textOf(flag.span), textOf(flag.nameSpan), textOf(flag.value!.span)]),
      [['--mount=type=ssh', 'mount', 'type=ssh']],
    );
    assert.deepEqual(
      run.heredocs.map(({ marker, body, terminator }) => [marker, body, terminator].map(textOf)),
      [['<<H', 'I\n', 'H']],
    );
    assert.deepEqual(
      cmd.json?.map(({ span }) => textOf(span)),
      ['"j"', '"k"'],
    );
  });

  test('comments, those between continuation lines too, but not those of heredocs', () => {
    const file = parse('# a\nFROM b #c\n  # d\nRUN e \\\n# f\n  g <<H\n# i\nH\n');
    assert.deepEqual(
      file.comments.map(({ text, span }) => [text, textOf(span)]),
      [
        ['a', '# a'],
        ['d', '# d'],
        ['f', '# f'],
      ],
    );
  });
});

describe('directives', () => {
  test('are read until anything else stands', () => {
    const file = parse(
      '# syntax=docker/dockerfile:1\n#Check = skip=all\n# escape = `\n# a=b\n# escape=\\\nFROM a',
    );
    assert.deepEqual(
      file.directives.map(({ name, value, span }) => [name, value.value, textOf(span)]),
      [
        ['syntax', 'docker/dockerfile:1', '# syntax=docker/dockerfile:1'],
        ['check', 'skip=all', '#Check = skip=all'],
        ['escape', '`', '# escape = `'],
      ],
    );
    assert.equal(file.escape, '`');
    assert.deepEqual(
      file.comments.map(({ text }) => text),
      ['a=b', 'escape=\\'],
    );
  });

  test('an escape that cannot be, and one given twice', () => {
    assert.deepEqual(problems('# escape=x\n# escape=`\nFROM a'), [
      '1: x | The escape character is "x"; it can only be \\ or `.',
      '2: # escape=` | The directive "escape" is given twice.',
    ]);
  });
});

describe('problems', () => {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    [
      'FROM a\nCOYP b c\ncpy d e\nINSTALL f',
      [
        '2: COYP | COYP is not a Dockerfile instruction; COPY was probably meant. | Write COPY',
        '3: cpy | CPY is not a Dockerfile instruction; COPY was probably meant. | Write copy',
        '4: INSTALL | INSTALL is not a Dockerfile instruction.',
      ],
    ],
    ['FROM', ['1: FROM | FROM has no argument.']],
    ['FROM a b', ['1: FROM | FROM takes an image, or an image and "AS name".']],
    [
      'FROM a\nRUN\nRUN --network=none\nENV\nUSER',
      [
        '2: RUN | RUN has no argument.',
        '3: RUN | RUN has no argument.',
        '4: ENV | ENV has no argument.',
        '5: USER | USER has no argument.',
      ],
    ],
    [
      'FROM a\nCOPY b\nADD ["c"]',
      [
        '2: COPY | COPY needs a source and a destination; only one of them is given.',
        '3: ADD | ADD needs a source and a destination; only one of them is given.',
      ],
    ],
    [
      'FROM a\nENV A\nENV A=b c\nARG =b',
      [
        '2: ENV | ENV gives A no value.',
        '3: ENV | ENV has "c" without "=" behind pairs of the form key=value.',
        '4: ARG | ARG has a value without a name: =b.',
      ],
    ],
    ['FROM a\nRUN <<EOF\nUSER b\n', ['2: <<EOF | The heredoc "EOF" is not closed by a line "EOF".']],
    [
      'FROM a\nCOPY --form=b c d\nHEALTHCHECK --interval=5 CMD e\nHEALTHCHECK curl',
      [
        '2: form | COPY knows no flag --form.',
        '3: HEALTHCHECK | HEALTHCHECK has --interval=5, which is no duration.',
        '4: HEALTHCHECK | HEALTHCHECK takes CMD or NONE, not "curl".',
      ],
    ],
    ['FROM a\nSHELL bash -c', ['2: SHELL | SHELL takes the JSON form only: SHELL ["program", "option"].']],
    ['ARG A\nRUN b\nCOPY c d\nFROM e', ['2: RUN | RUN stands before the first FROM; only ARG may.']],
    [
      'FORM a\nRUN b',
      ['1: FORM | FORM is not a Dockerfile instruction; FROM was probably meant. | Write FROM'],
    ],
    ['FROM a\nCMD [\'b\']\nCMD\nENTRYPOINT []\nENV A b c\nENV A= B=""\nLABEL a.b=c\nSTOPSIGNAL SIGQUIT', []],
    ['# syntax=example/other:1\nFROM a\nCOPYALL\nCOPY b', []],
    [
      '# syntax=docker/dockerfile:1-labs\nFROM a\nCOPYALL',
      ['3: COPYALL | COPYALL is not a Dockerfile instruction.'],
    ],
    ['', []],
  ];
  for (const [text, expected] of rows)
    test(JSON.stringify(text), () => assert.deepEqual(problems(text), expected));

  test('mark their instruction, and no other', () => {
    assert.deepEqual(
      parse('FROM a\nCOPY b\nUSER c').instructions.map(({ broken }) => broken),
      [false, true, false],
    );
  });

  test('a mend closes its problem', () => {
    const file = parse('FROM a\ncopi b c');
    const { mend } = file.problems[0]!;
    const text = applyEdits('Dockerfile', file.source.text, [mend!])!;
    assert.deepEqual([text, problems(text)], ['FROM a\ncopy b c', []]);
  });
});

/** Texts on which dockerfile-ast is right: no heredocs, no quotes, no blank lines between continuation lines. */
const ordinary = [
  '# syntax=docker/dockerfile:1\nARG V=22\nFROM node:${V}-alpine AS build\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci && \\\n    npm run build\n\nFROM nginx\nCOPY --from=build --chown=a:b /app/dist /usr/share/nginx/html\nEXPOSE 80 443/tcp\nUSER nginx\nCMD ["nginx", "-g", "daemon"]\n',
  'from a\nrun b \\\n  # c\n  d\nlabel e=f g=h\nvolume /i /j\nonbuild run k\nhealthcheck cmd l\n',
];

test('reads what dockerfile-ast reads where that is right', () => {
  for (const text of ordinary) {
    const other = DockerfileParser.parse(text).getInstructions();
    const offset = (position: { line: number; character: number }) =>
      new Source('Dockerfile', text).offset(position.line, position.character);
    assert.deepEqual(
      parse(text).instructions.map(({ name, nameSpan, span }) => [
        name,
        nameSpan.start,
        span.start,
        span.end,
      ]),
      other.map((one) => [
        one.getKeyword(),
        offset(one.getInstructionRange().start),
        offset(one.getRange().start),
        offset(one.getRange().end),
      ]),
    );
  }
});

describe('any text', () => {
  const everything = shapes.map(([, text]) => text).join('\n');

  test('every prefix of everything above is read without throwing, with its spans inside', () => {
    for (let end = 0; end <= everything.length; end++) {
      const source = new Source('Dockerfile', everything.slice(0, end));
      for (const { span, argsSpan, words } of readDockerfile(parseDockerfile(source)).file.instructions) {
        for (const one of [span, argsSpan, ...words.map((word) => word.span)]) {
          assert.ok(
            one.start >= 0 && one.start <= one.end && one.end <= end,
            `${end}: ${one.start}..${one.end}`,
          );
        }
      }
    }
  });

  test('junk is read without throwing', () => {
    const piece = fc.constantFrom(
      'FROM ',
      'RUN ',
      'ENV ',
      'COPY ',
      'ONBUILD ',
      'HEALTHCHECK ',
      'CMD ',
      '\\',
      '\n',
      '\r\n',
      '"',
      "'",
      '<<',
      '<<-E',
      'E',
      '#',
      '--',
      '=',
      '[',
      ']',
      ',',
      '${',
      '}',
      '$',
      ' ',
      '\t',
      'a',
      '`',
      '\0',
      '\uFEFF',
      '\ud83d',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const { stages } = readDockerfile(parse(pieces.join('')));
        for (const stage of stages)
          void [stage.packages, stage.runs.map(({ commands }) => commands), stage.chain];
      }),
      { numRuns: 2000 },
    );
  });

  test('two megabytes of what could take the square of its length', () => {
    const size = 2_000_000;
    const texts = ['\n', 'RUN a \\\n\n', 'RUN a\\\n', '# a\n', '" ', '\\', '<<A ', '--a '].map((piece) =>
      'FROM a\nRUN b \\\n'.concat(piece.repeat(size / piece.length)),
    );
    for (const text of texts) {
      const start = performance.now();
      parse(text);
      assert.ok(performance.now() - start < 5_000, JSON.stringify(text.slice(0, 30)));
    }
  });
});

test('200 instructions are parsed and modelled in little more than dockerfile-ast alone needs', (context) => {
  const parts = [
    'RUN apt-get update && \\\n  apt-get install -y \\\n    # c\n    curl=1 \\\n    wget\n',
    'ENV A=b C="d e"\n',
    'COPY --chown=a:b x y /z/\n',
    '# comment\nWORKDIR /x\n',
    'CMD ["a","b"]\n',
  ];
  const text = `FROM node:22 AS a\n${parts.join('').repeat(40)}`;
  const best = (run: () => void): number => {
    let fastest = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 25; round++) {
      const start = performance.now();
      run();
      fastest = Math.min(fastest, performance.now() - start);
    }
    return fastest;
  };
  const theirs = best(() => void DockerfileParser.parse(text).getInstructions());
  const ours = best(() => {
    for (const stage of readDockerfile(parse(text)).stages) void stage.packages;
  });
  context.diagnostic(`${ours.toFixed(2)} ms, dockerfile-ast's parse alone ${theirs.toFixed(2)} ms`);
  assert.ok(ours <= theirs * 1.5 + 2, `${ours.toFixed(2)} ms against ${theirs.toFixed(2)} ms`);
});
