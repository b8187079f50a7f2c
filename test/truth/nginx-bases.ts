/** Configurations that nginx accepts, to make slips in: the rules' examples and cases, the example deployment, real files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileKind, looksLikeNginx } from '../../core/model/file-kind.ts';
import { rules } from '../../rules/index.ts';
import { exampleFiles } from '../../scripts/generate/example-review.ts';
import { repository } from '../../scripts/generate/rule-files.ts';
import { parseCaseFile } from '../support/case-file.ts';
import { filesBelow, sharedPath } from '../support/shared-folder.ts';
import { ask } from './nginx-agreement.ts';
import { type Stubs, stubbed } from './nginx-stubs.ts';

export interface Sample {
  readonly most: number;
  readonly random: () => number;
}

/** Main files, stubbed so that nginx can test them, of which it refuses none. Each text once; all of them, or so many that chance picks. */
export function baseTexts(stubs: Stubs, sample?: Sample): readonly string[] {
  const written = new Set([...ownTexts(), ...corpusTexts()].map(whole));
  const order = [...written].map((text) => ({ text, at: sample?.random() ?? 0 })).sort((a, b) => a.at - b.at);
  const texts = new Set<string>();
  for (const { text } of order) {
    if (sample && texts.size === sample.most) break;
    const ready = stubbed('nginx.conf', text, stubs);
    if (ask(ready, stubs.root).nginx === 'clean') texts.add(ready);
  }
  return [...texts];
}

function* ownTexts(): Generator<string> {
  for (const rule of rules) {
    for (const example of [rule.bad, rule.good])
      for (const [path, text] of Object.entries(exampleFiles(rule, example)))
        if (fileKind(path) === 'nginx') yield text;
  }
  const cases = join(repository, 'test/cases/nginx');
  for (const path of filesBelow(cases))
    for (const one of parseCaseFile(readFileSync(join(cases, path), 'utf8')))
      for (const [file, text] of Object.entries(one.files)) if (fileKind(file) === 'nginx') yield text;
}

function* corpusTexts(): Generator<string> {
  const corpus = sharedPath('corpus');
  if (corpus === undefined) return;
  for (const path of filesBelow(corpus)) {
    if (!path.endsWith('.conf.sample') && fileKind(path) !== 'nginx') continue;
    const text = readFileSync(join(corpus, path), 'utf8');
    if (looksLikeNginx(text) && !text.includes('{{')) yield text;
  }
}

/** A fragment inside the blocks that include it, with the variables and certificates that the files around it would set. */
function whole(text: string): string {
  if (/^\s*(?:events|http)\b/m.test(text)) return text;
  const server = /^location\b/m.test(text) && !/^server\b/m.test(text);
  return `events {}
http {
server_names_hash_bucket_size 128;
map $http_upgrade $connection_upgrade { default upgrade; "" close; }
ssl_certificate /etc/nginx/a.pem;
ssl_certificate_key /etc/nginx/a.key;
${server ? `server {\nlisten 8080;\n${text}\n}` : text}
}
`;
}
