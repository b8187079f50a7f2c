import {
  type DeployedDockerfile,
  type DeployedStage,
  defineRule,
  type Fix,
  type VariableDefinition,
} from '../../core/rule.ts';
import { isPlaceholder, isSecretName, secretShape } from '../facts/secrets.ts';
import { ships } from '../shared/run-commands.ts';
import { isUsedForSure, secretEdits, secretId } from '../shared/secret-mount.ts';

export default defineRule({
  id: 'dockerfile/secret-in-build-variable',
  title: 'Secret in ENV or ARG',
  category: 'secrets',
  severity: 'error',
  priority: 1,
  remedy:
    'Hand build secrets over with `RUN --mount=type=secret`, and run-time secrets when the container starts.',
  strength: 'No secrets in build variables',
  rationale:
    'What ENV sets is part of the image: everyone who can pull it reads it with `docker inspect`, and every container has it in its environment. What ARG is given stays in the history of the stage and in the build cache. ' +
    'Neither can be taken back by a later instruction. A mounted secret is there for one RUN only and leaves no trace.',
  references: [
    'https://docs.docker.com/build/building/secrets/',
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
  ],
  catalogue: ['dockerfile/secret-in-env-arg'],
  peers: ['hadolint:DL3064', 'buildkit:SecretsUsedInArgOrEnv', 'trivy:DS-0031', 'sonar:S6472'],
  on: 'instruction',
  names: ['ENV', 'ARG'],
  bad: `FROM node:24-alpine
ARG NPM_TOKEN
RUN npm_config_token=$NPM_TOKEN npm ci
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm_config_token=$NPM_TOKEN npm ci
USER node
CMD ["node", "server.js"]
`,
  *check({ instruction, stage, dockerfile }) {
    const all = stage?.stage.definitions ?? dockerfile.dockerfile.globalArgs;
    for (const definition of all.filter((one) => one.instruction === instruction)) {
      const message = judge(definition, stage);
      if (message === undefined) continue;
      // What a builder stage is given does not leave with the image.
      const inside = stage === undefined || stage.final || definition.value?.value;
      yield {
        at: definition.nameSpan,
        message,
        fix: () => mounted(definition, dockerfile),
        ...(!inside && { severity: 'warning' as const, priority: 2 as const }),
      };
    }
  },
});

/**
 * The secret mounted where it is used. Not where Compose hands it over as an argument: there both files change, and that
 * finding has the fix.
 */
function mounted(
  { kind, name, value }: VariableDefinition,
  { dockerfile, services }: DeployedDockerfile,
): Fix | undefined {
  const given = services.some(({ service }) => service.build?.args.some((one) => one.name === name));
  if (kind !== 'ARG' || value?.value || given || !isUsedForSure(dockerfile, name)) return undefined;
  const edits = secretEdits(dockerfile, name);
  return (
    edits && {
      title: `Mount ${name} for the RUN that uses it; builds then need --secret id=${secretId(name)},env=${name}`,
      safety: 'review',
      edits,
    }
  );
}

/** Values of secret-named variables that are none: switches, small numbers, paths and addresses. */
const harmless =
  /^(?:|true|false|yes|no|on|off|none|null|auto|disabled|enabled|\d{1,3}|[./~].*|\w+:\/\/.*)$/i;

/** What is wrong with a definition; undefined where it holds no secret, or a stand-in for one. */
function judge(
  { kind, name, value }: VariableDefinition,
  stage: DeployedStage | undefined,
): string | undefined {
  const text = value?.value ?? '';
  const readable =
    stage && ships(stage)
      ? 'it stays in the image, readable for everyone who can pull it'
      : 'it stays in the build cache, and here for everyone who has the Dockerfile';
  const shape = secretShape(text);
  if (shape) return `${kind} ${name} holds ${shape}: ${readable}.`;
  if (!isSecretName(name)) return undefined;
  if (kind === 'ARG' && text === '') {
    // Before the first FROM it reaches no stage; the ARG that lets it in is reported there.
    return stage
      ? `ARG ${name} takes a secret: the value that a build is given stays in its history.`
      : undefined;
  }
  if (harmless.test(text) || isPlaceholder(text)) return undefined;
  if (!value?.dynamic) return `${kind} ${name} writes a secret out: ${readable}.`;
  const kept = stage && ships(stage) ? readable : 'it stays in the build cache';
  return `${kind} ${name} keeps a secret of the build: ${kept}.`;
}
