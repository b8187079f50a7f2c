import { defineRule, skip } from '../../core/rule.ts';
import { isSecretName } from '../facts/secrets.ts';
import { makeBuildSecret } from '../shared/build-secret.ts';

const harmless = /^(?:|true|false|yes|no|on|off|none|[./~].*)$/i;

export default defineRule({
  id: 'compose/secret-in-build-argument',
  title: 'Secret among the build arguments',
  category: 'secrets',
  severity: 'error',
  priority: 1,
  remedy: 'Hand it over as a build secret, and read it with `RUN --mount=type=secret`.',
  strength: 'Build arguments hold no secrets',
  rationale:
    'Build arguments are written into the image: `docker history` shows them to everybody who can pull it. A build secret is a file that is there during one `RUN` and in no layer.',
  references: [
    'https://docs.docker.com/build/building/secrets/',
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
  ],
  catalogue: ['compose/secret-in-build-arg'],
  on: 'service',
  names: ['build'],
  bad: {
    'compose.yaml': `services:
  app:
    build:
      context: .
      args:
        NPM_TOKEN: \${NPM_TOKEN}
`,
    Dockerfile: `FROM node:24-alpine
ARG NPM_TOKEN
RUN NPM_TOKEN=$NPM_TOKEN npm ci
USER node
CMD ["node", "server.js"]
`,
  },
  good: {
    'compose.yaml': `services:
  app:
    build:
      context: .
      secrets:
        - npm_token
secrets:
  npm_token:
    environment: NPM_TOKEN
`,
    Dockerfile: `FROM node:24-alpine
RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN NPM_TOKEN=$NPM_TOKEN npm ci
USER node
CMD ["node", "server.js"]
`,
  },
  *check(deployed) {
    const { service, name } = deployed;
    const args = service.build?.args ?? [];
    if (args.length === 0) return skip;
    for (const variable of args) {
      const { name: argument, nameSpan, value } = variable;
      if (!isSecretName(argument) || (value && harmless.test(value.text))) continue;
      yield {
        at: nameSpan,
        message: `The build of "${name}" gets ${argument} as an argument, which stays readable in the image.`,
        fix: () => makeBuildSecret(deployed, variable),
      };
    }
  },
});
