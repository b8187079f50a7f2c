import { type DeployedService, defineRule, skip } from '../../core/rule.ts';
import { removeListed } from '../shared/list-item.ts';

/** What each gives away. Source: https://man7.org/linux/man-pages/man7/capabilities.7.html, 2026-08. */
const dangers: Readonly<Record<string, string>> = {
  ALL: 'every capability there is',
  SYS_ADMIN: 'mounting, namespaces and much else, which is root by another name',
  SYS_MODULE: 'loading kernel modules',
  SYS_PTRACE: 'reading and changing the memory of other processes',
  SYS_RAWIO: 'raw access to devices and memory',
  SYS_BOOT: 'restarting the host',
  SYS_TIME: 'setting the host’s clock',
  DAC_READ_SEARCH: 'reading any file, past the walls of the container too',
  BPF: 'loading programs into the kernel',
  MAC_ADMIN: 'changing the security policy of the kernel',
  MAC_OVERRIDE: 'passing by the security policy of the kernel',
  NET_ADMIN: 'changing routes, interfaces and firewall rules',
};

/** They make tunnels, routes or firewall rules. */
const networking =
  /wireguard|wg-easy|openvpn|tailscale|gluetun|netbird|zerotier|pihole|fail2ban|crowdsec|dnsmasq|vpn|squid|firewall|netdata/;

export default defineRule({
  id: 'compose/dangerous-capability',
  title: 'Capability that is as good as root',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy:
    'Add only what the program needs by its documentation, none of the capabilities that rule the host.',
  strength: 'No dangerous capability is added',
  rationale:
    'Capabilities are the pieces of root. Some of them lead out of the container: with `SYS_ADMIN`, `SYS_MODULE` or `DAC_READ_SEARCH` a process reaches the host. ' +
    'Such a process needs no other flaw.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#cap_add',
    'https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities',
  ],
  catalogue: ['compose/cap-add'],
  production: true,
  on: 'service',
  names: ['cap_add'],
  bad: `services:
  api:
    image: team/api:2.1
    cap_add:
      - SYS_ADMIN
      - NET_BIND_SERVICE
`,
  good: `services:
  api:
    image: team/api:2.1
    cap_add:
      - NET_BIND_SERVICE
`,
  *check(deployed) {
    const added = deployed.service.at('cap_add');
    if (added?.kind !== 'sequence') return skip;
    for (const item of added.items) {
      if (item.kind !== 'scalar') continue;
      const name = item.text.toUpperCase().replace(/^CAP_/, '');
      const danger = dangers[name];
      if (danger === undefined || (name === 'NET_ADMIN' && isNetworking(deployed))) continue;
      const edits = removeListed(deployed.service, 'cap_add', item);
      yield {
        at: item.span,
        message: `${item.text} gives "${deployed.name}" ${danger}.`,
        ...(edits && {
          fix: { title: `Take ${item.text} from "${deployed.name}"`, safety: 'review' as const, edits },
        }),
      };
    }
  },
});

function isNetworking({ service, name }: DeployedService): boolean {
  return networking.test(service.image?.reference?.repository ?? name);
}
