import {
  type DockerfileInstruction,
  defineRule,
  insertInstruction,
  keyword,
  type Span,
  type Stage,
  skip,
  type VariableDefinition,
} from '../../core/rule.ts';
import { type BuildVariableUse, isPredefined, variablesIn } from '../shared/build-variables.ts';

const reading = new Set('ADD COPY ENV EXPOSE LABEL RUN STOPSIGNAL USER VOLUME WORKDIR ARG'.split(' '));

export default defineRule({
  id: 'dockerfile/argument-out-of-scope',
  title: 'Variable that the stage does not know',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Declare the variable with ARG in the stage that uses it.',
  rationale:
    'An ARG before the first FROM is for FROM lines only, and one of another stage ends with that stage. ' +
    'Where it is used without an ARG of its own the variable is empty, and nothing stops: a version is missing in an address, a path loses its middle.',
  references: [
    'https://docs.docker.com/reference/build-checks/undefined-var/',
    'https://docs.docker.com/build/building/variables/#scoping',
  ],
  catalogue: ['dockerfile/arg-scope', 'dockerfile/undefined-var'],
  peers: ['buildkit:UndefinedVar', 'sonar:S6579'],
  on: 'stage',
  bad: `ARG APP_VERSION=1.4
FROM node:24-alpine
LABEL version=$APP_VERSION
USER node
CMD ["node", "server.js"]
`,
  good: `ARG APP_VERSION=1.4
FROM node:24-alpine
ARG APP_VERSION
LABEL version=$APP_VERSION
USER node
CMD ["node", "server.js"]
`,
  *check({ stage, dockerfile }) {
    const elsewhere = declaredElsewhere(
      stage,
      dockerfile.dockerfile.stages,
      dockerfile.dockerfile.globalArgs,
    );
    if (elsewhere.size === 0) return skip;
    const known = new Set(stage.chain.slice(1).flatMap((one) => one.definitions.map(({ name }) => name)));
    for (const instruction of stage.instructions) {
      if (!reading.has(instruction.name)) continue;
      for (const use of usesOf(instruction)) {
        const declaration = elsewhere.get(use.name);
        if (!declaration || known.has(use.name) || use.operator?.endsWith('-') || use.operator?.endsWith('+'))
          continue;
        // Said once a stage.
        known.add(use.name);
        yield {
          at: use.span,
          message: `${use.name} is not declared in this stage: it is empty here.`,
          related: [{ at: declaration, message: 'This ARG does not reach it.' }],
          fix: () => ({
            title: `Declare ${use.name} in this stage`,
            safety: 'review',
            edits: insertInstruction(instruction, [`${keyword(instruction, 'ARG')} ${use.name}`], 'before'),
          }),
        };
      }
      for (const { name, instruction: by } of stage.definitions) if (by === instruction) known.add(name);
    }
  },
});

/** ARGs that stand before the first FROM or in stages that this one is not built on, by name. */
function declaredElsewhere(
  stage: Stage,
  stages: readonly Stage[],
  globals: readonly VariableDefinition[],
): ReadonlyMap<string, Span> {
  const others = stages.slice(0, stage.index).filter((one) => !stage.chain.includes(one));
  const declared = [...others.flatMap(({ definitions }) => definitions), ...globals];
  return new Map(
    declared.flatMap(({ kind, name, nameSpan }) =>
      kind === 'ARG' && !isPredefined(name) ? [[name, nameSpan] as const] : [],
    ),
  );
}

/** What an instruction reads. In a command what the shell itself sets is left out. */
function usesOf(instruction: DockerfileInstruction): readonly BuildVariableUse[] {
  if (instruction.name !== 'RUN') return variablesIn(instruction, instruction.argsIndex);
  if (instruction.json) return [];
  const script = instruction.joined.text;
  return variablesIn(instruction, instruction.argsIndex).filter(
    ({ name }) =>
      !new RegExp(`\\b${name}=|\\b(?:for|read|export|local|declare|unset)\\b[^;&|]*\\b${name}\\b`).test(
        script,
      ),
  );
}
