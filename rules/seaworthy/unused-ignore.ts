import { defineRule, removeComment } from '../../core/rule.ts';

export default defineRule({
  id: 'seaworthy/unused-ignore',
  title: 'Ignore comment that ignores nothing',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Delete the comment.',
  rationale:
    'The finding that the comment accepted is gone, or the comment does not stand on or above its line. ' +
    'Left in place it would hide the next finding of that rule without anybody having looked at it.',
  references: ['https://github.com/seaworthy/seaworthy/blob/main/docs/rules.md'],
  catalogue: [],
  on: 'suppression',
  bad: {
    'compose.yaml': '# seaworthy-ignore-file compose/unrotated-logs -- shipped by the host\nservices: {}\n',
  },
  good: { 'compose.yaml': 'services: {}\n' },
  *check(suppression) {
    // A peer's comment may well be there for the peer's own sake.
    if (suppression.origin === 'peer') return;
    const idle = suppression.rules.filter(
      ({ id }) => !suppression.used.has(id) && !suppression.unknown.has(id),
    );
    for (const { id, span } of idle) {
      const all = idle.length === suppression.rules.length;
      const fix = {
        title: 'Delete the comment',
        safety: 'safe' as const,
        edits: removeComment(suppression.span),
      };
      yield {
        at: span,
        message: `"${id}" has nothing to ignore here.`,
        tag: 'unnecessary',
        ...(all && { fix }),
      };
    }
  },
});
