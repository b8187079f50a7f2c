/** What a fix makes of a Compose file, judged by docker-compose and, where it is at hand, by the specification's schema. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileKind } from '../../core/model/file-kind.ts';
import { judgeCompose } from './compose-judge.ts';
import { fixedFileSets } from './fixed-files.ts';
import { specification } from './specification.ts';

/** docker-compose takes half a second a call, and there are two cores. */
const atOnce = 2;

const verdicts = fixedFileSets().filter(({ files }) =>
  Object.keys(files).some((path) => fileKind(path) === 'compose'),
);

describe('docker-compose config', () => {
  test('refuses what is wrong', async () => {
    const { errors } = await judgeCompose({
      'compose.yaml': 'services:\n  api:\n    image: a\n    imag: b\n',
    });
    assert.match(errors.join(), /Unsupported config option for services.api: 'imag'/);
  });

  test('reads files that need folders, variables and newer keys', async () => {
    const { errors, newer, output } = await judgeCompose({
      'compose.yaml':
        'name: harbour\nservices:\n  api:\n    build: ./api\n    env_file:\n      - path: ./api.env\n        required: false\n    environment:\n      TOKEN: ${TOKEN:?missing}\n' +
        '    healthcheck:\n      test: ["CMD", "true"]\n      start_interval: 1s\n',
    });
    assert.deepEqual(errors, []);
    assert.deepEqual(newer, ['name', 'services.*.healthcheck.start_interval', 'services.*.env_file.*.path']);
    assert.match(output, /TOKEN: '1'/);
  });

  test('accepts everything that a fix makes', { timeout: 600_000 }, async (context) => {
    assert.ok(verdicts.length > 0, 'there is something to judge');
    const refused: string[] = [];
    const waiting = [...verdicts];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { errors, newer } = await judgeCompose(next.files);
        for (const error of errors) refused.push(`${next.name}: ${error}`);
        if (newer.length > 0)
          context.diagnostic(`judged by the specification: ${next.name}: ${newer.join(', ')}`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    context.diagnostic(`docker-compose config judged ${verdicts.length} sets of files`);
    assert.deepEqual(refused, []);
  });
});

test('the specification accepts everything that a fix makes', (context) => {
  const refusal = specification(context);
  if (refusal === undefined) return;
  const refused: string[] = [];
  for (const { name, files } of verdicts) {
    for (const [file, text] of Object.entries(files)) {
      const said = fileKind(file) === 'compose' ? refusal(text) : undefined;
      if (said !== undefined) refused.push(`${name}: ${said}`);
    }
  }
  assert.deepEqual(refused, []);
});
