import { type ComposeScalar, defineRule, parseSize, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/reservation-exceeds-limit',
  title: 'More reserved than allowed',
  category: 'resources',
  severity: 'error',
  priority: 1,
  remedy: 'Reserve no more than the limit.',
  rationale:
    'A reservation is what a service is to have at least, a limit what it may have at most. Docker refuses a container whose memory reservation is above its limit.',
  references: ['https://docs.docker.com/reference/compose-file/deploy/#resources'],
  catalogue: ['compose/reservation-exceeds-limit'],
  on: 'service',
  names: ['deploy', 'mem_reservation'],
  bad: `services:
  api:
    image: team/api:2.1
    deploy:
      resources:
        limits:
          memory: 512M
        reservations:
          memory: 1G
`,
  good: `services:
  api:
    image: team/api:2.1
    deploy:
      resources:
        limits:
          memory: 512M
        reservations:
          memory: 512M
`,
  *check({ service, name }) {
    const pairs = [
      {
        what: 'memory',
        reserved:
          service.scalar('deploy', 'resources', 'reservations', 'memory') ??
          service.scalar('mem_reservation'),
        limit: service.scalar('deploy', 'resources', 'limits', 'memory') ?? service.scalar('mem_limit'),
        read: parseSize,
      },
      {
        what: 'CPUs',
        reserved: service.scalar('deploy', 'resources', 'reservations', 'cpus'),
        limit: service.scalar('deploy', 'resources', 'limits', 'cpus') ?? service.scalar('cpus'),
        read: Number,
      },
    ];
    if (pairs.every(({ reserved }) => !reserved)) return skip;
    for (const { what, reserved, limit, read } of pairs) {
      if (!reserved || !limit || !isAbove(reserved, limit, read)) continue;
      yield {
        at: reserved.span,
        message: `"${name}" reserves ${reserved.text} of ${what} and may have only ${limit.text}.`,
        related: [{ at: limit.span, message: 'The limit.' }],
        ...(reserved.origin !== 'shared' &&
          reserved.variables.length === 0 && {
            fix: {
              title: `Reserve ${limit.text}`,
              safety: 'review' as const,
              edits: [
                { span: reserved.span, text: limit.span.source.text.slice(limit.span.start, limit.span.end) },
              ],
            },
          }),
      };
    }
  },
});

function isAbove(
  reserved: ComposeScalar,
  limit: ComposeScalar,
  read: (text: string) => number | undefined,
): boolean {
  if (reserved.dynamic || limit.dynamic) return false;
  const [least = 0, most = 0] = [read(reserved.text), read(limit.text)];
  return most > 0 && least > most;
}
