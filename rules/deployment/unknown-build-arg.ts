import {
  closest,
  type DeployedService,
  defineRule,
  type EnvironmentVariable,
  skip,
} from '../../core/rule.ts';
import { declaredArguments, isPredefined, readsMoreArguments } from '../shared/build-arguments.ts';

export default defineRule({
  id: 'deployment/unknown-build-arg',
  title: 'Build argument that the Dockerfile does not declare',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Declare the argument with ARG in the stage that needs it, or leave it out of the build.',
  strength: 'Every build argument is declared by its Dockerfile',
  rationale:
    'A build argument reaches only what declares it with `ARG`. One that nothing declares is passed over without an error, ' +
    'so the image is made with whatever the Dockerfile takes by itself: the default address of an API, the wrong version. ' +
    'Arguments that the builder knows by itself, such as `HTTP_PROXY` and `BUILDKIT_INLINE_CACHE`, need no declaration.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#arg',
    'https://docs.docker.com/reference/compose-file/build/#args',
  ],
  catalogue: ['deployment/build-arg-unknown'],
  on: 'service',
  names: ['build'],
  bad: {
    'compose.yaml': `services:
  web:
    build:
      context: .
      args:
        API_ULR: https://shop.example/api
`,
    Dockerfile: `FROM node:24-alpine
ARG API_URL=http://localhost:3000
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
`,
  },
  good: {
    'compose.yaml': `services:
  web:
    build:
      context: .
      args:
        API_URL: https://shop.example/api
`,
    Dockerfile: `FROM node:24-alpine
ARG API_URL=http://localhost:3000
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
`,
  },
  *check(deployed) {
    const { dockerfile, service, deployment, name } = deployed;
    if (!dockerfile || !service.build || service.build.args.length === 0) return skip;
    if (dockerfile.stages.some((stage) => stage.broken)) return skip;
    if (readsMoreArguments(dockerfile)) return skip;
    const declared = declaredArguments(dockerfile);
    for (const arg of service.build.args) {
      if (!/^\w+$/.test(arg.name) || isPredefined(arg.name) || declared.has(arg.name)) continue;
      if (isMeantForAnother(deployed, arg)) continue;
      const kin = closest(arg.name, [...declared]);
      yield {
        at: arg.nameSpan,
        message: `"${deployment.show(dockerfile.source.path)}" declares no argument "${arg.name}"${kin === undefined ? '' : `; it has "${kin}"`}: the build of "${name}" goes on without it.`,
        ...(kin !== undefined && { fix: () => rename(deployed, arg, kin) }),
      };
    }
  },
});

/** One list of arguments for several services, of which each takes what it knows. */
function isMeantForAnother(
  { deployment, service }: DeployedService,
  { name, nameSpan }: EnvironmentVariable,
) {
  return deployment.services.some(
    (other) =>
      other.service !== service &&
      other.dockerfile !== undefined &&
      other.service.build?.args.some(
        ({ nameSpan: at }) => at.source === nameSpan.source && at.start === nameSpan.start,
      ) &&
      declaredArguments(other.dockerfile).has(name),
  );
}

function rename({ service }: DeployedService, arg: EnvironmentVariable, name: string) {
  const taken = service.build?.args.some((other) => other.name === name);
  const quoted = arg.form === 'map' && arg.nameSpan.end - arg.nameSpan.start !== arg.name.length;
  if (taken || quoted || arg.value?.origin === 'shared') return undefined;
  return {
    title: `Name it "${name}"`,
    safety: 'review' as const,
    edits: [{ span: arg.nameSpan, text: name }],
  };
}
