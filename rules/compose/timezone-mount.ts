import { defineRule, skip } from '../../core/rule.ts';
import { mountPlace } from '../shared/mount-places.ts';

export default defineRule({
  id: 'compose/timezone-mount',
  title: 'Time zone mounted from the host',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Set `TZ` where the image knows time zones.',
  rationale:
    'A mounted `/etc/localtime` ties the container to one host’s settings, and hosts without the file get a folder of that name instead. It is a matter of style, so the rule is off until it is asked for.',
  references: ['https://docs.docker.com/engine/storage/bind-mounts/'],
  catalogue: ['compose/timezone-mount', 'compose/hostname-clash'],
  on: 'service',
  names: ['volumes'],
  bad: `services:
  app:
    image: team/app:2.1
    volumes:
      - /etc/localtime:/etc/localtime:ro
`,
  good: `services:
  app:
    image: team/app:2.1
    environment:
      TZ: Europe/Berlin
`,
  *check({ service, name }) {
    if (service.mounts.length === 0) return skip;
    for (const mount of service.mounts) {
      if (mount.type !== 'bind' || !/^\/etc\/(?:localtime|timezone)$/.test(mount.source ?? '')) continue;
      yield {
        at: mountPlace(mount),
        message: `"${name}" takes its time zone from ${mount.source} of the host.`,
      };
    }
  },
});
