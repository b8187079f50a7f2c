import { type ComposeValue, defineRule, type Span, skip } from '../../core/rule.ts';
import { secretShape } from '../facts/secrets.ts';
import { argumentSecrets } from '../shared/argument-secrets.ts';
import { partOf } from '../shared/compose-places.ts';
import { isHeldBefore } from '../shared/rewrite.ts';

export default defineRule({
  id: 'compose/secret-in-command',
  title: 'Secret on a command line or in a label',
  category: 'secrets',
  severity: 'error',
  priority: 1,
  remedy: 'Let the program read the secret from a file or from its environment.',
  strength: 'No secret stands on a command line',
  rationale:
    'The arguments of a process are shown to everybody who lists processes on the host, and `docker inspect` shows commands, health checks and labels. ' +
    'One that stands in the Compose file is in the repository too; one that a variable brings is at least not, and is reported as a warning.',
  references: [
    'https://docs.docker.com/compose/how-tos/use-secrets/',
    'https://docs.docker.com/reference/compose-file/services/#command',
  ],
  catalogue: ['compose/secret-in-command'],
  production: true,
  on: 'service',
  bad: `services:
  cache:
    image: redis:8.2
    command: ["redis-server", "--requirepass", "k29dh1mz"]
`,
  good: `services:
  cache:
    image: redis:8.2
    command: ["redis-server", "/etc/redis.conf"]
    secrets:
      - source: redis_conf
        target: /etc/redis.conf
secrets:
  redis_conf:
    file: ./redis.conf
`,
  *check(deployed) {
    const { service, name } = deployed;
    const labels = service.at('labels');
    if (!service.command && !service.entrypoint && !service.healthcheck && !labels) return skip;
    for (const { at, word, option, literal, where } of argumentSecrets(service)) {
      if (isHeldBefore(deployed, word, (other) => argumentSecrets(other).map((one) => one.word))) continue;
      yield {
        at,
        message: `"${name}" gets a secret with "${option}" in ${where}, where ${literal ? 'this file and ' : ''}every list of processes shows it.`,
        ...(!literal && { severity: 'warning' as const, priority: 3 as const }),
      };
    }
    for (const { at, kind } of labelSecrets(labels))
      yield { at, message: `A label of "${name}" is ${kind}, which "docker inspect" shows to everybody.` };
  },
});

function labelSecrets(
  labels: ComposeValue | undefined,
): readonly { readonly at: Span; readonly kind: string }[] {
  const values =
    labels?.kind === 'sequence'
      ? labels.items
      : labels?.kind === 'mapping'
        ? [...labels.entries.values()].map((one) => one.value)
        : [];
  return values.flatMap((value) => {
    if (value?.kind !== 'scalar' || value.variables.length > 0) return [];
    const kind = secretShape(labels?.kind === 'sequence' ? value.text.replace(/^[^=]*=/, '') : value.text);
    return kind === undefined ? [] : [{ at: partOf(value.span, ''), kind }];
  });
}
