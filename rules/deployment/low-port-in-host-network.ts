import { defineRule, skip } from '../../core/rule.ts';

const example = (port: string) => ({
  'compose.yaml': `services:
  web:
    image: nginxinc/nginx-unprivileged:1.30-alpine
    network_mode: host
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
`,
  'nginx.conf': `events {}
http {
    server {
        listen ${port};
        root /usr/share/nginx/html;
    }
}
`,
});

export default defineRule({
  id: 'deployment/low-port-in-host-network',
  title: 'Port below 1024 without root on the host’s network',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Listen on a port from 1024 on, or give the service a network of its own and publish the port.',
  rationale:
    'In a network of its own a container may listen on any port without root: Docker sets `net.ipv4.ip_unprivileged_port_start` to 0 there since 20.10, and Podman does too. ' +
    'With `network_mode: host` the host’s value holds, which is 1024 unless somebody changed it, and a capability in `cap_add` does not reach a process that is not root: nginx ends with "bind() failed (13: Permission denied)".',
  references: [
    'https://github.com/moby/moby/pull/41030',
    'https://docs.docker.com/engine/network/drivers/host/',
    'https://docs.kernel.org/networking/ip-sysctl.html',
  ],
  catalogue: ['deployment/privileged-port-non-root'],
  on: 'nginx',
  bad: example('80'),
  good: example('8080'),
  *check({ config, services }) {
    const service = services.find(
      (one) => one.service.networkMode?.text === 'host' && one.runsAs === 'non-root',
    );
    if (!service) return skip;
    const said = new Set<unknown>();
    for (const { directive, port } of config.servers.flatMap((server) => server.listens)) {
      if (port === undefined || port >= 1024 || said.has(directive)) continue;
      said.add(directive);
      yield {
        at: directive.args[0]?.span ?? directive.nameSpan,
        message: `"${service.name}" runs without root on the host's network, where ports below 1024 are root's: it cannot listen on ${port}.`,
        related: [
          { at: service.userSpan, message: 'It does not run as root.' },
          { at: service.service.networkMode!.span, message: 'It is on the network of the host.' },
        ],
      };
    }
  },
});
