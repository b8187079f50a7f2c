import {
  appendYaml,
  type DeployedService,
  defineRule,
  type Fix,
  isInside,
  setYaml,
  skip,
  temporaryFolders,
} from '../../core/rule.ts';
import { listed } from '../shared/listed.ts';

export default defineRule({
  id: 'deployment/read-only-without-tmpfs',
  title: 'Read-only root where the image writes',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Give the service a `tmpfs` at the folders that its image writes to.',
  strength: 'Services with a read-only root have a `tmpfs` where they write',
  rationale:
    'With `read_only: true` a program can write to mounts only. nginx makes its folders for request bodies below `/var/cache/nginx` and its process file in `/var/run`, databases their sockets. Without a place for them they end at once ("Read-only file system").',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#read_only',
    'https://hub.docker.com/_/nginx#running-nginx-in-read-only-mode',
  ],
  catalogue: ['deployment/read-only-without-tmpfs'],
  on: 'service',
  names: ['read_only'],
  bad: `services:
  proxy:
    image: nginx:1.30
    read_only: true
    tmpfs:
      - /var/run
`,
  good: `services:
  proxy:
    image: nginx:1.30
    read_only: true
    tmpfs:
      - /var/run
      - /var/cache/nginx
`,
  *check(deployed) {
    const { service, image, name, built } = deployed;
    const readOnly = service.scalar('read_only');
    const paths = image?.writablePaths ?? [];
    if (readOnly?.text !== 'true' || built || paths.length === 0) return skip;
    // Another program or other settings may write elsewhere.
    if (service.entrypoint || service.command || writesElsewhere(deployed)) return skip;
    const missing = paths.filter((path) => path !== '/tmp' && !isWritable(deployed, path));
    if (missing.length === 0) return;
    yield {
      at: service.entry('read_only')?.keySpan ?? service.nameSpan,
      message: `The root of "${name}" is read-only, and its image writes to ${listed(missing)}, where nothing is mounted.`,
      fix: () => fixFor(deployed, missing),
    };
  },
});

/** `/var/run` is `/run`. */
function isWritable({ service }: DeployedService, path: string): boolean {
  const same = (one: string) =>
    one.replace(/^\/var\/run(?=\/|$)/, '/run').replace(/^\/var\/lock(?=\/|$)/, '/run/lock');
  const folders = [
    ...temporaryFolders(service),
    ...service.mounts.filter(({ readOnly }) => !readOnly).map(({ target }) => target),
  ];
  // A mount below the folder may be all that is written to.
  return folders.some(
    (folder) =>
      folder.includes('$') || isInside(same(folder), same(path)) || isInside(same(path), same(folder)),
  );
}

/** The nginx configuration names other folders than the image's. */
function writesElsewhere({ nginx }: DeployedService): boolean {
  return nginx.some(({ config }) =>
    [...config.walk()].some(
      ({ name, args }) =>
        /_temp_path$/.test(name) || (name === 'pid' && !/^\/(?:var\/)?run\//.test(args[0]?.text ?? '')),
    ),
  );
}

function fixFor({ service, name }: DeployedService, missing: readonly string[]): Fix | undefined {
  const written = service.node?.entries.find((entry) => entry.key.text === 'tmpfs')?.value;
  const title = `Give "${name}" a tmpfs at ${listed(missing)}`;
  if (written?.kind === 'sequence' && !written.anchor)
    return missing.length === 1
      ? { title, safety: 'review', edits: appendYaml(written, missing[0]!) }
      : undefined;
  if (!service.node || service.at('tmpfs')) return undefined;
  const edits = setYaml(service.node, ['tmpfs'], [...missing]);
  return edits && { title, safety: 'review', edits };
}
