import { defineRule, type Mount, skip } from '../../core/rule.ts';
import { mountPlace } from '../shared/mount-places.ts';

export default defineRule({
  id: 'compose/shared-mount-propagation',
  title: 'Mounts made in the container reach the host',
  category: 'security',
  severity: 'info',
  priority: 3,
  remedy: 'Use `rslave` where the container has to see new mounts of the host, and nothing otherwise.',
  rationale:
    'With `shared` or `rshared` propagation what a container mounts appears on the host and in other containers. Storage plugins need that; anything else should not be able to change what the host sees under a path.',
  references: ['https://docs.docker.com/engine/storage/bind-mounts/#configure-bind-propagation'],
  catalogue: ['compose/shared-propagation'],
  production: true,
  on: 'service',
  names: ['volumes'],
  bad: `services:
  backup:
    image: team/backup:2.1
    volumes:
      - /mnt:/mnt:ro,shared
`,
  good: `services:
  backup:
    image: team/backup:2.1
    volumes:
      - /mnt:/mnt:ro,rslave
`,
  *check({ service, name }) {
    if (service.mounts.length === 0) return skip;
    for (const mount of service.mounts) {
      const propagation = propagationOf(mount);
      if (propagation !== 'shared' && propagation !== 'rshared') continue;
      yield {
        at: mountPlace(mount),
        message: `What "${name}" mounts below ${mount.target} appears on the host too ("${propagation}").`,
      };
    }
  },
});

function propagationOf({ value }: Mount): string | undefined {
  if (value.kind === 'scalar') {
    const mode = value.text.split(':').slice(2).at(-1);
    return mode?.split(',').find((word) => /shared$/.test(word));
  }
  const bind = value.kind === 'mapping' ? value.entries.get('bind')?.value : undefined;
  const written = bind?.kind === 'mapping' ? bind.entries.get('propagation')?.value : undefined;
  return written?.kind === 'scalar' ? written.text : undefined;
}
