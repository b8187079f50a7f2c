import { type DeployedService, defineRule, type Mount, nameOf } from '../../core/rule.ts';
import { makeReadOnly, mountPlace } from '../shared/mount-places.ts';

const configuration =
  /\.(?:conf|cnf|cfg|ini|toml|ya?ml|xml|properties|hcl|alloy|river|template|crt|pem|key|sql|env)$|(?:^|\/)(?:Caddyfile|haproxy\.cfg|php\.ini)$/i;
/** Programs write these themselves. */
const written = /acme|\.lock$|(?:^|\/)users?[\w.-]*$|(?:^|\/)(?:\.ssh|data|state|cache|logs?)\//i;

/** They read their configuration and nothing of their entrypoints writes to it. */
const readers: readonly string[] = ['web-server', 'proxy', 'monitoring', 'logging', 'database'];

export default defineRule({
  id: 'compose/writable-configuration',
  title: 'Configuration file that its container may change',
  category: 'security',
  severity: 'info',
  priority: 3,
  remedy: 'Mount configuration files with `:ro`.',
  strength: 'Configuration is mounted read-only',
  rationale:
    'A mounted configuration file is the one in the repository or on the host. A program that is taken over can change it there, and what it writes survives a new container. Read-only costs nothing where the program only reads.',
  references: ['https://docs.docker.com/engine/storage/bind-mounts/#use-a-read-only-bind-mount'],
  catalogue: ['compose/mount-read-only'],
  production: true,
  on: 'service',
  bad: `services:
  web:
    image: nginx:1.30
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf
`,
  good: `services:
  web:
    image: nginx:1.30
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
`,
  *check(deployed) {
    for (const mount of deployed.service.mounts) {
      if (mount.readOnly || !isConfiguration(mount, deployed)) continue;
      const edits = makeReadOnly(mount);
      const safe = deployed.image !== undefined && readers.includes(deployed.image.role);
      yield {
        at: mountPlace(mount),
        message: `"${deployed.name}" may change ${nameOf(mount.source ?? '')} on the host: it is mounted writable.`,
        ...(edits && {
          fix: {
            title: `Mount ${nameOf(mount.source ?? '')} read-only`,
            safety: safe ? ('safe' as const) : ('review' as const),
            edits,
          },
        }),
      };
    }
  },
});

function isConfiguration(
  { type, source = '', target, path, dynamic }: Mount,
  { deployment }: DeployedService,
): boolean {
  if (type !== 'bind' || dynamic || !configuration.test(target) || !configuration.test(source)) return false;
  return (
    !written.test(source) && !written.test(target) && !(path !== undefined && deployment.tree.isFolder(path))
  );
}
