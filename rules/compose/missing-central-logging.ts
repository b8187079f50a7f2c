import { defineRule, skip } from '../../core/rule.ts';
import { loggingExample } from '../shared/logging-example.ts';
import { loggingServices } from '../shared/logging-services.ts';
import { hasServicesOfItsOwn, observability } from '../shared/observability.ts';

export default defineRule({
  id: 'compose/missing-central-logging',
  title: 'Logs stay in the containers',
  category: 'observability',
  severity: 'info',
  priority: 3,
  remedy: 'Ship the logs of all containers to one place where they can be searched.',
  strength: 'Logs of all services are collected in one place',
  rationale:
    'Docker keeps a container’s log with the container: `docker compose up` after a change makes a new one, and what the old one wrote before it failed is gone. What happened across several services cannot be searched as one. ' +
    'Any shipper or logging driver counts, in any Compose file or script beside this one. The fix adds Loki and Grafana Alloy; Promtail, which older guides name, has been past its life since March 2026, and Alloy is its successor.',
  references: [
    'https://grafana.com/docs/loki/latest/send-data/alloy/',
    'https://grafana.com/docs/loki/latest/send-data/promtail/',
    'https://docs.docker.com/engine/logging/configure/',
  ],
  catalogue: ['compose/central-logging-missing'],
  production: true,
  on: 'deployment',
  ...loggingExample,
  *check(deployment, { today }) {
    if (!hasServicesOfItsOwn(deployment)) return skip;
    if (deployment.derive(observability).shipped) return;
    yield {
      at: deployment.span,
      message: `The logs of ${deployment.services.length} services stay with their containers, and go with them.`,
      fix: () => {
        const edits = loggingServices(deployment, today);
        return edits && { title: 'Ship all logs to Loki with Grafana Alloy', safety: 'review', edits };
      },
    };
  },
});
