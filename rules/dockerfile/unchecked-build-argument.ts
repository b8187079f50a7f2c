import { type DockerfileInstruction, defineRule, textOf, type VariableDefinition } from '../../core/rule.ts';
import { isPredefined } from '../shared/build-arguments.ts';

export default defineRule({
  id: 'dockerfile/unchecked-build-argument',
  title: 'Build argument that is neither given nor checked',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Give the ARG a default, or use it as `${NAME:?}` where it is needed.',
  rationale:
    'An ARG without a default is empty when a build does not set it, and the build goes on: the bundle then has no address of its API, the label no version. ' +
    '`${NAME:?}` in the step that needs it ends the build with the name of what is missing. Empty may be what is meant, so this is off until it is asked for.',
  references: [
    'https://docs.docker.com/build/building/variables/',
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_06_02',
  ],
  catalogue: ['dockerfile/build-arg-validation'],
  on: 'stage',
  bad: `FROM node:24-alpine AS build
ARG API_URL
RUN npm run build -- --api="$API_URL"
`,
  good: `FROM node:24-alpine AS build
ARG API_URL
RUN npm run build -- --api="\${API_URL:?}"
`,
  *check({ stage, dockerfile, services }) {
    const global = new Set(
      dockerfile.dockerfile.globalArgs.filter(({ value }) => value !== undefined).map(({ name }) => name),
    );
    for (const definition of stage.definitions) {
      const { name, nameSpan, kind, value } = definition;
      if (kind !== 'ARG' || value !== undefined || isPredefined(name) || global.has(name)) continue;
      if (
        services.length > 0 &&
        services.every(({ service }) => service.build?.args.some((one) => one.name === name))
      )
        continue;
      const use = uses(stage.instructions, definition);
      if (!use) continue;
      yield {
        at: nameSpan,
        message: `"${name}" has no default, and nothing stops a build that does not set it: ${use.name} then uses an empty text.`,
        related: [{ at: use.nameSpan, message: 'It is used here.' }],
      };
    }
  },
});

/** The first instruction that uses an argument; undefined where none does, or where some step asks what it is. */
function uses(instructions: readonly DockerfileInstruction[], { name, instruction }: VariableDefinition) {
  const behind = instructions.filter(
    ({ span: at, name: own }) => at.start > instruction.span.start && own !== 'ARG',
  );
  const plain = new RegExp(`\\$(?:${name}\\b|\\{${name}\\})`);
  const asked = new RegExp(
    `\\$\\{${name}:?[?+=-]|(?:-[nz]|[ !]==?) +"?\\$\\{?${name}\\b|\\[ *"?\\$\\{?${name}\\b`,
  );
  const texts = behind.map((one) => textOf(one.span));
  if (texts.some((text) => asked.test(text))) return undefined;
  return behind[texts.findIndex((text) => plain.test(text))];
}
