import { type Deployment, defineRule, folderOf, type Span, skip } from '../../core/rule.ts';
import { escaped, isWordElsewhere } from '../shared/compose-places.ts';

const dumps =
  /\b(?:pg_dump|pg_dumpall|pg_basebackup|mysqldump|mariadb-dump|mariadb-backup|mongodump|redis-cli)\b/;

export default defineRule({
  id: 'deployment/mismatched-backup-script',
  title: 'Backup script that names a container that is not there',
  category: 'backups',
  severity: 'warning',
  priority: 1,
  remedy: 'Name a service with `docker compose exec`, or a container by its `container_name`.',
  strength: 'Backup scripts name containers of the deployment',
  rationale:
    'A backup script is run by the clock, and nobody reads what it says. When the service was renamed, or the script was written for another deployment, `docker exec` ends with "No such container", and what is left is an empty file with the day’s name.',
  references: [
    'https://docs.docker.com/reference/cli/docker/container/exec/',
    'https://docs.docker.com/reference/cli/docker/compose/exec/',
  ],
  catalogue: ['deployment/backup-script-mismatch'],
  production: true,
  on: 'deployment',
  bad: {
    'compose.yaml': `services:
  database:
    image: postgres:18
    container_name: shop-database
`,
    'backup.sh': `#!/bin/sh
docker exec -t shop-db pg_dump -U postgres shop > shop.sql
`,
  },
  good: {
    'compose.yaml': `services:
  database:
    image: postgres:18
    container_name: shop-database
`,
    'backup.sh': `#!/bin/sh
docker exec -t shop-database pg_dump -U postgres shop > shop.sql
`,
  },
  *check(deployment) {
    const { services, scripts } = deployment;
    if (services.length === 0 || services.some(({ service }) => service.broken)) return skip;
    const backups = scripts.filter(
      ({ text, path }) => dumps.test(text) && /backup|dump/i.test(`${path} ${text}`),
    );
    if (backups.length === 0) return skip;
    for (const source of backups) {
      // A script beside another Compose file is that deployment's.
      const beside = folderOf(source.path);
      if (beside !== deployment.folder && hasCompose(deployment, beside)) continue;
      for (const { name, at, kind } of namedIn(source)) {
        if (isThere(deployment, name, kind) || isWordElsewhere(deployment, name)) continue;
        yield {
          at,
          message: `No ${kind} of this deployment is called "${name}": the backup ends with an error.`,
        };
      }
    }
  },
});

interface Named {
  readonly name: string;
  readonly at: Span;
  readonly kind: 'container' | 'service';
}

const valued =
  /^(?:-u|--user|-e|--env|-w|--workdir|--env-file|--index|-f|--file|-p|--project-name|--profile|--project-directory)$/;

/** What `docker exec` and `docker compose exec` name in lines that dump, where it is written out. */
function namedIn(source: Span['source']): readonly Named[] {
  const found: Named[] = [];
  for (const match of source.text.matchAll(
    /^[^#\n]*?\bdocker(?:(-|\s+)compose\b[^\n|;&]*?)?\s+exec\s+(?=\S)/gm,
  )) {
    const from = match.index + match[0].length;
    const rest = source.text.slice(from, source.lineEnd(source.position(from).line));
    if (!dumps.test(rest) || /\s(?:-f|--file|-p|--project-name|-H|--context)\b/.test(match[0])) continue;
    const word = firstOperand(rest);
    if (!word) continue;
    const start = from + word.index;
    const kind = match[1] === undefined ? 'container' : 'service';
    found.push({ name: word.text, at: { source, start, end: start + word.text.length }, kind });
  }
  return found;
}

/** The first word that is neither an option nor an option's value; undefined where it is not written out. */
function firstOperand(line: string): { readonly text: string; readonly index: number } | undefined {
  let isValue = false;
  for (const { 0: word, index } of line.matchAll(/\S+/g)) {
    if (isValue || word.startsWith('-')) {
      isValue = !isValue && valued.test(word);
      continue;
    }
    const text = word.replaceAll(/^["']|["']$/g, '');
    return /^\w[\w.-]*$/.test(text) ? { text, index: index + word.indexOf(text) } : undefined;
  }
  return undefined;
}

function hasCompose({ tree }: Deployment, folder: string): boolean {
  return tree.below(folder).some((path) => /compose[^/]*\.ya?ml$/.test(path));
}

/** By its service's name, its `container_name`, or as Compose builds a name: `project-service-1`. */
function isThere({ services }: Deployment, name: string, kind: Named['kind']): boolean {
  return services.some((one) => {
    if (kind === 'service') return one.name === name;
    const own = one.service.scalar('container_name');
    return (
      own?.dynamic === true ||
      own?.text === name ||
      new RegExp(`[-_]${escaped(one.name)}[-_]\\d+$`).test(name)
    );
  });
}
