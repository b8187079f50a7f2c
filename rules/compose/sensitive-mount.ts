import { defineRule, type Mount } from '../../core/rule.ts';
import { makeReadOnly, mountPlace } from '../shared/mount-places.ts';

/** Folders of the host whose owner owns the host. */
const folders =
  /^\/(?:etc(?:\/(?:ssh|cron\.\w+|cron\.d|systemd|sudoers\.d|pam\.d|passwd|shadow|sudoers|crontab))?|root|proc|sys|run|var|var\/run|var\/lib|var\/lib\/docker|usr|usr\/bin|usr\/lib|bin|sbin|lib|lib64|boot|dev|home)?\/?$/;
/** Keys to other machines, in anybody's home. */
const keys =
  /^(?:~|\$\{HOME\}|\/root|\/home\/[^/]+)\/\.(?:ssh|aws|kube|gnupg|docker|config\/gcloud|azure)(?:\/|$)/;

export default defineRule({
  id: 'compose/sensitive-mount',
  title: 'Folder of the host that a container may change',
  category: 'security',
  severity: 'error',
  priority: 1,
  remedy: 'Mount only the file that is needed, and read-only.',
  strength: 'No sensitive folder of the host is mounted writable',
  rationale:
    'Whoever writes to `/etc`, `/root`, `/var/run` or `/` of the host is its administrator: a line in a crontab or an SSH key is enough. ' +
    'A container that is taken over takes the host with it where such a folder is mounted writable.',
  references: [
    'https://docs.docker.com/engine/storage/bind-mounts/#considerations-and-constraints',
    'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
  ],
  catalogue: ['compose/sensitive-mount'],
  production: true,
  on: 'service',
  bad: `services:
  agent:
    image: team/agent:2.1
    volumes:
      - /etc:/host/etc
`,
  good: `services:
  agent:
    image: team/agent:2.1
    volumes:
      - /etc:/host/etc:ro
`,
  *check({ service, name }) {
    for (const mount of service.mounts) {
      if (mount.type !== 'bind' || mount.readOnly || !isSensitive(mount)) continue;
      const edits = makeReadOnly(mount);
      yield {
        at: mountPlace(mount),
        message: `"${name}" may change ${mount.source} of the host: whoever takes it over owns the host.`,
        ...(edits && {
          fix: { title: `Mount ${mount.source} read-only`, safety: 'review' as const, edits },
        }),
      };
    }
  },
});

function isSensitive({ source = '', dynamic }: Mount): boolean {
  return keys.test(source) || (!dynamic && (source === '~' || folders.test(source)));
}
