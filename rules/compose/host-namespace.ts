import { type DeployedService, defineRule } from '../../core/rule.ts';
import { removeKey } from '../shared/list-item.ts';

interface Namespace {
  readonly key: string;
  readonly shares: string;
}

const namespaces: readonly Namespace[] = [
  { key: 'network_mode', shares: 'reaches every port of the host and opens its own past all networks' },
  { key: 'pid', shares: 'sees the host’s processes and, as root, their memory' },
  { key: 'ipc', shares: 'shares the memory of the host’s processes' },
  { key: 'uts', shares: 'may rename the host' },
  { key: 'userns_mode', shares: 'is not remapped: its root is the host’s root' },
  { key: 'cgroup', shares: 'sees the control groups of the whole host' },
];

/** They measure the host, and their documentation asks for its network and processes. */
const measuring = /(?:^|\/)(?:node-exporter|netdata|agent|datadog-agent|telegraf|cadvisor|glances)$/;

export default defineRule({
  id: 'compose/host-namespace',
  title: 'Container shares a namespace of the host',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy: 'Give the container namespaces of its own, and publish the ports it needs.',
  strength: 'Containers keep to their own namespaces',
  rationale:
    'Namespaces are what keeps a container from the host. With the host’s network a container reaches services that listen on 127.0.0.1 only, and its ports are open without `ports`; ' +
    'with its process namespace it sees every process with arguments and environment. Programs that measure the host need it, and are not meant.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#network_mode',
    'https://docs.docker.com/engine/network/drivers/host/',
  ],
  catalogue: ['compose/host-namespace'],
  production: true,
  on: 'service',
  bad: `services:
  api:
    image: team/api:2.1
    pid: host
`,
  good: `services:
  api:
    image: team/api:2.1
`,
  *check(deployed) {
    if (isMeasuring(deployed)) return;
    const { service, name } = deployed;
    for (const { key, shares } of namespaces) {
      const value = service.scalar(key);
      if (value?.text !== 'host') continue;
      // Without the host's network its clients have to be reached in another way.
      const edits = key === 'network_mode' ? undefined : removeKey(service, key);
      yield {
        at: value.span,
        message: `"${name}" ${shares} ("${key}: host").`,
        ...(edits && {
          fix: { title: `Take "${key}: host" from "${name}"`, safety: 'review' as const, edits },
        }),
      };
    }
  },
});

function isMeasuring({ service, built }: DeployedService): boolean {
  return !built && measuring.test(service.image?.reference?.repository ?? '');
}
