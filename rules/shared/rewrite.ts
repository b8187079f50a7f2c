import {
  type ComposeScalar,
  type DeployedService,
  type Edit,
  replaceScalar,
  type Service,
} from '../../core/rule.ts';

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

/**
 * Whether a service before this one holds the same value, written once for both (an alias, a merge key, `extends`):
 * what is wrong with it is reported there.
 */
export function isHeldBefore(
  { service, deployment }: DeployedService,
  scalar: ComposeScalar,
  values: (service: Service) => readonly (ComposeScalar | undefined)[],
): boolean {
  if (scalar.origin !== 'shared') return false;
  for (const { service: other } of deployment.services) {
    if (other === service) return false;
    const same = values(other).some(
      (one) => one?.span.source === scalar.span.source && one.span.start === scalar.span.start,
    );
    if (same) return true;
  }
  return false;
}
