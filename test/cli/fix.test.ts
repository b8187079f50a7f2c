import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FixMode } from '../../cli/arguments.ts';
import { fixAll } from '../../cli/fix.ts';
import type { Edit, Finding, Fix, Review } from '../../core/index.ts';
import { Source } from '../../core/text/index.ts';
import { finding, review } from '../support/hand-made-review.ts';

/** A rule of a toy engine: yields the fixes of each place where a pattern stands. */
interface ToyRule {
  readonly pattern: RegExp;
  readonly priority?: Finding['priority'];
  fixes(at: { readonly source: Source; readonly start: number; readonly end: number }): readonly Fix[];
}

function replaceBy(text: string, safety: Fix['safety'] = 'safe'): ToyRule['fixes'] {
  return (span) => [{ title: `Write ${text}`, safety, edits: [{ span, text }] }];
}

/** Runs fixAll over texts with a toy engine. */
function run(
  texts: Readonly<Record<string, string>>,
  rules: readonly ToyRule[],
  mode: FixMode = 'all',
  inside = ['/app'],
) {
  const current = new Map(Object.entries(texts));
  let reviews = 0;
  const again = (): Review => {
    reviews++;
    const findings: Finding[] = [];
    for (const [path, text] of current) {
      const source = new Source(path, text);
      for (const { pattern, priority = 1, fixes } of rules) {
        for (const match of text.matchAll(pattern)) {
          const at = { source, start: match.index, end: match.index + match[0].length };
          findings.push(finding(at, { message: `Found ${match[0]}.`, priority, fixes: fixes(at) }));
        }
      }
    }
    return review({ findings });
  };
  const done = fixAll({
    project: { set: (path, text) => current.set(path, text) },
    review: again(),
    texts: new Map(Object.entries(texts)),
    mode,
    inside,
    again,
  });
  return { done, texts: Object.fromEntries(current), reviews };
}

test('fixes are applied one by one, each to what the last one left', () => {
  const { done, texts, reviews } = run({ '/app/a': 'x y x' }, [
    { pattern: /x/g, fixes: replaceBy('longer') },
    { pattern: /y/g, fixes: replaceBy('z') },
  ]);
  assert.deepEqual(texts, { '/app/a': 'longer z longer' });
  assert.equal(done.applied.length, 3);
  assert.equal(reviews, 4);
  assert.deepEqual(done.changes, [{ path: '/app/a', before: 'x y x', after: 'longer z longer' }]);
});

test('what blocks a deployment is mended first', () => {
  const { done } = run({ '/app/a': 'x y' }, [
    { pattern: /x/g, fixes: replaceBy('a') },
    { pattern: /y/g, priority: 0, fixes: replaceBy('b') },
  ]);
  assert.deepEqual(
    done.applied.map(({ title }) => title),
    ['Write b', 'Write a'],
  );
});

test('safe takes the first safe fix, all takes the first one', () => {
  const rule: ToyRule = {
    pattern: /x/g,
    fixes: (span) => [...replaceBy('value', 'review')(span), ...replaceBy('safe')(span)],
  };
  assert.equal(run({ '/app/a': 'x' }, [rule], 'safe').texts['/app/a'], 'safe');
  assert.equal(run({ '/app/a': 'x' }, [rule], 'all').texts['/app/a'], 'value');
  assert.deepEqual(
    run({ '/app/a': 'x' }, [{ pattern: /x/g, fixes: replaceBy('y', 'review') }], 'safe').done.changes,
    [],
  );
});

test('a fix that does not make its finding go is not applied again', () => {
  const { done, texts } = run({ '/app/a': 'x' }, [{ pattern: /x/g, fixes: (span) => replaceBy('x!')(span) }]);
  assert.equal(done.applied.length, 1);
  assert.equal(texts['/app/a'], 'x!');
});

test('two fixes that undo one another end', () => {
  const { done } = run({ '/app/a': 'x' }, [
    { pattern: /x/g, fixes: replaceBy('y') },
    { pattern: /y/g, fixes: replaceBy('x') },
  ]);
  assert.equal(done.applied.length, 2);
});

test('a fix over several files is applied whole, one that creates a file once', () => {
  const rule: ToyRule = {
    pattern: /secret/g,
    fixes: (span) => [
      {
        title: 'Move',
        safety: 'review',
        edits: [
          { span, text: '${S}' },
          { create: '/app/.env', text: 'S=1\n' },
        ],
      },
    ],
  };
  const { done, texts } = run({ '/app/a': 'secret', '/app/b': 'secret' }, [rule]);
  assert.deepEqual(texts, { '/app/a': '${S}', '/app/b': 'secret', '/app/.env': 'S=1\n' });
  assert.match(done.skipped[0]?.reason ?? '', /would create \/app\/\.env, which is there already/);
  assert.deepEqual(
    done.changes.map(({ path, before }) => [path, before]),
    [
      ['/app/a', 'secret'],
      ['/app/.env', undefined],
    ],
  );
});

test('nothing outside of what is reviewed is touched, not in part either', () => {
  const elsewhere = new Source('/other/b', 'x');
  const edits = (span: Finding['at']): readonly Edit[] => [
    { span, text: 'y' },
    { span: { source: elsewhere, start: 0, end: 1 }, text: 'y' },
  ];
  const { done, texts } = run({ '/app/a': 'x' }, [
    { pattern: /x/g, fixes: (span) => [{ title: 'Both', safety: 'safe', edits: edits(span) }] },
  ]);
  assert.equal(texts['/app/a'], 'x');
  assert.match(done.skipped[0]?.reason ?? '', /\/other\/b, which lies outside/);
});

test('edits that overlap are left out with a reason', () => {
  const { done } = run({ '/app/a': 'xx' }, [
    {
      pattern: /xx/g,
      fixes: (span) => [
        {
          title: 'Twice',
          safety: 'safe',
          edits: [
            { span, text: 'a' },
            { span, text: 'b' },
          ],
        },
      ],
    },
  ]);
  assert.deepEqual(
    done.skipped.map(({ reason }) => reason),
    ['Its edits do not fit /app/a.'],
  );
});
