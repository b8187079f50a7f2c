import type { DeployedService, Span } from '../../core/rule.ts';

/** The health check that Docker runs for a service: its words in one line, and where it is written. */
export function healthInForce({
  service,
  stage,
  healthcheckFrom,
}: DeployedService): { readonly script: string; readonly at: Span } | undefined {
  if (healthcheckFrom === 'compose') {
    const test = service.healthcheck?.test;
    return test && !test.dynamic ? { script: test.words.join(' '), at: test.span } : undefined;
  }
  const check = healthcheckFrom === 'dockerfile' ? stage?.healthcheck : undefined;
  if (!check?.command) return undefined;
  return { script: check.command.argv.join(' '), at: check.command.span };
}
