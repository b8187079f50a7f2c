import {
  type DockerfileInstruction,
  defineRule,
  insertInstruction,
  nearest,
  removeInstruction,
  skip,
  textOf,
} from '../../core/rule.ts';
import { platformArguments, variablesIn } from '../shared/build-variables.ts';

export default defineRule({
  id: 'dockerfile/undefined-base-argument',
  title: 'FROM with a variable that has no value',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Declare the variable before the first FROM, with a default.',
  rationale:
    'FROM sees only the ARG lines that stand before the first FROM. ' +
    'A variable that is not among them is empty, and one without a default is empty wherever the build is not told: the image name is then cut off or wrong.',
  references: [
    'https://docs.docker.com/reference/build-checks/undefined-arg-in-from/',
    'https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/',
  ],
  catalogue: ['dockerfile/undefined-arg'],
  peers: ['buildkit:UndefinedArgInFrom', 'buildkit:InvalidDefaultArgInFrom'],
  on: 'stage',
  bad: `FROM node:\${NODE_VERSION}-alpine
ARG NODE_VERSION=24
ENV NODE_ENV=production
USER node
CMD ["node", "server.js"]
`,
  good: `ARG NODE_VERSION=24
FROM node:\${NODE_VERSION}-alpine
ENV NODE_ENV=production
USER node
CMD ["node", "server.js"]
`,
  *check({ stage, dockerfile }) {
    const { from } = stage;
    const [image] = from.words;
    const uses = image ? variablesIn(from, image.index, image.index + image.raw.length) : [];
    if (uses.length === 0) return skip;
    const globals = new Map(dockerfile.dockerfile.globalArgs.map((one) => [one.name, one]));
    for (const { name, operator, span, nameSpan } of uses) {
      if (operator?.endsWith('-')) continue;
      const known = globals.get(name);
      if (known?.value || (!known && platformArguments.has(name))) continue;
      const given = dockerfile.services.some(({ service }) =>
        service.build?.args.some((one) => one.name === name),
      );
      if (known) {
        // Whoever declares it without a default has the builder give it; only a whole reference may then be missing.
        if (given || dockerfile.services.length === 0) continue;
        yield {
          at: span,
          message: `$${name} has no default and no service gives it a value: the image name is broken.`,
          peers: ['buildkit:InvalidDefaultArgInFrom'],
        };
        continue;
      }
      const later = stage.definitions.find((one) => one.kind === 'ARG' && one.name === name);
      const meant = nearest(name, [...globals.keys(), ...platformArguments], 2);
      const first = dockerfile.stages[0]!.stage.from;
      yield {
        at: span,
        message: `No ARG before the first FROM declares $${name}: it is empty here.`,
        peers: ['buildkit:UndefinedArgInFrom'],
        ...(later && {
          related: [{ at: later.nameSpan, message: 'An ARG behind FROM comes too late for it.' }],
        }),
        fix: () =>
          meant !== undefined
            ? { title: `Use ${meant}`, safety: 'review', edits: [{ span: nameSpan, text: meant }] }
            : later?.value
              ? {
                  title: `Declare ${name} before the first FROM`,
                  safety: 'review',
                  edits: moved(first, later.instruction),
                }
              : undefined,
      };
    }
  },
});

function moved(first: DockerfileInstruction, declaration: DockerfileInstruction) {
  const line = insertInstruction(first, [textOf(declaration.span)], 'before');
  return [...line, ...removeInstruction(declaration)];
}
