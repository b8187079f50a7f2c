/**
 * Writes rules/facts/nginx-directives.ts and nginx-variables.ts from nginx's own reference (`@nginx/reference-lib`, made from
 * nginx.org's documentation). The versions stand in nginx.org's pages and not in the package: they are read from the JSON file that is
 * the argument (`[{ name, module, since?, obsolete? }]` under `directives`), and kept as they are where there is none.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Directive, Format, getDirectives, getVariables } from '@nginx/reference-lib';
import { corrections } from './nginx-corrections.ts';
import { onceInABlock } from './nginx-once.ts';
import { argumentCounts } from './nginx-syntax.ts';

interface Versions {
  readonly name: string;
  readonly module: string;
  readonly since?: string;
  readonly obsolete?: string;
}

const facts = new URL('../rules/facts/', import.meta.url);
const letters: Readonly<Record<string, string>> = {
  main: 'M',
  events: 'E',
  http: 'H',
  server: 'S',
  location: 'L',
  upstream: 'U',
  'if in server': 's',
  'if in location': 'l',
  limit_except: 'x',
  stream: 'T',
  'stream server': 't',
  'stream upstream': 'u',
  mail: 'A',
  'mail server': 'a',
};

const library = JSON.parse(
  readFileSync(new URL('../node_modules/@nginx/reference-lib/package.json', import.meta.url), 'utf8'),
).version;
const versions = readVersions(process.argv[2]);
const lines: string[] = [];
const directives = getDirectives(Format.Markdown);
for (const module of new Set(directives.map((directive) => directive.module))) {
  lines.push(`# ${module}`, '');
  for (const directive of directives.filter((one) => one.module === module)) append(entry(directive));
}

write(
  'nginx-directives.ts',
  `
 * nginx's directives, a line for each module: name, contexts by their letters, least-most arguments ("+" without end), "{" for a
 * block, "*" once in a block at most, "@" the version that brought it, "!" the version from which it is obsolete.
 * Source: @nginx/reference-lib ${library}, nginx.org (2026-07); contexts and counts that the documentation has otherwise than nginx
 * 1.22 itself are corrected by scripts/nginx-corrections.ts.`,
  'directiveTable',
  lines,
);

lines.length = 0;
lines.push('');
for (const name of [...new Set(getVariables(Format.Markdown).map((one) => one.name))].sort()) append(name);
write(
  'nginx-variables.ts',
  `
 * nginx's variables; a name that ends in "_" begins a family ($http_…, $arg_…).
 * Source: @nginx/reference-lib ${library}.`,
  'variableTable',
  lines,
);

function entry(directive: Directive): string {
  const { name, module } = directive;
  const corrected = corrections[`${module} ${name}`] ?? corrections[name];
  const counts = corrected?.counts ?? argumentCounts(directive.syntax);
  const contexts =
    corrected?.contexts ??
    contextsOf(directive)
      .map((context) => letters[context] ?? '')
      .join('');
  // Of an upstream block's directives, those of ngx_http_upstream_keepalive ("is duplicate" in its source, 1.1.4 to 1.29.7).
  const inUpstream = module.includes('upstream') && !name.startsWith('keepalive');
  const once = onceInABlock.has(name) && /^ngx_http_|^Core/.test(module) && !inUpstream;
  const known = versions.get(`${module} ${name}`);
  const words = [name, contexts || '-', `${counts}${once ? '*' : ''}${directive.isBlock ? '{' : ''}`];
  if (known?.since) words.push(`@${known.since}`);
  if (known?.obsolete) words.push(`!${known.obsolete}`);
  return `${words.join(' ')};`;
}

/** The documentation's contexts in the model's words; contexts of blocks that only one module has are left out. */
function contextsOf({ module, contexts }: Directive): readonly string[] {
  const family = /^ngx_(stream|mail)_/.exec(module)?.[1];
  return contexts.flatMap((context) => {
    if (context === 'if') return ['if in server', 'if in location'];
    if (family && (context === 'server' || context === 'upstream')) return [`${family} ${context}`];
    if (module === 'Core functionality' && context === 'server')
      return ['server', 'stream server', 'mail server'];
    return [context];
  });
}

function append(text: string): void {
  const last = lines.at(-1)!;
  if (last.length + text.length > 130) lines.push(text);
  else lines[lines.length - 1] = last === '' ? text : `${last} ${text}`;
}

function readVersions(path: string | undefined): ReadonlyMap<string, Versions> {
  const given: readonly Versions[] = path ? JSON.parse(readFileSync(path, 'utf8')).directives : present();
  return new Map(given.map((one) => [`${one.module} ${one.name}`, one]));
}

/** The versions that the file holds now. */
function present(): readonly Versions[] {
  const found: Versions[] = [];
  let module = '';
  for (const line of readFileSync(new URL('nginx-directives.ts', facts), 'utf8').split('\n')) {
    module = /^ *# (.*)$/.exec(line)?.[1] ?? module;
    for (const [, name = '', since, obsolete] of line.matchAll(
      /(\w+) \S+ [\d+-]+\*?\{?(?: @([\d.]+))?(?: !([\d.]+))?;/g,
    ))
      found.push({ name, module, ...(since && { since }), ...(obsolete && { obsolete }) });
  }
  return found;
}

function write(file: string, source: string, name: string, written: readonly string[]): void {
  const body = written.map((line) => (line === '' ? line : `  ${line}`)).join('\n');
  writeFileSync(
    new URL(file, facts),
    `/**\n * Generated by scripts/nginx-directives.ts; do not edit.${source}\n */\nexport const ${name} = \`\n${body}\n\`;\n`,
  );
}
