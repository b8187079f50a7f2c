import { type DeployedService, type Deployment, defineRule, routesOf, skip } from '../../core/rule.ts';
import { escaped } from '../shared/compose-places.ts';
import { reachesOut } from '../shared/upstream-targets.ts';

const example = (...lines: readonly string[]) => ({
  'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
    ports:
      - "80:80"
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
  api:
    build: .
  admin:
    build: .
`,
  Dockerfile: `FROM node:24-alpine
EXPOSE 3000
CMD ["node", "server.js"]
`,
  'nginx.conf': `events {}
http {
    server {
        location / {
            proxy_pass http://api:3000;
        }
${lines.map((line) => `        ${line}\n`).join('')}    }
}
`,
});

export default defineRule({
  id: 'deployment/unrouted-service',
  title: 'Web service that no request reaches',
  category: 'architecture',
  severity: 'info',
  priority: 3,
  remedy: 'Send requests to it, publish its port, or take it out.',
  rationale:
    'A service that listens, is not published and stands in no `proxy_pass` answers nobody: a location was forgotten, or the service was. ' +
    'It is said only where nothing else in the deployment names the service, all of nginx’s configuration is known, and no other proxy is there.',
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  catalogue: ['deployment/service-not-routed'],
  on: 'service',
  bad: example(),
  good: example('location /admin/ {', '    proxy_pass http://admin:3000;', '}'),
  *check(deployed) {
    const { service, name, deployment, stage, listens } = deployed;
    if (!deployment.derive(isRoutedByNginxAlone)) return skip;
    const exposed = stage?.chain.some((one) => one.exposed.length > 0);
    const asIs =
      !service.command && !service.entrypoint && service.profiles.length === 0 && !deployed.oneShot;
    if (!exposed || !asIs || deployed.nginx.length > 0 || reachesOut(deployed)) return skip;
    if (/work|queue|cron|sched|job|beat|consum|migrat|backup|test/.test(name)) return skip;
    if (service.ports.length > 0 || deployment.derive(routesOf).to(deployed).length > 0) return;
    if (isNamedBySomebody(deployed)) return;
    const [port] = listens.ports;
    yield {
      at: service.nameSpan,
      message: `"${name}" listens${port === undefined ? '' : ` on port ${port}`}, and neither nginx nor a published port leads there.`,
    };
  },
});

/** Some published nginx, of which everything is known, is the only proxy. */
function isRoutedByNginxAlone({ nginx, services }: Deployment): boolean {
  const known = nginx.every(
    ({ config }) => config.complete && config.proxies.every(({ dynamic }) => !dynamic),
  );
  const fronts = nginx.flatMap((one) => one.services).filter(({ service }) => service.ports.length > 0);
  if (fronts.length === 0 || !known) return false;
  return services.every(
    ({ image, service, variables, name }) =>
      image?.role !== 'proxy' &&
      !service.at('labels') &&
      !variables.has('VIRTUAL_HOST') &&
      !/traefik|caddy|haproxy|envoy|cloudflared|tunnel|ngrok|gateway|kong/.test(
        `${name} ${service.image?.value ?? ''}`,
      ),
  );
}

/** Whether another service, a script or an env file has its name anywhere: it may be asked from there. */
function isNamedBySomebody({ name, service, deployment }: DeployedService): boolean {
  const word = new RegExp(`(?<![\\w.-])${escaped(name)}(?![\\w-])`);
  const texts = deployment.services.flatMap((other) => {
    if (other.service === service) return [];
    const { command, entrypoint, build, dependsOn } = other.service;
    const values = [...other.variables.values()].map((value) =>
      typeof value === 'string' ? value : (value.value?.text ?? ''),
    );
    const uses = other.nginx.length > 0 ? [] : dependsOn.map((one) => one.service);
    return [
      ...values,
      ...uses,
      ...(command?.argv ?? []),
      ...(entrypoint?.argv ?? []),
      ...(build?.args ?? []).map((one) => one.value?.text ?? ''),
    ];
  });
  return [...texts, ...deployment.scripts.map(({ text }) => text)].some((text) => word.test(text));
}
