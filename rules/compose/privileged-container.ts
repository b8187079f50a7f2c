import { defineRule, skip } from '../../core/rule.ts';
import { removeKey } from '../shared/list-item.ts';

export default defineRule({
  id: 'compose/privileged-container',
  title: 'Privileged container',
  category: 'security',
  severity: 'error',
  priority: 1,
  remedy: 'Take `privileged` out, and add the one capability or device that the service needs.',
  strength: 'No container is privileged',
  rationale:
    'A privileged container has every capability and every device of the host, and no seccomp or AppArmor profile. Its root can load kernel modules and mount the host’s disks: a flaw in the service is a flaw of the machine.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#privileged',
    'https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities',
  ],
  catalogue: ['compose/privileged'],
  peers: ['semgrep:yaml.docker-compose.security.privileged-service.privileged-service'],
  production: true,
  on: 'service',
  bad: `services:
  vpn:
    image: team/vpn:2.1
    privileged: true
`,
  good: `services:
  vpn:
    image: team/vpn:2.1
`,
  *check({ service, name }) {
    const privileged = service.scalar('privileged');
    if (privileged?.dynamic) return skip;
    if (privileged?.text !== 'true') return;
    const edits = removeKey(service, 'privileged');
    yield {
      at: privileged.span,
      message: `"${name}" is privileged: whoever takes it over is root on the host.`,
      ...(edits && {
        fix: { title: `Run "${name}" without privileges`, safety: 'review' as const, edits },
      }),
    };
  },
});
