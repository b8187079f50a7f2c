import { defineRule, type Mount, skip } from '../../core/rule.ts';
import { mountPlace } from '../shared/mount-places.ts';

export default defineRule({
  id: 'compose/shared-volume',
  title: 'Volume that several services write',
  category: 'architecture',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Let one service write, and mount the volume read-only in the others.',
  rationale:
    'Two programs that write the same files have to agree on locks and owners, and what one leaves broken the other reads. Many deployments share a volume on purpose (uploads, certificates), so the rule is off until it is asked for.',
  references: ['https://docs.docker.com/reference/compose-file/volumes/'],
  catalogue: ['compose/volume-shared'],
  production: true,
  on: 'deployment',
  bad: `services:
  app:
    image: team/app:2.1
    volumes:
      - data:/data
  worker:
    image: team/worker:2.1
    volumes:
      - data:/data
volumes:
  data:
`,
  good: `services:
  app:
    image: team/app:2.1
    volumes:
      - data:/data
  worker:
    image: team/worker:2.1
    volumes:
      - data:/data:ro
volumes:
  data:
`,
  *check(deployment) {
    const writers = new Map<string, { readonly service: string; readonly mount: Mount }>();
    let asked = false;
    for (const { service, name } of deployment.services) {
      for (const mount of service.mounts) {
        if (mount.type !== 'volume' || mount.source === undefined || mount.readOnly || mount.dynamic)
          continue;
        asked = true;
        const first = writers.get(mount.source);
        if (!first) writers.set(mount.source, { service: name, mount });
        else if (first.service !== name)
          yield {
            at: mountPlace(mount),
            message: `"${name}" writes to the volume "${mount.source}", as "${first.service}" does.`,
            related: [{ at: mountPlace(first.mount), message: `"${first.service}" mounts it here.` }],
            service: name,
          };
      }
    }
    if (!asked) return skip;
  },
});
