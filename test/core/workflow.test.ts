import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readWorkflow } from '../../core/model/workflow.ts';
import { parseYaml } from '../../core/parse/yaml.ts';
import { Source, textOf } from '../../core/text/index.ts';

const read = (text: string, github = true) => readWorkflow(parseYaml(new Source('ci.yml', text)), github);

test('the steps of every job, in order', () => {
  const workflow = read(`on: push
jobs:
  build:
    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0 }
      - name: Build
        run: |
          docker build .
  deploy:
    needs: build
    steps:
      - run: ./deploy.sh
`);
  assert.deepEqual(
    workflow.steps.map(({ uses, run }) => uses?.text ?? run?.text.trim()),
    ['actions/checkout@v4', 'docker build .', './deploy.sh'],
  );
  assert.equal(workflow.steps[0]?.input('fetch-depth')?.text, '0');
  assert.equal(workflow.steps[0]?.uses && textOf(workflow.steps[0].uses.span), 'actions/checkout@v4');
  assert.equal(workflow.continuesElsewhere, false);
});

test('what stands in another file is said to', () => {
  assert.equal(read('jobs:\n  a:\n    uses: org/repo/.github/workflows/b.yml@v1\n').continuesElsewhere, true);
  assert.equal(read('jobs:\n  a:\n    steps:\n      - uses: ./actions/b\n').continuesElsewhere, true);
  assert.equal(read('include: other.yml\n', false).continuesElsewhere, true);
});

test('the scripts of a GitLab job, anchors followed', () => {
  const { steps } = read(
    `.login: &login
  - docker login
image:
  before_script: *login
  script:
    - docker build .
    - docker push app
`,
    false,
  );
  assert.deepEqual(
    steps.map(({ run }) => run?.text),
    ['docker login', 'docker build .', 'docker push app'],
  );
});

test('anything is read without a word', () => {
  for (const text of [
    '',
    'jobs',
    'jobs: 1',
    'jobs:\n  a: 1',
    'jobs:\n  a:\n    steps: {}',
    'jobs:\n  a:\n    steps:\n    - 1',
  ])
    assert.deepEqual(read(text).steps, []);
});
