import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import type { IGrammar } from 'vscode-textmate';
import { repository } from '../../scripts/generate/rule-files.ts';
import { filesBelow, sharedPath } from '../support/shared-folder.ts';

const require = createRequire(import.meta.url);
const textmate = require('vscode-textmate') as typeof import('vscode-textmate');
const oniguruma = require('vscode-oniguruma') as typeof import('vscode-oniguruma');
const grammarPath = join(repository, 'syntaxes', 'nginx.tmLanguage.json');

let grammar: IGrammar;

before(async () => {
  await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(grammarPath, 'utf8'), grammarPath),
  });
  grammar = (await registry.loadGrammar('source.nginx'))!;
});

interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let state = textmate.INITIAL;
  for (const line of text.split('\n')) {
    const result = grammar.tokenizeLine(line, state);
    for (const { startIndex, endIndex, scopes } of result.tokens)
      tokens.push({ text: line.slice(startIndex, endIndex), scopes });
    state = result.ruleStack;
  }
  return tokens;
}

/** `text → scope`: the token must be there, with a scope that begins so. */
type Expected = readonly (readonly [string, string])[];

const snippets: readonly (readonly [string, string, Expected])[] = [
  [
    'a directive',
    'server_tokens off;',
    [
      ['server_tokens', 'keyword.other.directive'],
      ['off', 'constant.language'],
      [';', 'punctuation.terminator'],
    ],
  ],
  [
    'a block',
    'http {\n  server {\n    listen 443 ssl;\n  }\n}',
    [
      ['http', 'keyword.control.block'],
      ['server', 'keyword.control.block'],
      ['listen', 'keyword.other.directive'],
      ['443', 'constant.numeric'],
      ['{', 'punctuation.section.block.begin'],
      ['}', 'punctuation.section.block.end'],
    ],
  ],
  [
    'a location with a regular expression',
    'location ~* \\.(?:js|css)$ {\n  expires 30d;\n}',
    [
      ['location', 'keyword.control.block'],
      ['~*', 'keyword.operator.regexp'],
      ['(?:js|css)$', 'string.regexp'],
      ['expires', 'keyword.other.directive'],
      ['30', 'constant.numeric'],
      ['d', 'keyword.other.unit'],
    ],
  ],
  [
    'a quoted regular expression with braces',
    'location ~ "^/\\d{3}$" {\n  deny all;\n}',
    [
      ['{3}$', 'string.regexp'],
      ['deny', 'keyword.other.directive'],
      ['all', 'constant.language'],
    ],
  ],
  [
    'variables',
    'proxy_set_header X-A "a ${host}b $uri";\nset $a $b;',
    [
      ['host', 'variable.other'],
      ['uri', 'variable.other'],
      ['b', 'variable.other'],
      ['"', 'punctuation.definition.string'],
    ],
  ],
  [
    'strings over several lines',
    'log_format main \'$a {\n  b\' "c # d";\nroot /x;',
    [
      [' {', 'string.quoted.single'],
      ['  b', 'string.quoted.single'],
      ['c # d', 'string.quoted.double'],
      ['root', 'keyword.other.directive'],
    ],
  ],
  [
    'comments',
    '# a { b\nroot /x#y; # z',
    [
      [' a { b', 'comment.line'],
      [' z', 'comment.line'],
      ['root', 'keyword.other.directive'],
    ],
  ],
  [
    'numbers with units',
    'limit_req_zone $binary_remote_addr zone=a:10m rate=5r/s;\nproxy_read_timeout 60s;',
    [
      ['10', 'constant.numeric'],
      ['m', 'keyword.other.unit'],
      ['r/s', 'keyword.other.unit'],
      ['s', 'keyword.other.unit'],
    ],
  ],
  [
    'rewrite',
    'rewrite ^/a/(.*)$ /b/$1 last;',
    [
      ['^/a/(.*)$', 'string.regexp'],
      ['1', 'variable.other'],
    ],
  ],
  [
    'map',
    'map $http_upgrade $connection {\n  default upgrade;\n  ~^a$ b;\n  "" close;\n}\nroot /x;',
    [
      ['map', 'keyword.control.block'],
      ['^a$', 'string.regexp'],
      ['root', 'keyword.other.directive'],
    ],
  ],
  [
    'if',
    'if ($request_method = POST) {\n  return 405;\n}',
    [
      ['if', 'keyword.control.block'],
      ['=', 'keyword.operator'],
      ['405', 'constant.numeric'],
    ],
  ],
  [
    'a Lua block',
    'content_by_lua_block {\n  local t = { a = "}" } -- }\n  ngx.say([[ } ]])\n}\nroot /x;',
    [
      ['content_by_lua_block', 'keyword.control.block'],
      ['  local t = ', 'meta.embedded.block.lua'],
      ['"}"', 'string.quoted.double.lua'],
      ['-- }', 'comment.line.double-dash.lua'],
      ['root', 'keyword.other.directive'],
    ],
  ],
  [
    'a template',
    'server {\n  ${EXTRA}\n  listen {{ port }};\n  {% if a %}\n  root ${ROOT}/x;\n}',
    [
      ['${EXTRA}', 'variable.other'],
      ['{{ port }}', 'meta.template'],
      ['{% if a %}', 'meta.template'],
      ['root', 'keyword.other.directive'],
    ],
  ],
];

describe('the nginx grammar', () => {
  for (const [name, text, expected] of snippets) {
    test(name, () => {
      const tokens = tokenize(text);
      for (const [piece, scope] of expected) {
        const found = tokens.filter((token) => token.text === piece);
        assert.ok(
          found.some(({ scopes }) => scopes.some((one) => one.startsWith(scope))),
          `${piece} is no ${scope}: ${JSON.stringify(found.length > 0 ? found : tokens, undefined, 1)}`,
        );
      }
    });
  }

  test('every block of the corpus ends where it ends: the last line is outside of all', (context) => {
    const root = sharedPath('corpus', context);
    if (root === undefined) return;
    const paths = filesBelow(root).filter((path) =>
      /nginx[^/]*\/.*\.conf$|linuxserver.*\.sample$/.test(path),
    );
    assert.ok(paths.length > 0);
    for (const path of paths) {
      const [last] = tokenize(`${readFileSync(join(root, path), 'utf8')}\nroot /x;`).slice(-4);
      assert.deepEqual(
        last!.scopes,
        ['source.nginx', 'meta.directive.nginx', 'keyword.other.directive.nginx'],
        path,
      );
    }
  });
});

test('the language configuration is one', () => {
  const configuration = JSON.parse(
    readFileSync(join(repository, 'syntaxes', 'nginx.language-configuration.json'), 'utf8'),
  );
  assert.equal(configuration.comments.lineComment, '#');
  assert.match('$host', new RegExp(`^${configuration.wordPattern}$`));
  assert.match('  location / { # main', new RegExp(configuration.indentationRules.increaseIndentPattern));
  assert.match('  }', new RegExp(configuration.indentationRules.decreaseIndentPattern));
});
