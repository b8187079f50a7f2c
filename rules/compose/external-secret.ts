import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/external-secret',
  title: 'External secret outside of Swarm',
  category: 'secrets',
  severity: 'info',
  priority: 3,
  remedy: 'Say where the secret comes from with `file` or `environment`; keep `external` for Swarm stacks.',
  rationale:
    'External secrets are kept by Swarm. `docker compose up` refuses a project that uses one with "unsupported external secret"; only `docker stack deploy` can take them.',
  references: ['https://docs.docker.com/reference/compose-file/secrets/'],
  catalogue: ['compose/external-secret-without-swarm'],
  on: 'deployment',
  bad: `services:
  app:
    image: team/app:2.1
    secrets: [token]
secrets:
  token:
    external: true
`,
  good: `services:
  app:
    image: team/app:2.1
    secrets: [token]
secrets:
  token:
    file: ./token
`,
  *check(deployment) {
    const secrets = deployment.compose?.secrets ?? [];
    if (secrets.length === 0) return skip;
    // A file for a swarm says so by what only a swarm does.
    const swarm = deployment.services.some(({ service }) =>
      ['placement', 'update_config', 'rollback_config', 'endpoint_mode', 'mode'].some((key) =>
        service.at('deploy', key),
      ),
    );
    if (swarm) return skip;
    for (const { name, nameSpan, external } of secrets) {
      if (!external) continue;
      yield {
        at: nameSpan,
        message: `The secret "${name}" is external: "docker compose" cannot take it, only a Swarm can.`,
      };
    }
  },
});
