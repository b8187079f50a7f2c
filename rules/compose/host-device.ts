import { defineRule, skip } from '../../core/rule.ts';
import { partOf } from '../shared/compose-places.ts';

export default defineRule({
  id: 'compose/host-device',
  title: 'Device of the host in a container',
  category: 'security',
  severity: 'info',
  priority: 3,
  remedy: 'Give the container only the devices it works with, with the least access (`:r`).',
  rationale:
    'A device is a way past the container’s file system: a disk’s device file is the disk. The host also has to have it under this name, so the deployment runs on this machine only.',
  references: ['https://docs.docker.com/reference/compose-file/services/#devices'],
  catalogue: ['compose/devices'],
  production: true,
  on: 'service',
  names: ['devices'],
  bad: `services:
  backup:
    image: team/backup:2.1
    devices:
      - /dev/sdb:/dev/sdb
`,
  good: `services:
  backup:
    image: team/backup:2.1
    volumes:
      - /mnt/disk:/disk:ro
`,
  *check({ service, name }) {
    const devices = service.at('devices');
    if (devices?.kind !== 'sequence') return skip;
    for (const item of devices.items) {
      const source = item.kind === 'mapping' ? item.entries.get('source')?.value : item;
      // Devices by their interface (CDI) are not the host's files.
      if (source?.kind !== 'scalar' || source.dynamic || !source.text.startsWith('/')) continue;
      const path = source.text.split(':')[0]!;
      yield { at: partOf(source.span, ''), message: `"${name}" gets the host’s device ${path}.` };
    }
  },
});
