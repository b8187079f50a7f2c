import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/insecure-build-step',
  title: 'Build step with rights of the host',
  category: 'security',
  severity: 'error',
  priority: 1,
  remedy: 'Build without privileges: leave the flag or the socket out.',
  rationale:
    '`--security=insecure` runs a step without a sandbox, `--network=host` in the network of the build machine, and the Docker socket is root on it. ' +
    'Whatever the step downloads gets the same rights.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#run---security',
    'https://docs.docker.com/reference/dockerfile/#run---network',
  ],
  catalogue: ['dockerfile/insecure-builder'],
  peers: ['sonar:S6502', 'sonar:S6431'],
  on: 'instruction',
  names: ['RUN'],
  bad: `FROM debian:13-slim
RUN --security=insecure make install
USER nobody
CMD ["/usr/local/bin/app"]
`,
  good: `FROM debian:13-slim
RUN make install
USER nobody
CMD ["/usr/local/bin/app"]
`,
  *check({ instruction }) {
    if (instruction.flags.length === 0) return skip;
    for (const { name, value, span } of instruction.flags) {
      if (name === 'security' && value?.value === 'insecure')
        yield {
          at: span,
          message: 'This step runs without a sandbox, with all rights of the builder.',
          peers: ['sonar:S6502'],
        };
      if (name === 'network' && value?.value === 'host')
        yield {
          at: span,
          severity: 'warning',
          message: 'This step runs in the network of the build machine.',
          peers: ['sonar:S6431'],
        };
      if (name === 'mount' && /(?:^|[,/])docker\.sock\b/.test(value?.value ?? ''))
        yield {
          at: span,
          message: 'This step gets the Docker socket: it is root on the build machine.',
          peers: [],
        };
    }
  },
});
