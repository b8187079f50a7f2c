import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/duplicate-container-name',
  title: 'One container name for two services',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Give each container a name of its own, or leave the names to Compose.',
  rationale:
    'A container’s name is unique on its host. Compose refuses a project in which two services ask for the same one.',
  references: ['https://docs.docker.com/reference/compose-file/services/#container_name'],
  catalogue: ['compose/container-name-duplicate'],
  peers: ['dclint:no-duplicate-container-names'],
  on: 'deployment',
  bad: `services:
  api:
    image: team/api:2.1
    container_name: app
  worker:
    image: team/worker:2.1
    container_name: app
`,
  good: `services:
  api:
    image: team/api:2.1
    container_name: app
  worker:
    image: team/worker:2.1
`,
  *check(deployment) {
    const named = deployment.services.flatMap(({ service }) => {
      const written = service.scalar('container_name');
      return written && !written.dynamic && written.value !== null ? [{ service, written }] : [];
    });
    if (named.length === 0) return skip;
    for (const [index, { service, written }] of named.entries()) {
      const earlier = named.slice(0, index).find((one) => one.written.text === written.text);
      if (!earlier) continue;
      const apart =
        service.profiles.length > 0 &&
        !service.profiles.some((one) => earlier.service.profiles.includes(one));
      if (apart) continue;
      yield {
        at: written.span,
        message: `"${service.name}" and "${earlier.service.name}" both want to be the container "${written.text}": Compose refuses the project.`,
        related: [{ at: earlier.written.span, message: `"${earlier.service.name}" has the name already.` }],
        service: service.name,
      };
    }
  },
});
