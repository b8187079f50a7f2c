import { defineRule } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/invalid-exposed-port',
  title: 'EXPOSE that names no port',
  category: 'correctness',
  severity: 'error',
  priority: 2,
  remedy: 'Write EXPOSE with container ports from 1 to 65535 and tcp or udp.',
  rationale:
    'EXPOSE names the ports that the program in the container listens on, as a note to whoever runs it. ' +
    'A host port, an address or a number out of range means nothing there, and builders warn or stop.',
  references: [
    'https://docs.docker.com/reference/build-checks/expose-invalid-format/',
    'https://docs.docker.com/reference/build-checks/expose-proto-casing/',
  ],
  catalogue: ['dockerfile/expose-invalid', 'dockerfile/expose-format'],
  peers: ['hadolint:DL3011', 'buildkit:ExposeInvalidFormat', 'buildkit:ExposeProtoCasing', 'trivy:DS-0008'],
  on: 'instruction',
  names: ['EXPOSE'],
  bad: `FROM node:24-alpine
EXPOSE 8080:80
USER node
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://127.0.0.1/"]
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
EXPOSE 80
USER node
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://127.0.0.1/"]
CMD ["node", "server.js"]
`,
  *check({ instruction }) {
    for (const { raw, span } of instruction.words) {
      if (raw.includes('$')) continue;
      const published = /^(?:[\d.]+:)?(?:\d+)?:(\d+(?:-\d+)?(?:\/\w+)?)$/.exec(raw)?.[1];
      if (published !== undefined) {
        yield {
          at: span,
          severity: 'warning',
          peers: ['buildkit:ExposeInvalidFormat'],
          message: `${raw} names a port of the host, which EXPOSE does not know: it takes the container's port alone.`,
          fix: { title: `Expose ${published}`, safety: 'safe', edits: [{ span, text: published }] },
        };
        continue;
      }
      const [, first = '', last, protocol] = /^(\d+)(?:-(\d+))?(?:\/(\w+))?$/.exec(raw) ?? [];
      const ports = [first, last ?? first].map(Number);
      const inRange = ports.every((port) => port >= 1 && port <= 65_535) && ports[0]! <= ports[1]!;
      if (first === '' || !inRange || !/^(?:tcp|udp|sctp)?$/i.test(protocol ?? '')) {
        yield {
          at: span,
          peers: ['hadolint:DL3011', 'trivy:DS-0008', 'buildkit:ExposeInvalidFormat'],
          message: `${raw} is no port of a container: they go from 1 to 65535, with "/tcp" or "/udp" behind them.`,
        };
      } else if (protocol && protocol !== protocol.toLowerCase()) {
        yield {
          at: span,
          severity: 'info',
          priority: 3,
          peers: ['buildkit:ExposeProtoCasing'],
          message: `The protocol of ${raw} is written in capitals.`,
          fix: {
            title: `Write ${raw.toLowerCase()}`,
            safety: 'safe',
            edits: [{ span, text: raw.toLowerCase() }],
          },
        };
      }
    }
  },
});
