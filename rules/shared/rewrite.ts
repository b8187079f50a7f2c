import { type ComposeScalar, type Edit, replaceScalar } from '../../core/rule.ts';

/**
 * The edit that gives a Compose scalar another text where it is written: the whole YAML scalar with its quotes, or the
 * part of it that the value is (one side of `KEY=value`, a word of a command).
 * @returns undefined where others share it (an alias, a merge key, `extends`) or it is not written anywhere.
 */
export function rewrite(scalar: ComposeScalar, text: string): Edit | undefined {
  const { node, span, origin } = scalar;
  if (origin === 'shared' || node?.kind !== 'scalar') return undefined;
  const whole = node.span.start === span.start && node.span.end === span.end;
  return whole ? replaceScalar(node, text) : { span, text };
}
