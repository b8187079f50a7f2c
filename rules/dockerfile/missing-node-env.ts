import { defineRule, firstLine, skip } from '../../core/rule.ts';
import { isSetAtRunTime, setVariable } from '../shared/set-variable.ts';

export default defineRule({
  id: 'dockerfile/missing-node-env',
  title: 'Node.js without its production mode',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Set `NODE_ENV=production` in the final image.',
  strength: 'Node.js runs in production mode',
  rationale:
    'Express, React and many other packages look at NODE_ENV: without it they check more, cache less and show stack traces to visitors. ' +
    'Node.js itself sets nothing.',
  references: [
    'https://nodejs.org/en/learn/getting-started/nodejs-the-difference-between-development-and-production',
  ],
  catalogue: ['dockerfile/node-env'],
  production: true,
  on: 'stage',
  bad: `FROM node:24-alpine
WORKDIR /app
COPY . .
RUN npm ci --omit=dev
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
WORKDIR /app
COPY . .
RUN npm ci --omit=dev
ENV NODE_ENV=production
USER node
CMD ["node", "server.js"]
`,
  *check(deployed) {
    const { stage, final, base } = deployed;
    if (!final || base?.product !== 'node' || /dev|test/i.test(stage.name?.value ?? '')) return skip;
    const process = stage.cmd ?? stage.entrypoint;
    const started = [stage.entrypoint, stage.cmd].flatMap((one) => one?.argv ?? []).join(' ');
    if (!/(?<![\w.-])(?:node|npm|yarn|pnpm|pm2-runtime|npx)(?![\w.-])/.test(started)) return skip;
    if (isSetAtRunTime(deployed, 'NODE_ENV')) return;
    if (/\bNODE_ENV=/.test(started)) return;
    yield {
      at: firstLine(process?.span ?? stage.base.span),
      message: 'Neither the image nor a service sets NODE_ENV: packages run in their development mode.',
      fix: () => setVariable(stage, 'NODE_ENV=production'),
    };
  },
});
