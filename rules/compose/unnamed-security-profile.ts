import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/unnamed-security-profile',
  title: 'No AppArmor or SELinux profile of its own',
  category: 'security',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Name a profile in `security_opt` where Docker’s default is not narrow enough.',
  rationale:
    'Docker runs every container under its default seccomp and AppArmor profiles by itself, so nothing is open without this. ' +
    'A profile of one’s own allows less; writing and keeping one is work, so the rule is off until it is asked for.',
  references: [
    'https://docs.docker.com/engine/security/apparmor/',
    'https://docs.docker.com/reference/compose-file/services/#security_opt',
  ],
  catalogue: ['compose/security-profile'],
  production: true,
  on: 'service',
  bad: `services:
  api:
    image: team/api:2.1
`,
  good: `services:
  api:
    image: team/api:2.1
    security_opt:
      - apparmor:team-api
`,
  *check({ service, name, oneShot }) {
    if (oneShot || (!service.image && !service.build)) return skip;
    const value = service.at('security_opt');
    const options = value?.kind === 'sequence' ? value.items : [];
    if (options.some((item) => item.kind === 'scalar' && /^(?:apparmor|label|seccomp)[:=]/.test(item.text)))
      return;
    yield {
      at: service.entry('security_opt')?.keySpan ?? service.nameSpan,
      message: `"${name}" runs under Docker’s default profiles; none is named for it.`,
    };
  },
});
