import { defineRule, skip } from '../../core/rule.ts';
import { askedAddress } from '../shared/asked-address.ts';
import { partOf } from '../shared/compose-places.ts';

const example = (path: string) => ({
  'compose.yaml': `services:
  api:
    build: .
    healthcheck:
      test: ["CMD", "wget", "-q", "--spider", "http://127.0.0.1:3000${path}"]
`,
  Dockerfile: `FROM node:24-alpine
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://127.0.0.1:3000/ready"]
CMD ["node", "server.js"]
`,
});

export default defineRule({
  id: 'deployment/overridden-healthcheck',
  title: 'Health check that replaces another one',
  category: 'health',
  severity: 'info',
  priority: 3,
  remedy: 'Keep one of them, or let both ask the same.',
  rationale:
    'A `test` in a Compose file takes the place of the HEALTHCHECK in the image. Where the two ask different things, who runs the image elsewhere gets another verdict than this deployment, ' +
    'and who improves the one in the Dockerfile changes nothing here.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#healthcheck',
    'https://docs.docker.com/reference/dockerfile/#healthcheck',
  ],
  catalogue: ['deployment/healthcheck-overridden'],
  production: true,
  on: 'service',
  names: ['build'],
  bad: example('/health'),
  good: example('/ready'),
  *check({ service, stage, built, name, deployment }) {
    const test = service.healthcheck?.test;
    const other = built ? stage?.healthcheck : undefined;
    if (!test || test.dynamic || test.form === 'none' || !other?.command) return skip;
    const here = test.words.join(' ');
    const there = other.command.argv.join(' ');
    if (bare(here) === bare(there)) return;
    const [asked, before] = [askedAddress(here), askedAddress(there)];
    if (asked && before && asked.port === before.port && asked.path === before.path) return;
    const { source } = other.instruction.span;
    const differs =
      asked?.path !== undefined && before?.path !== undefined
        ? `: it asks :${asked.port}${asked.path}, that one :${before.port}${before.path}`
        : '';
    yield {
      at: partOf(test.span, ''),
      message: `The health check of "${name}" replaces another one in ${deployment.show(source.path)}${differs}.`,
      related: [{ at: other.instruction.nameSpan, message: 'It is never run here.' }],
    };
  },
});

/** Without what only tells the exit code again. */
function bare(script: string): string {
  return script
    .replace(/\s*\|\|\s*exit 1\s*$/, '')
    .replaceAll(/["'\s]+/g, ' ')
    .trim();
}
