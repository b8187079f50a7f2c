import { defineRule, skip } from '../../core/rule.ts';
import { removeListed } from '../shared/list-item.ts';

const seccomp =
  'semgrep:yaml.docker-compose.security.seccomp-confinement-disabled.seccomp-confinement-disabled';
const selinux =
  'semgrep:yaml.docker-compose.security.selinux-separation-disabled.selinux-separation-disabled';

interface Profile {
  readonly pattern: RegExp;
  readonly effect: string;
  readonly peers: readonly string[];
}

const profiles: readonly Profile[] = [
  { pattern: /^seccomp[:=]unconfined$/, effect: 'may make every system call', peers: [seccomp] },
  { pattern: /^apparmor[:=]unconfined$/, effect: 'runs without Docker’s AppArmor profile', peers: [] },
  { pattern: /^label[:=]disable$/, effect: 'is not kept apart by SELinux', peers: [selinux] },
  {
    pattern: /^systempaths[:=]unconfined$/,
    effect: 'sees the parts of /proc and /sys that Docker hides',
    peers: [],
  },
];

export default defineRule({
  id: 'compose/disabled-security-profile',
  title: 'Security profile switched off',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy: 'Leave Docker’s profile on, or name one of your own that allows what is needed.',
  strength: 'Docker’s security profiles are on',
  rationale:
    'Docker runs containers under a seccomp profile and, where the host has it, under AppArmor or SELinux. They have stopped most of the ways out of containers that were found in the kernel. Switched off they stop nothing.',
  references: [
    'https://docs.docker.com/engine/security/seccomp/',
    'https://docs.docker.com/engine/security/apparmor/',
  ],
  catalogue: ['compose/security-profile-off'],
  peers: [seccomp, selinux],
  production: true,
  on: 'service',
  names: ['security_opt'],
  bad: `services:
  api:
    image: team/api:2.1
    security_opt:
      - no-new-privileges:true
      - seccomp:unconfined
`,
  good: `services:
  api:
    image: team/api:2.1
    security_opt:
      - no-new-privileges:true
`,
  *check({ service, name }) {
    const options = service.at('security_opt');
    if (options?.kind !== 'sequence') return skip;
    for (const item of options.items) {
      const profile =
        item.kind === 'scalar' ? profiles.find(({ pattern }) => pattern.test(item.text)) : undefined;
      if (!profile || item.kind !== 'scalar') continue;
      const edits = removeListed(service, 'security_opt', item);
      yield {
        at: item.span,
        message: `"${name}" ${profile.effect} ("${item.text}").`,
        peers: profile.peers,
        ...(edits && { fix: { title: `Take "${item.text}" out`, safety: 'review' as const, edits } }),
      };
    }
  },
});
