import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderMarkdown } from '../../core/report/render/markdown.ts';
import { code, link, plain } from '../../core/report/render/markdown-text.ts';
import { deployment, review, wholeReview } from '../support/hand-made-review.ts';

test('the report has the parts of a written review', () => {
  const { review: whole, rules } = wholeReview();
  assert.equal(
    renderMarkdown(whole, { cwd: '/app', rules, scoreVersion: 1, today: '2026-11-24' }),
    `# Production readiness review

Reviewed on 2026-11-24, 2 files.

## Executive summary

**Overall assessment**: **NOT READY**, 5.9 out of 10.

\`compose.yaml\` is read as a production deployment of 2 services in 2 files. 2 findings, 1 of which blocks a deployment, 1 of which is critical.

**Strengths**

- Every service restarts by itself

**Areas for improvement**

- Shell form: \`web\`
- No memory limit: \`db\`

## Service by service

### 1. db: 8.1/10, very good

Defined at [compose.yaml:2](compose.yaml#L2).

**Strengths**

- Every service restarts by itself

**Recommendations**

- [compose.yaml:2](compose.yaml#L2): "db" has no memory limit. *Fix*: Limit "db" to 2 GiB of memory. (+0.4)

### 2. web: 4.0/10, poor

Defined at [compose.yaml:4](compose.yaml#L4).

**Recommendations**

- [web/Dockerfile:2](web/Dockerfile#L2): CMD runs in a shell, which keeps "npm" from its signals. *Fix*: Write CMD in exec form. See [compose.yaml:5](compose.yaml#L5): It is built here. (+1.3)

## Findings by priority

### Blocks a deployment

1. **Shell form** (\`dockerfile/shell-form\`): Remedy of dockerfile/shell-form.
   - [web/Dockerfile:2](web/Dockerfile#L2): CMD runs in a shell, which keeps "npm" from its signals. *Fix*: Write CMD in exec form. See [compose.yaml:5](compose.yaml#L5): It is built here. (+1.3)

### Priority 1: critical

1. **No memory limit** (\`compose/memory-limit\`): Remedy of compose/memory-limit.
   - [compose.yaml:2](compose.yaml#L2): "db" has no memory limit. *Fix*: Limit "db" to 2 GiB of memory. (+0.4)

## Accepted findings

- [compose.yaml:3](compose.yaml#L3): No digest. (\`compose/image-digest\`). Accepted in [compose.yaml:3](compose.yaml#L3): we mirror it

## Categories

| Category | Score | Weight | Asked | Held | Failed | Costs |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
| Resource limits | 7.5 | 1 | 2 | 1 | 1 | 0.25 |
| Correctness | 4.0 | 2 | 1 | 0 | 1 | 1.00 |

## Verdict

**Production readiness score: 5.9/10. Not ready.**

**Good**

- Resource limits

**Needs improvement**

- Correctness

**What would raise the score most**

1. [web/Dockerfile:2](web/Dockerfile#L2): Write CMD in exec form (+1.3)
2. [compose.yaml:2](compose.yaml#L2): Limit "db" to 2 GiB of memory (+0.4)

## What could not be reviewed

- \`huge.conf\`: It is larger than 5 MB.
`,
  );
});

test('several deployments are listed first and follow one by one', () => {
  const two = review({
    deployments: [deployment({ name: 'a' }), deployment({ name: 'b', environment: 'development' })],
  });
  const text = renderMarkdown(two, { cwd: '/app', rules: [], scoreVersion: 1 });
  assert.match(
    text,
    /\| a \| production \| 10\.0 \| production ready \|\n\| b \| development \| 10\.0 \| {2}\|/,
  );
  assert.match(text, /10\.0 out of 10 for development; what only production needs was not asked/);
  assert.match(text, /\n## a\n\n### Executive summary\n[\s\S]*\n## b\n\n### Executive summary\n/);
});

test('links go where the caller sends them', () => {
  const { review: whole, rules } = wholeReview();
  const text = renderMarkdown(whole, {
    cwd: '/app',
    rules,
    scoreVersion: 1,
    href: (path, line) => `file://${path}#${line}`,
  });
  assert.match(text, /\[compose\.yaml:2\]\(file:\/\/\/app\/compose\.yaml#2\)/);
});

test('a review of nothing says so', () => {
  assert.match(
    renderMarkdown(review(), { cwd: '/app', rules: [], scoreVersion: 1 }),
    /There is no deployment to review here/,
  );
});

test('what a file says is never read as markup', () => {
  assert.equal(
    plain('a*b* <b> [x](y) `c` | ${V} ~~'),
    'a\\*b\\* \\<b\\> \\[x\\](y) \\`c\\` \\| \\${V} \\~\\~',
  );
  assert.equal(plain('_a_ snake_case __init__'), '\\_a\\_ snake_case \\_\\_init\\_\\_');
  assert.equal(plain('# no heading'), '\\# no heading');
  assert.equal(plain('1. no list'), '1\\. no list');
  assert.equal(plain('&lt; && b'), '\\&lt; && b');
  assert.equal(code('a`b'), '``a`b``');
  assert.equal(code('`a'), '`` `a ``');
  assert.equal(link('a (b)', 'x (1).yaml#L2'), '[a (b)](x%20%281%29.yaml#L2)');
});
