import { defineRule, skip } from '../../core/rule.ts';
import { developmentValue } from '../facts/development-variables.ts';

export default defineRule({
  id: 'dockerfile/development-variable',
  title: 'Development mode in the final image',
  category: 'architecture',
  severity: 'warning',
  priority: 1,
  remedy: 'Set the production mode in the image, and the development mode where you develop.',
  rationale:
    'In development mode programs show stack traces and sources to whoever causes an error, and serve slowly. ' +
    'What the image sets is what runs wherever nobody says otherwise.',
  references: ['https://docs.docker.com/build/building/best-practices/#env'],
  catalogue: ['dockerfile/debug-enabled'],
  peers: ['sonar:S4507'],
  production: true,
  on: 'stage',
  bad: `FROM node:24-alpine
ENV NODE_ENV=development
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
ENV NODE_ENV=production
USER node
CMD ["node", "server.js"]
`,
  *check({ stage, final, services }) {
    if (!final || stage.environment.size === 0) return skip;
    if (/dev|debug|test/i.test(stage.name?.value ?? '')) return skip;
    for (const { name, value, instruction } of stage.environment.values()) {
      const instead = value && !value.dynamic ? developmentValue(name, value.value) : undefined;
      if (!value || instead === undefined || !stage.instructions.includes(instruction)) continue;
      // Every service says what it is after all.
      if (
        services.length > 0 &&
        services.every((one) => one.service.environment.some((set) => set.name === name))
      )
        continue;
      yield {
        at: value.span,
        message: `The image runs in development mode: ${name} is "${value.value}".`,
        fix: {
          title: `Set ${name} to ${instead}`,
          safety: 'review',
          edits: [{ span: value.span, text: instead }],
        },
      };
    }
  },
});
