import { type DeployedService, defineRule, skip } from '../../core/rule.ts';
import { askedAddress } from '../shared/asked-address.ts';
import { lastPartOf } from '../shared/compose-places.ts';
import { healthInForce } from '../shared/health-in-force.ts';
import { listed } from '../shared/listed.ts';
import { proxiedPorts } from '../shared/upstream-targets.ts';

const example = (port: string) => ({
  'compose.yaml': `services:
  api:
    build: .
    environment:
      PORT: "3000"
    healthcheck:
      test: ["CMD", "wget", "-q", "--spider", "http://127.0.0.1:${port}/health"]
`,
  Dockerfile: `FROM node:24-alpine
EXPOSE 3000
CMD ["node", "server.js"]
`,
});

export default defineRule({
  id: 'deployment/wrong-healthcheck-port',
  title: 'Health check asks a port that nothing listens on',
  category: 'health',
  severity: 'warning',
  priority: 1,
  remedy: 'Ask the port on which the process listens in its container.',
  strength: 'Every health check asks a port that its service listens on',
  rationale:
    'A health check runs inside the container: there the port is the one of the process, not the one that `ports` publishes on the host. On another one the connection is refused, the container is never healthy, and what waits for it never starts. ' +
    'It is said where the process’s ports are certain, or where EXPOSE and what else names the port of a service built here agree on another one.',
  references: ['https://docs.docker.com/reference/compose-file/services/#healthcheck'],
  catalogue: ['deployment/healthcheck-port', 'dockerfile/healthcheck-port'],
  on: 'service',
  bad: example('8080'),
  good: example('3000'),
  *check(deployed) {
    const check = healthInForce(deployed);
    const asked = check && askedAddress(check.script);
    if (!check || !asked || deployed.service.networkMode) return skip;
    const ports = otherPorts(deployed, asked.port);
    if (ports === undefined) return;
    const published = deployed.service.ports.find((port) => port.published === asked.port);
    const which = published ? 'which is published on the host only' : 'on which nothing listens';
    yield {
      at: lastPartOf(check.at, asked.written),
      message: `The health check of "${deployed.name}" asks port ${asked.port}, ${which}; in the container it is ${listed(ports.map(String))}.`,
      related: published
        ? [{ at: published.span, message: `The host's port ${asked.port} leads to ${published.target}.` }]
        : [],
    };
  },
});

/** The ports that it listens on, where the asked one is none of them. */
function otherPorts(deployed: DeployedService, asked: number): readonly number[] | undefined {
  const heard = deployed.hears(asked);
  if (heard !== 'unknown') return heard === 'no' ? [...deployed.hearing.ports] : undefined;
  const { built, stage, service, variables, envFiles } = deployed;
  const exposed = new Set(stage?.chain.flatMap((one) => one.exposed.map(({ value }) => value)));
  if (!built || exposed.size === 0 || exposed.has(asked) || deployed.nginx.length > 0) return undefined;
  if (envFiles.length < service.envFiles.length || service.ports.some(({ dynamic }) => dynamic))
    return undefined;
  const named = [...variables].flatMap(([name, value]) => {
    const text = typeof value === 'string' ? value : value.value?.dynamic ? String(asked) : value.value?.text;
    return /PORT|LISTEN|ADDR|BIND/.test(name) && text !== undefined ? [text] : [];
  });
  // Whatever else names the asked port may be what makes the process listen there.
  const command = [
    ...(service.entrypoint?.argv ?? []),
    ...(service.command?.argv ?? []),
    ...(stage?.cmd?.argv ?? []),
  ];
  if ([...named, ...command].some((text) => text.includes(String(asked)))) return undefined;
  const meant = new Set([
    ...service.ports.flatMap(({ target }) => target ?? []),
    ...proxiedPorts(deployed).keys(),
  ]);
  if (meant.has(asked) || service.expose.some(({ value }) => value === asked)) return undefined;
  const agreed = [...exposed].filter((port) => meant.has(port) || named.includes(String(port)));
  return agreed.length > 0 ? agreed : undefined;
}
