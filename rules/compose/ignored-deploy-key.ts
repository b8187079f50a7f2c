import { defineRule, skip } from '../../core/rule.ts';

/** Only Swarm reads these; `replicas`, `resources`, `restart_policy` and `mode` of jobs work in Compose. */
const swarmOnly = ['placement', 'update_config', 'rollback_config', 'endpoint_mode'];

export default defineRule({
  id: 'compose/ignored-deploy-key',
  title: 'Setting that only Swarm reads',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Take it out, unless the file is deployed with `docker stack deploy`.',
  rationale:
    '`docker compose` ignores placement, updates and rollbacks: services are not updated one by one because of them. `deploy.resources`, `deploy.replicas` and `deploy.restart_policy` do work.',
  references: ['https://docs.docker.com/reference/compose-file/deploy/'],
  catalogue: ['compose/deploy-ignored'],
  on: 'service',
  names: ['deploy'],
  bad: `services:
  api:
    image: team/api:2.1
    deploy:
      update_config:
        order: start-first
`,
  good: `services:
  api:
    image: team/api:2.1
`,
  *check({ service, name, deployment }) {
    if (!service.at('deploy')) return skip;
    // Overlay networks and scripts say that it is for a swarm.
    const swarm =
      deployment.compose?.networks.some((one) => isOverlay(one.value?.entries.get('driver')?.value)) ||
      deployment.scripts.some((script) => /docker (?:stack deploy|service |swarm )/.test(script.text));
    if (swarm) return skip;
    for (const key of swarmOnly) {
      const entry = service.entry('deploy', key);
      if (!entry) continue;
      yield {
        at: entry.keySpan,
        message: `"docker compose" ignores "deploy.${key}" of "${name}".`,
        tag: 'unnecessary',
      };
    }
  },
});

function isOverlay(driver: { readonly kind: string } | undefined): boolean {
  return driver?.kind === 'scalar' && 'text' in driver && driver.text === 'overlay';
}
