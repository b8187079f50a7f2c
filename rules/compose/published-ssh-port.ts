import { type DeployedService, defineRule, skip } from '../../core/rule.ts';
import { isOpenPort, portPlace } from '../shared/open-port.ts';
import { closePort } from '../shared/port-fix.ts';

/** SSH is what they are there for. */
const speakSsh = /git|forgejo|sftp|bastion|jump|teleport|ssh|borg|rsync/;

export default defineRule({
  id: 'compose/published-ssh-port',
  title: 'SSH into a container open on every interface',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy: 'Use `docker compose exec`, and publish no SSH port.',
  rationale:
    'A container needs no SSH server: `docker compose exec` opens a shell in it. A published one is another login for the internet to try, with keys and passwords of its own that nobody renews.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#ports',
    'https://docs.docker.com/reference/cli/docker/compose/exec/',
  ],
  catalogue: ['compose/ssh-published'],
  production: true,
  on: 'service',
  bad: `services:
  app:
    image: team/app:2.1
    ports:
      - "2222:22"
`,
  good: `services:
  app:
    image: team/app:2.1
    ports:
      - "127.0.0.1:2222:22"
`,
  *check(deployed) {
    const { service, name } = deployed;
    if (service.ports.length === 0 || isSshService(deployed)) return skip;
    for (const port of service.ports) {
      if (port.target !== 22 || port.protocol !== 'tcp' || !isOpenPort(port)) continue;
      const fixes = closePort(port, deployed);
      yield {
        at: portPlace(port),
        message: `SSH of "${name}" is open on every interface, on port ${port.published ?? 22}.`,
        ...(fixes.length > 0 && { fix: fixes }),
      };
    }
  },
});

function isSshService({ service, name }: DeployedService): boolean {
  return speakSsh.test(name) || speakSsh.test(service.image?.reference?.repository ?? '');
}
