import { type DeployedService, defineRule } from '../../core/rule.ts';

/** They read containers' states or logs, or start containers: their documentation asks for the socket. */
const consumers =
  /(?:^|\/)(?:traefik|watchtower|portainer(?:-ce|-ee)?|portainer\/agent|promtail|alloy|cadvisor|dozzle|nginx-proxy|docker-gen|acme-companion|diun|autoheal|ouroboros|telegraf|vector|homepage)$/;

/** Filters in front of the socket are what the rule asks for. */
const filters = /(?:^|\/)(?:docker-)?socket-proxy$/;

export default defineRule({
  id: 'compose/docker-socket-mounted',
  title: 'Docker socket mounted',
  category: 'security',
  severity: 'error',
  priority: 1,
  remedy:
    'Take the socket out, or put a socket proxy before it that lets through only the requests the service needs.',
  strength: 'No service holds the Docker socket',
  rationale:
    'Whoever speaks to the Docker socket is root on the host: one request starts a container that mounts the host’s file system. A flaw in the service that holds the socket is then a flaw of the whole machine. ' +
    '`:ro` keeps the socket’s file from being replaced; what is said through it stays unrestricted.',
  references: [
    'https://docs.docker.com/engine/security/#docker-daemon-attack-surface',
    'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
  ],
  catalogue: ['compose/docker-socket'],
  peers: ['semgrep:yaml.docker-compose.security.exposing-docker-socket-volume.exposing-docker-socket-volume'],
  production: true,
  on: 'service',
  bad: `services:
  ci:
    image: team/runner:4
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock
`,
  good: `services:
  ci:
    image: team/runner:4
    volumes:
      - builds:/builds
volumes:
  builds:
`,
  *check(deployed) {
    const { service, name } = deployed;
    const sockets = service.mounts.filter(
      ({ type, source }) => type === 'bind' && (source === 'docker.sock' || source?.endsWith('/docker.sock')),
    );
    if (sockets.length === 0) return;
    const repository = service.image?.reference?.repository ?? '';
    if (filters.test(repository)) return;
    for (const mount of sockets) {
      const asked = mount.readOnly && isConsumer(deployed, repository);
      const still = mount.readOnly ? ', read-only or not' : '';
      yield {
        at:
          mount.value.kind === 'mapping'
            ? (mount.value.entries.get('source')?.value?.span ?? mount.span)
            : mount.span,
        message: `"${name}" holds the Docker socket${still}: whoever takes it over is root on the host.`,
        ...(asked && { severity: 'warning' as const }),
      };
    }
  },
});

function isConsumer({ image, built }: DeployedService, repository: string): boolean {
  return !built && (consumers.test(repository) || image?.product === 'traefik');
}
