import { type DeployedService, defineRule, type ProcessCommand, setYaml, skip } from '../../core/rule.ts';

/** They start the program as their child, or are not made to be process 1. */
const needsInit = /^(?:node|npm|npx|yarn|pnpm|nodemon|ts-node|tsx|pm2)$/;
const inits =
  /(?:^|\/)(?:tini|tini-static|dumb-init|docker-init|catatonit|s6-svscan|init|pm2-runtime|supervisord)$/;

export default defineRule({
  id: 'compose/missing-init',
  title: 'Application as process 1 without an init',
  category: 'health',
  severity: 'info',
  priority: 3,
  remedy: 'Set `init: true`.',
  strength: 'An init passes on signals and buries dead processes',
  rationale:
    'Process 1 gets no default handling of signals and has to bury the children that others leave. Node.js is not made for that: without a handler of its own it ignores SIGTERM and is killed after ten seconds, and npm does not pass signals on reliably. ' +
    'With `init: true` Docker puts a small init before it.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#init',
    'https://github.com/nodejs/docker-node/blob/main/docs/BestPractices.md#handling-kernel-signals',
  ],
  catalogue: ['compose/init-process'],
  production: true,
  on: 'service',
  bad: `services:
  api:
    image: node:24-alpine
    command: ["npm", "start"]
`,
  good: `services:
  api:
    image: node:24-alpine
    command: ["npm", "start"]
    init: true
`,
  *check(deployed) {
    const { service, name, oneShot } = deployed;
    if (oneShot || service.scalar('pid')) return skip;
    const program = firstProgram(deployed);
    if (program === undefined || inits.test(program)) return skip;
    if (!needsInit.test(program.split('/').at(-1)!)) return;
    const init = service.scalar('init');
    if (init && (init.dynamic || init.text === 'true')) return;
    yield {
      at: init?.span ?? service.nameSpan,
      message: `"${program}" runs as process 1 in "${name}", where it neither gets signals as usual nor buries dead processes.`,
      fix: () => {
        const edits = service.node && setYaml(service.node, ['init'], true);
        return edits && { title: `Put an init before "${program}"`, safety: 'safe', edits };
      },
    };
  },
});

/** What becomes process 1, where it is known. */
function firstProgram({ service, stage, built }: DeployedService): string | undefined {
  if (service.entrypoint?.argv[0] !== undefined) return service.entrypoint.argv[0];
  if (built && !stage) return undefined;
  if (!service.entrypoint && built && stage?.entrypoint) return programOf(stage.entrypoint);
  if (service.command) return service.command.dynamic ? undefined : service.command.argv[0];
  return service.entrypoint || !stage?.cmd ? undefined : programOf(stage.cmd);
}

/** A shell that has one command only gives its place to it. */
function programOf({ form, argv, script }: ProcessCommand): string | undefined {
  if (form === 'exec') return argv[0];
  const [command, ...others] = script?.commands ?? [];
  const alone = script !== undefined && !script.usesShell && !script.broken && others.length === 0;
  return alone ? command?.name?.text : argv[0];
}
