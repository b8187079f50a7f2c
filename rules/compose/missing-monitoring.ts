import { defineRule, skip } from '../../core/rule.ts';
import { listed } from '../shared/listed.ts';
import { monitoringExample } from '../shared/monitoring-example.ts';
import { monitoringServices } from '../shared/monitoring-services.ts';
import { hasServicesOfItsOwn, observability } from '../shared/observability.ts';

export default defineRule({
  id: 'compose/missing-monitoring',
  title: 'Nothing measures the deployment',
  category: 'observability',
  severity: 'info',
  priority: 2,
  remedy: 'Let Prometheus, or an agent of your choice, measure the host, the databases and the services.',
  strength: 'The deployment is measured',
  rationale:
    'A health check says that a service answers now. That the disk fills, that memory grows from day to day or that the database runs out of connections shows in measurements over time only, and without them the first sign is the outage. ' +
    'Any agent counts, in any Compose file or script beside this one. The fix adds Prometheus with a few alert rules, exporters for the host and for what can be measured here, and Grafana, which is published on the host itself only.',
  references: [
    'https://prometheus.io/docs/introduction/overview/',
    'https://grafana.com/docs/grafana/latest/setup-grafana/installation/docker/',
  ],
  catalogue: ['compose/monitoring-missing'],
  production: true,
  on: 'deployment',
  ...monitoringExample,
  *check(deployment, { today }) {
    if (!hasServicesOfItsOwn(deployment)) return skip;
    if (deployment.derive(observability).measured) return;
    yield {
      at: deployment.span,
      message: `Nothing in this deployment measures its ${deployment.services.length} services or their host.`,
      fix: () => {
        const monitoring = monitoringServices(deployment, today);
        const what = ['the host', ...(monitoring?.measured ?? []).map((name) => `"${name}"`)];
        return (
          monitoring && {
            title: `Add Prometheus and Grafana, measuring ${listed(what)}`,
            safety: 'review',
            edits: monitoring.edits,
          }
        );
      },
    };
  },
});
