import { defineRule } from '../../core/rule.ts';

export default defineRule({
  id: 'seaworthy/ignore-without-reason',
  title: 'Ignore comment without a reason',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Say why after two dashes: `# seaworthy-ignore <rule> -- <reason>`.',
  rationale:
    'An accepted finding stays in the report with its reason, for whoever asks in a year. ' +
    'Without one nobody can tell a decision from a leftover.',
  references: ['https://github.com/seaworthy/seaworthy/blob/main/docs/rules.md'],
  catalogue: [],
  on: 'suppression',
  bad: { 'compose.yaml': '# seaworthy-ignore-file compose/obsolete-version\nversion: "3.8"\nservices: {}\n' },
  good: {
    'compose.yaml':
      '# seaworthy-ignore-file compose/obsolete-version -- an old agent reads it\nversion: "3.8"\nservices: {}\n',
  },
  *check(suppression) {
    if (suppression.origin === 'peer' || suppression.reason !== undefined || suppression.rules.length === 0)
      return;
    yield { at: suppression.span, message: 'This comment does not say why the finding is accepted.' };
  },
});
