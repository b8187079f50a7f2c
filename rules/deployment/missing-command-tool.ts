import {
  type CommandLine,
  type DeployedService,
  defineRule,
  firstLine,
  type ProcessCommand,
  type Span,
  skip,
} from '../../core/rule.ts';

export default defineRule({
  id: 'deployment/missing-command-tool',
  title: 'Container that starts a program which its image has not',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Install the program in the final stage, or start one that is there.',
  strength: 'Containers start programs that their images have',
  rationale:
    'The runtime looks for the first word of ENTRYPOINT, or of CMD where there is none, in the image. Where it is not there the container never starts: "executable file not found in $PATH". ' +
    'Alpine has no `bash`, distroless images have no shell at all, and what an earlier stage installed stays there.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#entrypoint',
    'https://docs.docker.com/build/building/multi-stage/',
  ],
  catalogue: ['deployment/command-tool-missing'],
  on: 'service',
  bad: {
    'compose.yaml': `services:
  api:
    build: .
`,
    Dockerfile: `FROM node:24-alpine
COPY start.sh /app/
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
CMD ["bash", "/app/start.sh"]
`,
    'start.sh': 'node /app/server.js\n',
  },
  good: {
    'compose.yaml': `services:
  api:
    build: .
`,
    Dockerfile: `FROM node:24-alpine
COPY start.sh /app/
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
CMD ["sh", "/app/start.sh"]
`,
    'start.sh': 'node /app/server.js\n',
  },
  *check(deployed) {
    const started = firstWord(deployed);
    if (!started || !/^[a-z][\w.+-]*$/.test(started.program)) return skip;
    if (deployed.hasTool(started.program) !== 'no') return;
    const base = deployed.built
      ? `its image from "${deployed.stage?.baseImage?.text ?? 'scratch'}"`
      : `"${deployed.service.image?.value}"`;
    yield {
      at: started.at,
      message: `"${deployed.name}" starts ${started.program}, which ${base} has not: the container does not start.`,
      service: deployed.name,
    };
  },
});

/** The program that the runtime looks for, where it is written in the deployment's files. */
function firstWord(deployed: DeployedService): { readonly program: string; readonly at: Span } | undefined {
  const { service, stage, built } = deployed;
  if (service.entrypoint) return ofCompose(service.entrypoint);
  if (!built || !stage) return undefined;
  if (stage.entrypoint) return ofDockerfile(stage.entrypoint);
  // The entrypoint of another's image may take the words behind it for its own.
  if (!startsCommand(deployed)) return undefined;
  if (service.command) return ofCompose(service.command);
  return stage.cmd && ofDockerfile(stage.cmd);
}

function ofCompose({ argv, words, dynamic, span }: CommandLine) {
  const program = dynamic ? undefined : argv[0];
  return program === undefined ? undefined : { program, at: firstLine(words[0]?.span ?? span) };
}

function ofDockerfile({ form, argv, span, script }: ProcessCommand) {
  // The shell form starts a shell, which may look for more than one program, or has it built in.
  const [command, ...others] = script?.commands ?? [];
  const alone = script && !script.usesShell && !script.broken && others.length === 0 ? command : undefined;
  const name = alone?.name && !builtin.test(alone.name.text) ? alone.name.text : undefined;
  const program = form === 'exec' ? argv[0] : name;
  return program === undefined ? undefined : { program, at: firstLine(span) };
}

const builtin =
  /^(?:cd|command|echo|eval|exec|exit|export|false|kill|printf|pwd|read|return|set|source|test|trap|true|type|ulimit|umask|unset|wait)$/;

/** Distributions and runtimes: their entrypoint, where they have one, starts the command. */
function startsCommand({ image, stage }: DeployedService): boolean {
  if (stage?.base.kind === 'scratch') return true;
  return /^(?:alpine|debian|ubuntu|node|python|ruby|golang|php|rust|fedora|rockylinux|almalinux|eclipse-temurin|bun|oven\/bun)$/.test(
    image?.product ?? '',
  );
}
