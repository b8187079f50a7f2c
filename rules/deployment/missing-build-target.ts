import { type DeployedService, defineRule, type Fix, skip, textOf } from '../../core/rule.ts';
import { rewrite } from '../shared/rewrite.ts';

export default defineRule({
  id: 'deployment/missing-build-target',
  title: 'Build target that is no stage',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Give the stage that name, or name a stage that there is.',
  strength: 'Every build target is a stage of its Dockerfile',
  rationale:
    '`target` names the stage at which the build ends. Where the Dockerfile has no stage of that name, the build stops at once with "target stage could not be found", and nothing of the service is deployed.',
  references: [
    'https://docs.docker.com/reference/compose-file/build/#target',
    'https://docs.docker.com/build/building/multi-stage/',
  ],
  catalogue: ['deployment/build-target-missing'],
  on: 'service',
  names: ['build'],
  bad: {
    'compose.yaml': `services:
  web:
    build:
      context: .
      target: production
`,
    Dockerfile: `FROM node:24-alpine AS build
FROM nginx:1.30-alpine
HEALTHCHECK CMD ["curl", "-f", "http://localhost/"]
`,
  },
  good: {
    'compose.yaml': `services:
  web:
    build:
      context: .
      target: production
`,
    Dockerfile: `FROM node:24-alpine AS build
FROM nginx:1.30-alpine AS production
HEALTHCHECK CMD ["curl", "-f", "http://localhost/"]
`,
  },
  *check(deployed) {
    const { dockerfile, service } = deployed;
    const target = service.build?.target;
    const last = dockerfile?.finalStage;
    if (!target || target.dynamic || target.text === '' || !dockerfile || !last) return skip;
    if (dockerfile.stage(target.text) || dockerfile.stages.some((stage) => stage.broken)) return;
    const names = dockerfile.stages.flatMap((stage) => (stage.name ? `"${stage.name.value}"` : []));
    const known =
      names.length > 0
        ? `its stages are ${names.join(', ')}${last.name ? '' : ' and one without a name'}`
        : 'none of its stages has a name';
    const fix = fixFor(deployed, target.text);
    yield {
      at: target.span,
      message: `"${deployed.deployment.show(dockerfile.source.path)}" has no stage "${target.text}": ${known}. The build of "${deployed.name}" fails.`,
      related: [
        { at: last.from.span, message: last.name ? 'The last stage.' : 'The last stage has no name.' },
      ],
      ...(fix && { fix }),
    };
  },
});

/** Name the last stage, which is what a build without a target makes; or build it where it has a name. */
function fixFor({ dockerfile, service }: DeployedService, target: string): Fix | undefined {
  const last = dockerfile?.finalStage;
  const written = service.build?.target;
  if (!last || !written) return undefined;
  if (last.name) {
    const edit = written.variables.length === 0 ? rewrite(written, last.name.value) : undefined;
    return edit && { title: `Build the stage "${last.name.value}"`, safety: 'review', edits: [edit] };
  }
  if (!/^[a-z][\w.-]*$/i.test(target)) return undefined;
  const { source, end } = last.from.argsSpan;
  const as = textOf(last.from.nameSpan) === 'from' ? 'as' : 'AS';
  const named = { span: { source, start: end, end }, text: ` ${as} ${target}` };
  return { title: `Name the last stage "${target}"`, safety: 'review', edits: [named] };
}
