import { type Dependency, type Deployment, defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/dependency-cycle',
  title: 'Services that wait for each other',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Take one of the dependencies out: one service has to be able to start first.',
  rationale:
    'Compose starts services in the order of `depends_on`. Where they depend on each other in a circle there is no first one, and Compose refuses the project.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#depends_on',
    'https://docs.docker.com/compose/how-tos/startup-order/',
  ],
  catalogue: ['compose/depends-on-cycle'],
  on: 'deployment',
  bad: `services:
  api:
    image: team/api:2.1
    depends_on: [worker]
  worker:
    image: team/worker:2.1
    depends_on: [api]
`,
  good: `services:
  api:
    image: team/api:2.1
  worker:
    image: team/worker:2.1
    depends_on: [api]
`,
  *check(deployment) {
    if (!deployment.services.some(({ service }) => service.dependsOn.length > 0)) return skip;
    const done = new Set<string>();
    for (const { name } of deployment.services) {
      const circle = circleFrom(name, deployment, done);
      if (!circle) continue;
      const names = [circle.at(-1)!.service, ...circle.map((one) => one.service)];
      yield {
        at: circle.at(-1)!.span,
        message: `The dependencies go in a circle, ${names.map((one) => `"${one}"`).join(' → ')}: Compose refuses the project.`,
        related: circle
          .slice(0, -1)
          .map(({ span, service }) => ({ at: span, message: `On the way: "${service}".` })),
      };
    }
  },
});

/** The dependencies that lead from some service back to it, on a walk from `start`; those behind `done` are known to hold none. */
function circleFrom(
  start: string,
  deployment: Deployment,
  done: Set<string>,
): readonly Dependency[] | undefined {
  const way: Dependency[] = [];
  const pending = [{ name: start, next: 0 }];
  while (pending.length > 0) {
    const top = pending.at(-1)!;
    const dependency = done.has(top.name)
      ? undefined
      : deployment.service(top.name)?.service.dependsOn[top.next++];
    if (!dependency) {
      done.add(top.name);
      pending.pop();
      way.pop();
      continue;
    }
    const index = pending.findIndex((one) => one.name === dependency.service);
    way.push(dependency);
    if (index >= 0) {
      const circle = way.slice(index);
      for (const one of pending) done.add(one.name);
      return circle;
    }
    pending.push({ name: dependency.service, next: 0 });
  }
  return undefined;
}
