import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Deployment } from '../../core/model/deployment.ts';
import { type DeploymentVariables, deploymentVariables } from '../../core/model/variables.ts';
import { defineRule } from '../../core/rule.ts';
import { type Files, reviewFiles } from '../../scripts/generate/example-review.ts';

/** The variables of the deployment that a rule is asked about. */
function variablesOf(files: Files): DeploymentVariables {
  const seen: Deployment[] = [];
  const probe = defineRule({
    id: 'deployment/probe',
    title: '',
    category: 'correctness',
    severity: 'info',
    priority: 3,
    remedy: '',
    rationale: '',
    references: [],
    catalogue: [],
    on: 'deployment',
    bad: '',
    good: '',
    // biome-ignore lint/correctness/useYield: it looks and finds nothing
    *check(deployment) {
      seen.push(deployment);
    },
  });
  reviewFiles(files, { rules: [probe] });
  return seen[0]!.derive(deploymentVariables);
}

describe('variables from their definition to their use', () => {
  test('a use with a default is not needed, one without is, and the barest of several decides', () => {
    const { used } = variablesOf({
      'compose.yaml':
        'services:\n  api:\n    image: api:${A:-1}\n    command: ${A} ${B:?} ${C-} ${D:-${E}} $$F\n',
    });
    const told = [...used.values()].map((one) => [one.name, one.uses.length, one.bare, one.needed]);
    assert.deepEqual(told, [
      ['A', 2, true, true],
      ['B', 1, false, true],
      ['C', 1, false, false],
      ['D', 1, false, false],
      ['E', 1, true, true],
    ]);
  });

  test('env files belong where the Compose files lie, above and below, but not in a build context', () => {
    const { definitions, examples, used } = variablesOf({
      'app/compose.yaml': 'services:\n  api:\n    build: ./api\n    environment:\n      A: ${A}\n',
      'app/api/Dockerfile': 'FROM scratch\n',
      'app/api/.env': 'A=1\n',
      'app/.env': 'B=1\n',
      'app/config/live.env': 'A=1\n',
      'app/env.example': '# A=\n',
      '.env.shared': 'C=1\n',
      'other/.env': 'A=1\n',
      'app/environment.ts': 'A=1\n',
    });
    assert.deepEqual(definitions.map((file) => file.source.path).sort(), [
      '.env.shared',
      'app/.env',
      'app/config/live.env',
    ]);
    assert.deepEqual(
      examples.map((file) => file.source.path),
      ['app/env.example'],
    );
    const a = used.get('A');
    assert.deepEqual(
      a?.definedIn.map((file) => file.source.path),
      ['app/config/live.env'],
    );
    assert.deepEqual(
      a?.namedIn.map((file) => file.source.path),
      ['app/env.example'],
    );
  });

  test('a script below, one above and a workflow of the repository may set a variable', () => {
    const { used } = variablesOf({
      'app/compose.yaml': 'services:\n  api:\n    image: api\n    command: ${A} ${B} ${C} ${D}\n',
      'app/run.sh': 'A=1\n',
      'scripts/up.sh': 'B=1\n',
      '.github/workflows/ci.yml': 'env: { C: 1 }\n',
      'elsewhere/run.sh': 'D=1\n',
    });
    assert.deepEqual(
      [...used.values()].map((one) => one.scripted),
      [true, true, true, false],
    );
  });

  test('what a secret is made from is demanded; what a service is handed by name is not', () => {
    const { used, handedOn } = variablesOf({
      'compose.yaml':
        'services:\n  api:\n    image: api\n    environment: [A]\nsecrets:\n  key:\n    environment: B\n',
    });
    assert.deepEqual([...handedOn], ['A']);
    assert.deepEqual(
      [...used.values()].map((one) => [one.name, one.bare, one.needed]),
      [['B', false, true]],
    );
  });
});
