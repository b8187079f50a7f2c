import { defineRule } from '../../core/rule.ts';

export default defineRule({
  id: 'seaworthy/unknown-ignore',
  title: 'Ignore comment for a rule that does not exist',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Write the id of the rule as the finding gives it.',
  rationale:
    'An ignore comment whose rule id is misspelt accepts nothing, so the finding that it was written for is still open. ' +
    'Ids of rules that were renamed keep working.',
  references: ['https://github.com/seaworthy/seaworthy/blob/main/docs/rules.md'],
  catalogue: [],
  on: 'suppression',
  bad: {
    'compose.yaml': '# seaworthy-ignore-file compose/unrotated-log -- shipped by the host\nservices: {}\n',
  },
  good: { 'compose.yaml': 'services: {}\n' },
  *check(suppression) {
    for (const { id, span } of suppression.rules) {
      if (suppression.unknown.has(id)) yield { at: span, message: `There is no rule "${id}".` };
    }
    if (suppression.origin === 'seaworthy' && suppression.rules.length === 0) {
      yield { at: suppression.span, message: 'This comment names no rule, so it ignores nothing.' };
    }
  },
});
