import { defineRule } from '../../core/rule.ts';

export default defineRule({
  id: 'seaworthy/configuration',
  title: 'Mistake in the configuration',
  category: 'correctness',
  severity: 'error',
  priority: 2,
  remedy: 'Correct the setting: what is wrong in it is not applied.',
  rationale:
    'A setting with a mistake in it does nothing, and nothing else would tell. The rest of the file still holds. ' +
    'The settings, their values and every rule’s options are listed in the configuration schema.',
  references: ['https://github.com/seaworthy/seaworthy/blob/main/docs/configuration.schema.json'],
  catalogue: [],
  on: 'configuration',
  tolerant: true,
  bad: { '.seaworthy.yaml': 'rules:\n  compose/unrotated-log: off\n', 'compose.yaml': 'services: {}\n' },
  good: { '.seaworthy.yaml': 'rules:\n  compose/unrotated-logs: off\n', 'compose.yaml': 'services: {}\n' },
  *check(configuration) {
    for (const problem of configuration.problems) yield { at: problem.span, message: problem.message };
  },
});
