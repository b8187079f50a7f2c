import {
  type DeployedService,
  defineRule,
  type Fix,
  type Healthcheck,
  replaceYaml,
  skip,
} from '../../core/rule.ts';
import { holdsComment } from '../shared/compose-places.ts';
import { sameRequest, testPrograms } from '../shared/health-request.ts';

export default defineRule({
  id: 'deployment/missing-healthcheck-tool',
  title: 'Health check calls a program that the image has not',
  category: 'health',
  severity: 'error',
  priority: 0,
  remedy: 'Call a program that is in the image, or install the one that is called.',
  strength: 'Every health check calls a program that its image has',
  rationale:
    'A check whose program is missing fails every time: the container is never healthy, what waits for it with `service_healthy` never starts, and an orchestrator restarts it for ever. ' +
    'Slim images have neither curl nor wget, Alpine ones have wget and no curl, distroless ones have nothing. Known are the base image’s programs and the packages that the Dockerfile installs.',
  references: ['https://docs.docker.com/reference/compose-file/services/#healthcheck'],
  catalogue: ['deployment/healthcheck-tool-missing', 'dockerfile/healthcheck-tool-missing'],
  production: true,
  on: 'service',
  bad: {
    'compose.yaml': `services:
  api:
    image: node:24-alpine
    command: ["node", "server.js"]
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:3000/health"]
`,
  },
  good: {
    'compose.yaml': `services:
  api:
    image: node:24-alpine
    command: ["node", "server.js"]
    healthcheck:
      test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://localhost:3000/health"]
`,
  },
  *check(deployed) {
    const { healthcheck } = deployed.service;
    const test = healthcheck?.disabled ? undefined : healthcheck?.test;
    if (!test || test.dynamic || (test.form !== 'cmd' && test.form !== 'shell')) return skip;
    for (const { program, at } of testPrograms(test)) {
      if (deployed.hasTool(program) !== 'no') continue;
      const base = deployed.built
        ? (deployed.stage?.baseImage?.text ?? 'scratch')
        : deployed.service.image?.value;
      const fixes = fixesFor(deployed, test, program);
      yield {
        at,
        message: `The health check of "${deployed.name}" calls ${program}, which ${deployed.built ? `its image from "${base}"` : `"${base}"`} has not: it never becomes healthy.`,
        ...(fixes.length > 0 && { fix: fixes }),
      };
      return;
    }
  },
});

type Test = NonNullable<Healthcheck['test']>;

function fixesFor(deployed: DeployedService, test: Test, program: string): readonly Fix[] {
  const node = test.value.node;
  // A comment inside would go with the old command.
  if (!node || test.value.origin === 'shared' || holdsComment(node)) return [];
  const words = sameRequest(deployed, program, test.words);
  const known = deployed.built ? undefined : deployed.image?.healthTest;
  const fixes: Fix[] = [];
  if (words)
    fixes.push({
      title: `Ask for the same page with ${words[0]}`,
      safety: 'review',
      edits: replaceYaml(node, inOneLine(['CMD', ...words])),
    });
  if (known && known[1] !== program && !asksOtherPort(test, deployed))
    fixes.push({
      title: `Check "${deployed.name}" with ${known[1]?.split(' ')[0]}`,
      safety: 'review',
      edits: replaceYaml(node, inOneLine(known)),
    });
  return fixes;
}

/** Whether a check asks a port that is not the image's own: what listens there is something else. */
function asksOtherPort({ words }: Test, { image }: DeployedService): boolean {
  const ports = Array.from(words.join(' ').matchAll(/:(\d{2,5})\b/g), (match) => Number(match[1]));
  return ports.some((port) => image?.ports !== undefined && !image.ports.includes(port));
}

/** As health checks are mostly written. */
function inOneLine(words: readonly string[]) {
  return { raw: `[${words.map((word) => JSON.stringify(word)).join(', ')}]` };
}
