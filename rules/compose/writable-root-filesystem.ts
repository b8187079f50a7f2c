import { type DeployedService, defineRule, type Fix, setYamlMany, skip } from '../../core/rule.ts';
import { copiedInto } from '../shared/copied-secrets.ts';

export default defineRule({
  id: 'compose/writable-root-filesystem',
  title: 'Writable root file system',
  category: 'security',
  severity: 'info',
  priority: 3,
  remedy: 'Set `read_only: true`, and give the program a `tmpfs` where it writes.',
  strength: 'Root file systems are read-only',
  rationale:
    'What runs in a container rarely has to change its own program. With a read-only root an intruder cannot put tools there, and nothing can be lost that was written past the volumes. ' +
    'The few folders that programs do write to, such as `/tmp`, are given as `tmpfs`.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#read_only',
    'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
  ],
  catalogue: ['compose/read-only-rootfs'],
  peers: ['semgrep:yaml.docker-compose.security.writable-filesystem-service.writable-filesystem-service'],
  production: true,
  on: 'service',
  bad: `services:
  db:
    image: postgres:18
    restart: unless-stopped
`,
  good: `services:
  db:
    image: postgres:18
    restart: unless-stopped
    read_only: true
    tmpfs:
      - /var/run/postgresql
      - /tmp
`,
  *check(deployed) {
    const { service, name, oneShot } = deployed;
    if (oneShot || (!service.image && !service.build)) return skip;
    const readOnly = service.scalar('read_only');
    if (readOnly && (readOnly.dynamic || readOnly.text === 'true')) return;
    // Compose refuses to start it with a read-only root.
    if (copiedInto(deployed).length > 0) return skip;
    yield {
      at: service.entry('read_only')?.keySpan ?? service.nameSpan,
      message: `The root file system of "${name}" is writable.`,
      fix: () => fixFor(deployed),
    };
  },
});

function fixFor({ service, image, built, name }: DeployedService): Fix | undefined {
  const paths = built ? undefined : image?.writablePaths;
  if (!paths || !service.node || service.at('tmpfs')) return undefined;
  const missing = paths.filter(
    (path) => !service.mounts.some((mount) => `${path}/`.startsWith(`${mount.target}/`)),
  );
  const edits = setYamlMany(service.node, [
    [['read_only'], true],
    ...(missing.length > 0 ? [[['tmpfs'], [...missing]] as [string[], string[]]] : []),
  ]);
  return edits && { title: `Make the root of "${name}" read-only`, safety: 'review', edits };
}
