import {
  type ComposeScalar,
  type DeployedService,
  defineRule,
  type Observation,
  skip,
  type VariableUse,
} from '../../core/rule.ts';
import { isHeldBefore } from '../shared/rewrite.ts';

export default defineRule({
  id: 'compose/swallowed-dollar',
  title: 'Variable that Compose puts in before the container can',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Write `$$` for a `$` that the shell in the container is to read.',
  rationale:
    'Compose replaces `$NAME` in commands and health checks by the variable of the host, and by nothing where the host has none. The container’s own variable of that name, or one that the script sets, is never looked at. `$$NAME` leaves it to the container.',
  references: ['https://docs.docker.com/reference/compose-file/interpolation/'],
  catalogue: ['compose/dollar-escape'],
  on: 'service',
  names: ['entrypoint', 'command', 'healthcheck'],
  bad: `services:
  db:
    image: postgres:18
    environment:
      POSTGRES_USER: app
    healthcheck:
      test: ["CMD-SHELL", "pg_isready -U $POSTGRES_USER"]
`,
  good: `services:
  db:
    image: postgres:18
    environment:
      POSTGRES_USER: app
    healthcheck:
      test: ["CMD-SHELL", "pg_isready -U $$POSTGRES_USER"]
`,
  *check(deployed) {
    const scalars = shellScalars(deployed);
    if (scalars.length === 0) return skip;
    for (const scalar of scalars) {
      if (
        scalar.variables.length === 0 ||
        isHeldBefore(deployed, scalar, (service) => shellScalars({ ...deployed, service } as DeployedService))
      )
        continue;
      for (const use of scalar.variables) {
        const why =
          use.operator === undefined && scalar.text.includes(`\${${use.name}}`)
            ? meaning(use, scalar, deployed)
            : undefined;
        if (why) yield say(use, scalar, deployed.name, why);
      }
    }
  },
});

/** What a shell in the container reads: the scripts of `sh -c` and of health checks. */
function shellScalars({ service }: DeployedService): readonly ComposeScalar[] {
  const scripts = [service.entrypoint, service.command].flatMap((line) =>
    line && /(?:^|\/)(?:ba|da|a)?sh$/.test(line.argv[0] ?? '') ? line.words.slice(2) : [],
  );
  const test = service.healthcheck?.test;
  const items = test?.value.kind === 'sequence' ? test.value.items : test ? [test.value] : [];
  return [
    ...scripts,
    ...(test?.form === 'shell' ? items.filter((item): item is ComposeScalar => item.kind === 'scalar') : []),
  ];
}

/** Why the container's variable is meant; undefined where the host's may be. */
function meaning(
  { name }: VariableUse,
  { text }: ComposeScalar,
  { service }: DeployedService,
): string | undefined {
  if (new RegExp(String.raw`(?:^|[\s;&|(])(?:${name}=|for ${name} in |read (?:-r )?${name}\b)`).test(text))
    return 'the script sets it';
  const own = service.environment.find((one) => one.name === name);
  // Brought by a variable of the same name it is the same value.
  if (own?.value && !own.value.variables.some((use) => use.name === name)) return 'the service sets it';
  return undefined;
}

function say(
  { name, span }: VariableUse,
  { origin }: ComposeScalar,
  service: string,
  why: string,
): Observation {
  return {
    at: span,
    message: `Compose puts the host’s ${name} in here, which nothing sets; ${why} in "${service}", and "$$" would leave it to the container.`,
    ...(origin !== 'shared' && {
      fix: {
        title: `Leave ${name} to the container`,
        safety: 'safe' as const,
        edits: [{ span: { ...span, end: span.start }, text: '$' }],
      },
    }),
  };
}
