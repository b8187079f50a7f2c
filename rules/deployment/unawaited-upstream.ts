import { type DeployedService, defineRule, skip } from '../../core/rule.ts';
import { addDependencies } from '../shared/add-dependencies.ts';
import { listed } from '../shared/listed.ts';
import { staticHops } from '../shared/static-upstreams.ts';

const example = (...lines: readonly string[]) => ({
  'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
${lines.map((line) => `    ${line}\n`).join('')}  api:
    image: example/api:1.4
`,
  'nginx.conf': `events {}
http {
    server {
        location / {
            proxy_pass http://api:3000;
        }
    }
}
`,
});

export default defineRule({
  id: 'deployment/unawaited-upstream',
  title: 'nginx may start before the services it names',
  category: 'architecture',
  severity: 'info',
  priority: 3,
  remedy: 'Let the proxy depend on the services that its configuration names.',
  strength: 'nginx starts after the services that it sends requests to',
  rationale:
    'nginx looks up the names in its configuration when it starts, and ends with "host not found in upstream" where one does not resolve. A service’s name resolves once its container was started; ' +
    'without `depends_on` Compose starts both at the same time, and which one is first is a matter of chance.',
  references: [
    'https://docs.docker.com/compose/how-tos/startup-order/',
    'https://docs.docker.com/reference/compose-file/services/#depends_on',
  ],
  catalogue: ['deployment/upstream-not-awaited'],
  on: 'service',
  bad: example(),
  good: example('depends_on:', '  - api'),
  *check(deployed) {
    const { service, name, nginx } = deployed;
    const hops = nginx.flatMap(staticHops);
    if (hops.length === 0 || deployed.oneShot) return skip;
    const awaited = awaitedBy(deployed);
    const missing = new Map(
      hops
        .filter(({ service: target }) => mayComeLate(target, deployed) && !awaited.has(target.name))
        .map((hop) => [hop.service, hop]),
    );
    if (missing.size === 0) return;
    const targets = [...missing.keys()];
    yield {
      at: service.nameSpan,
      message: `"${name}" does not wait for ${listed(targets.map((one) => `"${one.name}"`))}: where it is first, nginx ends with "host not found in upstream".`,
      related: [...missing.values()]
        .slice(0, 4)
        .map(({ hostSpan, host }) => ({ at: hostSpan, message: `nginx looks "${host}" up when it starts.` })),
      fix: () => addDependencies(deployed, targets),
    };
  },
});

/** Not where it waits for the proxy itself, or is started only with a profile that the proxy has not. */
function mayComeLate(target: DeployedService, proxy: DeployedService): boolean {
  const { profiles } = target.service;
  if (profiles.length > 0 && !profiles.some((one) => proxy.service.profiles.includes(one))) return false;
  return !target.oneShot && !awaitedBy(target).has(proxy.name);
}

/** Everything that is started before a service, by its dependencies and theirs. */
function awaitedBy({ service, deployment }: DeployedService): ReadonlySet<string> {
  const names = new Set(service.dependsOn.map((one) => one.service));
  for (const name of names)
    for (const one of deployment.service(name)?.service.dependsOn ?? []) names.add(one.service);
  return names;
}
