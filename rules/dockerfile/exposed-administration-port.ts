import { defineRule } from '../../core/rule.ts';

const administration: Readonly<Record<string, string>> = {
  22: 'SSH',
  23: 'Telnet',
  3389: 'RDP',
  5800: 'VNC',
  5900: 'VNC',
  5901: 'VNC',
};

export default defineRule({
  id: 'dockerfile/exposed-administration-port',
  title: 'Port of a remote login exposed',
  category: 'security',
  severity: 'warning',
  priority: 1,
  remedy: 'Take the login out of the image, and use `docker exec` on the host.',
  rationale:
    'A remote login in a container is a second door: with keys, passwords and updates of its own that nobody looks after. ' +
    '`docker exec` gives the same to those who may, and leaves a trace.',
  references: ['https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html'],
  catalogue: ['dockerfile/admin-port-exposed'],
  peers: ['trivy:DS-0004', 'checkov:CKV_DOCKER_1', 'sonar:S6473'],
  on: 'stage',
  bad: `FROM debian:13-slim
EXPOSE 22
CMD ["/usr/sbin/sshd", "-D"]
`,
  good: `FROM debian:13-slim
EXPOSE 8080
CMD ["/usr/local/bin/app"]
`,
  *check({ stage }) {
    for (const { value, span, protocol } of stage.exposed) {
      const login = administration[value];
      if (!login || protocol !== 'tcp' || span.start < stage.from.span.start) continue;
      // A Git server's SSH hands out repositories and no shell.
      if (login === 'SSH' && stage.packages.has('git')) continue;
      yield { at: span, message: `Port ${value} is ${login}: the image offers a remote login.` };
    }
  },
});
