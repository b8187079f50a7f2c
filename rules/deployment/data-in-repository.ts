import { type DeployedService, defineRule, isInside, type Mount, nameOf, skip } from '../../core/rule.ts';
import { ignoreFileEdits, isGitIgnored } from '../shared/gitignore.ts';
import { mountPlace } from '../shared/mount-places.ts';

export default defineRule({
  id: 'deployment/data-in-repository',
  title: 'Data of a service inside the repository',
  category: 'backups',
  severity: 'info',
  priority: 3,
  remedy: 'Keep the data on a named volume, or name its folder in `.gitignore`.',
  strength: 'Data is kept out of the repository',
  rationale:
    'A service that keeps its files in a folder of the repository puts them where `git add .`, `git clean` and the build context find them: rows of a database, or the private keys that certbot makes. They belong to another user, so that git and builds stumble over them too.',
  references: ['https://docs.docker.com/engine/storage/volumes/', 'https://git-scm.com/docs/gitignore'],
  catalogue: ['deployment/bind-data-in-repository'],
  on: 'service',
  bad: {
    'compose.yaml': `services:
  db:
    image: postgres:18
    volumes:
      - ./data:/var/lib/postgresql
`,
    '.gitignore': 'node_modules\n',
  },
  good: {
    'compose.yaml': `services:
  db:
    image: postgres:18
    volumes:
      - ./data:/var/lib/postgresql
`,
    '.gitignore': 'node_modules\ndata\n',
  },
  *check(deployed) {
    const { service, deployment, name } = deployed;
    const mounts = service.mounts.filter((mount) => isData(deployed, mount));
    if (mounts.length === 0) return skip;
    for (const mount of mounts) {
      const path = mount.path!;
      const inner = `${path}/data`;
      // Without any .gitignore there may be no git.
      if (deployment.gitignores(inner).length === 0 || !deployment.tree.knows(path)) continue;
      if (isGitIgnored(deployment, path) || isGitIgnored(deployment, inner)) continue;
      yield {
        at: mountPlace(mount),
        message: `"${name}" keeps its data in ${deployment.show(path)}, which is part of the repository and which no .gitignore names.`,
        fix: () => ({
          title: `Add "${nameOf(path)}" to .gitignore`,
          safety: 'safe',
          edits: ignoreFileEdits(deployment, path),
        }),
      };
    }
  },
});

function isData(
  { image, built }: DeployedService,
  { type, path, dynamic, source, target, readOnly }: Mount,
): boolean {
  if (built || type !== 'bind' || path === undefined || dynamic || source?.startsWith('/') || readOnly)
    return false;
  return image?.dataPaths?.some((data) => isInside(data, target)) ?? false;
}
