/** `npm run new-rule compose/some-id`: a rule and its case file to fill in, and the list with it. The contract test says what is missing. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository, ruleIds } from './generate/rule-files.ts';

/** What a rule of each kind is likely to ask about; the templates' placeholders by name. */
const kinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  compose: {
    on: 'service',
    subject: 'service',
    absent: 'service.oneShot',
    at: 'service.service.nameSpan',
    bad: '`\nservices:\n  api:\n    image: example/api:1.4\n`.trimStart()',
    good: '`\nservices:\n  api:\n    image: example/api:1.4\n    init: true\n`.trimStart()',
    language: 'yaml',
    marked: 'services:\n  api:\n# ^^^\n    image: example/api:1.4',
    silent: 'services:\n  api:\n    image: example/api:1.4\n    init: true',
    dynamic: 'services:\n  api:\n    image: ${IMAGE}\n    init: ${INIT}',
  },
  dockerfile: {
    on: 'stage',
    subject: 'stage',
    absent: '!stage.final',
    at: 'stage.stage.from.nameSpan',
    bad: '`\nFROM debian:13-slim\nCMD ["api"]\n`.trimStart()',
    good: '`\nFROM debian:13-slim\nUSER api\nCMD ["api"]\n`.trimStart()',
    language: 'dockerfile',
    marked: 'FROM debian:13-slim\n#    ^^^^^^^^^^^^^^\nCMD ["api"]',
    silent: 'FROM debian:13-slim\nUSER api\nCMD ["api"]',
    dynamic: 'ARG BASE\nFROM $BASE\nCMD ["api"]',
  },
  nginx: {
    on: 'server',
    subject: '{ server }',
    absent: 'server.locations.length === 0',
    at: 'server.directive.nameSpan',
    bad: '`\nserver {\n    listen 80;\n    location / {}\n}\n`.trimStart()',
    good: '`\nserver {\n    listen 80;\n    server_tokens off;\n    location / {}\n}\n`.trimStart()',
    language: 'nginx conf.d/site.conf',
    marked: 'server {\n    listen 80;\n#   ^^^^^^\n    location / {}\n}',
    silent: 'server {\n    listen 80;\n    server_tokens off;\n    location / {}\n}',
    dynamic: 'server {\n    listen 80;\n    server_tokens $tokens;\n    location / {}\n}',
  },
  deployment: {
    on: 'deployment',
    subject: 'deployment',
    absent: 'deployment.services.length === 0',
    at: 'deployment.span',
    bad: "{\n    'compose.yaml': 'services:\\n  api:\\n    build: .\\n',\n    Dockerfile: 'FROM debian:13-slim\\n',\n  }",
    good: `{\n    'compose.yaml': 'services:\\n  api:\\n    build: .\\n',\n    Dockerfile: 'FROM debian:13-slim\\nCMD ["api"]\\n',\n  }`,
    language: 'yaml',
    marked: 'services:\n  api:\n# ^^^\n    build: .',
    silent: 'services:\n  api:\n    image: example/api:1.4',
    dynamic: 'services:\n  api:\n    build: ${CONTEXT}',
  },
};

const id = process.argv[2] ?? '';
const kind = kinds[id.slice(0, id.indexOf('/'))];
if (!kind || !/^[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) {
  stop(
    `Usage: npm run new-rule <kind>/<name-of-the-defect>, with the kind one of ${Object.keys(kinds).join(', ')}`,
  );
}
if (ruleIds().includes(id)) stop(`There is a rule ${id} already.`);

const values = { ...kind, id };
write(`rules/${id}.ts`, 'rule.txt');
write(`test/cases/${id}.md`, 'cases.txt');
execFileSync(process.execPath, [join(repository, 'scripts', 'gen.ts')], {
  cwd: repository,
  stdio: 'inherit',
});
console.log(`\nNow fill in rules/${id}.ts and test/cases/${id}.md. What is missing, say:
  node --test --test-name-pattern=${id} test/contract.test.ts test/cases.test.ts
Then: npm run gen`);

function write(path: string, template: string): void {
  const file = join(repository, path);
  if (existsSync(file)) stop(`${path} is there already.`);
  const text = readFileSync(join(repository, 'scripts', 'templates', template), 'utf8');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    text.replace(/\{\{(\w+)\}\}/g, (_, name: keyof typeof values) => values[name]!),
  );
  console.log(`wrote ${path}`);
}

function stop(message: string): never {
  console.error(message);
  process.exit(2);
}
