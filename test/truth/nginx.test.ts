/** What a fix makes of an nginx configuration, judged by nginx itself. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Format, getDirectives } from '@nginx/reference-lib';
import { fileKind } from '../../core/model/file-kind.ts';
import { rules } from '../../rules/index.ts';
import { applyFix, findingsOf, reviewFiles } from '../../scripts/generate/example-review.ts';
import { repository } from '../../scripts/generate/rule-files.ts';
import { parseCaseFile } from '../support/case-file.ts';
import { hasNginx } from '../support/real-nginx.ts';
import { fixedFileSets } from './fixed-files.ts';
import { newerDirectives } from './newer-nginx.ts';
import { judgeNginx } from './nginx-judge.ts';

const verdicts = fixedFileSets().filter(({ files }) =>
  Object.keys(files).some((path) => fileKind(path) === 'nginx'),
);

describe('nginx -t', () => {
  test('refuses what is wrong', () => {
    const judged = (text: string) => judgeNginx({ 'nginx.conf': text }).errors;
    assert.match(
      judged('events {}\nhttp { server { listen 80 } }\n').join(),
      /invalid parameter|directive "listen"|unexpected/,
    );
    assert.match(judged('server { listen 80; liste 81; }\n').join(), /unknown directive "liste"/);
    assert.match(judged('server { ssl_protocols TLSv9; }\n').join(), /invalid value "TLSv9"/);
    assert.match(
      judged('location / { limit_req zone=logins; }\n').join(),
      /zero size shared memory zone "logins"/,
    );
  });

  test('reads a project as it lies in its container, and newer syntax as the table has it', () => {
    const { errors, newer, read } = judgeNginx({
      'compose.yaml':
        'services:\n  proxy:\n    image: nginx\n    volumes:\n      - ./proxy/nginx.conf:/etc/nginx/nginx.conf:ro\n      - ./sites:/etc/nginx/conf.d\n',
      'proxy/nginx.conf':
        'user nginx;\nhttp {\n  include /etc/nginx/mime.types;\n  include /etc/nginx/conf.d/*.conf;\n}\n',
      'sites/site.conf':
        'upstream api { zone a 64k; server api:3000 resolve; }\nserver {\n  listen 443 ssl;\n  http2 on;\n  ssl_certificate /etc/letsencrypt/a.pem;\n' +
        '  ssl_certificate_key /etc/letsencrypt/a.key;\n  location / { proxy_pass http://api; }\n  location /web { proxy_pass http://web:8080/; }\n}\n',
    });
    assert.deepEqual(errors, []);
    assert.deepEqual([...newer].sort(), ['http2 (1.25.1)', 'resolve (1.27.3)']);
    assert.deepEqual([...read].sort(), ['proxy/nginx.conf', 'sites/site.conf']);
  });

  test('every directive of the table is in the reference', () => {
    const known = new Set(getDirectives(Format.Markdown).map((directive) => directive.name));
    assert.deepEqual(
      Object.keys(newerDirectives).filter((name) => !known.has(name)),
      [],
    );
  });

  test('accepts what every fix of every case makes, where it accepted what was there', (context) => {
    if (!hasNginx(context)) return;
    let judged = 0;
    const refused: string[] = [];
    const judgedRules = new Set<string>();
    const own = rules.filter(({ id }) => id.startsWith('nginx/'));
    for (const rule of own) {
      const path = join(repository, 'test', 'cases', `${rule.id}.md`);
      for (const { name, files } of parseCaseFile(readFileSync(path, 'utf8'))) {
        const fixes = findingsOf(reviewFiles(files, { rules }), rule.id).flatMap((finding) => finding.fixes);
        if (fixes.length === 0 || judgeNginx(files).errors.length > 0) continue;
        for (const fix of fixes) {
          const { errors } = judgeNginx(applyFix(files, fix));
          refused.push(...errors.map((error) => `${rule.id}: ${name}: ${fix.title}: ${error}`));
          judgedRules.add(rule.id);
          judged++;
        }
      }
    }
    context.diagnostic(`nginx -t judged ${judged} fixes of ${judgedRules.size} rules`);
    assert.ok(judgedRules.size > 50, `fixes of ${judgedRules.size} rules were judged`);
    assert.deepEqual(refused, []);
  });

  test('accepts everything that a fix makes', (context) => {
    assert.ok(verdicts.length > 0, 'there is something to judge');
    const refused: string[] = [];
    for (const { name, files } of verdicts) {
      const { errors, newer } = judgeNginx(files);
      for (const error of errors) refused.push(`${name}: ${error}`);
      if (newer.length > 0)
        context.diagnostic(`judged by the table of newer syntax: ${name}: ${newer.join(', ')}`);
    }
    context.diagnostic(`nginx -t judged ${verdicts.length} sets of files`);
    assert.deepEqual(refused, []);
  });
});
