import {
  type DeployedStage,
  defineRule,
  type Fix,
  firstLine,
  insertInstruction,
  keyword,
  skip,
} from '../../core/rule.ts';
import { overHttp, requestTest } from '../shared/health-test.ts';
import { imageName } from '../shared/image-name.ts';

export default defineRule({
  id: 'dockerfile/missing-healthcheck',
  title: 'Image without a health check',
  category: 'health',
  severity: 'info',
  priority: 3,
  remedy: 'Add a `HEALTHCHECK` that asks the process what only a working one can answer.',
  strength: 'Images bring a health check',
  rationale:
    'Without a health check Docker knows only whether the process exists; one that hangs counts as running. A check in the image comes along wherever it is run. ' +
    'Where a Compose service runs the image, its check is asked for there; jobs and images without a port are not meant.',
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  catalogue: ['dockerfile/healthcheck'],
  peers: ['hadolint:DL3057', 'trivy:DS-0026', 'checkov:CKV_DOCKER_2'],
  production: true,
  on: 'stage',
  bad: `FROM node:24-alpine
EXPOSE 3000
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
EXPOSE 3000
USER node
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["wget", "-q", "--spider", "http://127.0.0.1:3000/"]
CMD ["node", "server.js"]
`,
  *check(deployed) {
    const { stage, base, final, services } = deployed;
    if (!final || services.length > 0 || stage.healthcheck?.none || base?.shell === 'none') return skip;
    if (stage.healthcheck || base?.healthcheck) return;
    const port = portOf(deployed);
    // An image that is not known may bring a check; what has no port has nobody to answer.
    if (base?.healthcheck === undefined || port === undefined) return skip;
    const fix = fixFor(deployed, port);
    yield {
      at: firstLine(stage.base.span),
      message: `${imageName(deployed)} has no health check: a process that hangs on port ${port} counts as running.`,
      ...(fix && { fix }),
    };
  },
});

/** Mail, DNS, databases, queues and FastCGI: they answer no HTTP request. */
const otherProtocols: ReadonlySet<number> = new Set([
  22, 25, 53, 143, 389, 465, 587, 993, 1433, 1521, 1883, 3306, 5432, 5672, 6379, 6432, 9000, 9042, 9092,
  11211, 27017,
]);

function portOf({ stage, base }: DeployedStage): number | undefined {
  const tcp = stage.exposed.filter(({ protocol }) => protocol === 'tcp').map(({ value }) => value);
  // Logins and mail beside the port that the image is there for are no place to ask.
  const exposed = tcp.find((port) => ![22, 25].includes(port)) ?? tcp[0];
  const asBase = !stage.cmd && !stage.entrypoint;
  return exposed ?? (asBase && !base?.oneShot ? base?.ports?.[0] : undefined);
}

function fixFor(deployed: DeployedStage, port: number): Fix | undefined {
  const { stage, base } = deployed;
  if (!base) return undefined;
  const asBase = !stage.cmd && !stage.entrypoint && base.ports?.includes(port);
  const http = (overHttp.includes(base.role) || base.role === 'distribution') && !otherProtocols.has(port);
  const test =
    (asBase && base.healthTest) || (http && requestTest(deployed, base.product, `http://127.0.0.1:${port}/`));
  if (!test || !/^CMD/.test(test[0] ?? '')) return undefined;
  const words =
    test[0] === 'CMD'
      ? `[${test
          .slice(1)
          .map((word) => JSON.stringify(word))
          .join(', ')}]`
      : // Compose halves doubled dollar signs, Docker does not.
        test.slice(1).join(' ').replaceAll('$$', '$');
  const options = '--interval=30s --timeout=10s --start-period=30s --retries=3';
  const line = `${keyword(stage.from, 'HEALTHCHECK')} ${options} ${keyword(stage.from, 'CMD')} ${words}`;
  const process = stage.instructions.find(({ name }) => name === 'CMD' || name === 'ENTRYPOINT');
  const edits = process
    ? insertInstruction(process, [line], 'before')
    : insertInstruction(stage.instructions.at(-1)!, [line], 'after');
  return {
    title: `Check the health on port ${port} with ${test[1]?.split(' ')[0]}`,
    safety: 'review',
    edits,
  };
}
