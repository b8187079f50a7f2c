import { closest, type Dependency, type Deployment, defineRule, type Fix, skip } from '../../core/rule.ts';
import { isKeyElsewhere, partOf } from '../shared/compose-places.ts';

export default defineRule({
  id: 'compose/unknown-dependency',
  title: 'Dependency on a service that is not there',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Name a service of the project in `depends_on`, or mark the dependency `required: false`.',
  rationale:
    'Compose checks `depends_on` before it starts anything and refuses a project in which a name leads nowhere. ' +
    'Often a service was renamed and its clients were not.',
  references: ['https://docs.docker.com/reference/compose-file/services/#depends_on'],
  catalogue: ['compose/depends-on-unknown'],
  on: 'service',
  names: ['depends_on'],
  bad: `services:
  api:
    image: team/api:2.1
    depends_on:
      - database
  databases:
    image: postgres:18
`,
  good: `services:
  api:
    image: team/api:2.1
    depends_on:
      - databases
  databases:
    image: postgres:18
`,
  *check({ service, deployment }) {
    if (service.dependsOn.length === 0) return skip;
    for (const dependency of service.dependsOn) {
      const name = dependency.service;
      if (!dependency.required || name.includes('$') || deployment.service(name)) continue;
      if (isKeyElsewhere(deployment, name)) continue;
      const fix = rename(dependency, service.name, deployment);
      yield {
        at: dependency.span,
        message: `"${service.name}" depends on "${name}", and no service is called so: Compose refuses the project.`,
        ...(fix && { fix }),
      };
    }
  },
});

function rename({ service, span }: Dependency, client: string, deployment: Deployment): Fix | undefined {
  const others = deployment.services.map((one) => one.name).filter((name) => name !== client);
  const meant = closest(service, others);
  return meant === undefined
    ? undefined
    : {
        title: `Depend on "${meant}"`,
        safety: 'review',
        edits: [{ span: partOf(span, service), text: meant }],
      };
}
