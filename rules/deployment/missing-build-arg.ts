import { type DeployedDockerfile, defineRule, type Span, skip, textOf } from '../../core/rule.ts';
import { isPredefined } from '../shared/build-arguments.ts';

export default defineRule({
  id: 'deployment/missing-build-arg',
  title: 'Build argument that nobody gives a value',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Give the argument under `build.args`, or a default behind ARG.',
  strength: 'Every build argument that an image is named by has a value',
  rationale:
    'An ARG without a default is empty where the build does not set it. In FROM that ends the build, because the name of the image has a hole: `node:-alpine`; ' +
    'in the address of a download it asks for a version without a number.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact',
    'https://docs.docker.com/reference/compose-file/build/#args',
  ],
  catalogue: ['deployment/build-arg-missing'],
  on: 'dockerfile',
  bad: {
    'compose.yaml': `services:
  api:
    build: .
`,
    Dockerfile: `ARG NODE_VERSION
FROM node:\${NODE_VERSION}-alpine
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
`,
  },
  good: {
    'compose.yaml': `services:
  api:
    build:
      context: .
      args:
        NODE_VERSION: "24"
`,
    Dockerfile: `ARG NODE_VERSION
FROM node:\${NODE_VERSION}-alpine
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
`,
  },
  *check(dockerfile) {
    if (dockerfile.services.length === 0) return skip;
    for (const { name, at, used, place } of emptyArguments(dockerfile)) {
      const lacking = dockerfile.services.filter(
        ({ service }) => !service.build?.args.some((arg) => arg.name === name),
      );
      if (lacking.length === 0 || isGivenByScript(dockerfile, name)) continue;
      const names = lacking.map((service) => `"${service.name}"`).join(', ');
      yield {
        at: used,
        message: `"${name}" is empty in the build of ${names}, and ${place} has a hole: it has no default, and no \`args\` give it.`,
        related: [{ at, message: 'Declared here, without a default.' }],
      };
    }
  },
});

interface Empty {
  readonly name: string;
  readonly at: Span;
  readonly used: Span;
  readonly place: string;
}

/** Arguments without a default whose being empty breaks the name of an image or the address of a download. */
function emptyArguments({ dockerfile, stages }: DeployedDockerfile): readonly Empty[] {
  const found: Empty[] = [];
  for (const { name, nameSpan, value } of dockerfile.globalArgs) {
    if (value || isPredefined(name)) continue;
    const stage = stages.find(
      (one) => one.needed && one.stage.base.kind === 'image' && leavesHole(textOf(one.stage.base.span), name),
    );
    if (stage) found.push({ name, at: nameSpan, used: stage.stage.base.span, place: "the image's name" });
  }
  return found;
}

/** An image's name without the variable: empty, or a tag or a part of the path is. Other variables in it: nobody knows. */
function leavesHole(written: string, variable: string): boolean {
  const name = written.replaceAll(new RegExp(`\\$(?:${variable}\\b|\\{${variable}\\})`, 'g'), '');
  if (name === written || name.includes('$')) return false;
  return name === '' || /[:@/]$|^[:@/]|:[-.]|\/[:@/]/.test(name);
}

/** `docker compose build --build-arg NAME=…` in a script or a workflow. */
function isGivenByScript({ deployment }: DeployedDockerfile, name: string): boolean {
  return deployment.scripts.some(({ text }) => text.includes(name) && /build-arg/.test(text));
}
