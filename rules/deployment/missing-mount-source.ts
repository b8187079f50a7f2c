import { type DeployedService, defineRule, folderOf, type Mount, nameOf, skip } from '../../core/rule.ts';
import { isWordElsewhere } from '../shared/compose-places.ts';
import { maybeSubmodule } from '../shared/git-submodules.ts';
import { isGitIgnored } from '../shared/gitignore.ts';
import { mountPlace } from '../shared/mount-places.ts';

/** Endings of configuration that is written by hand and committed. */
const committed =
  /\.(?:conf|cnf|cfg|ini|toml|ya?ml|xml|properties|hcl|sql|sh|py|js|php|template|tmpl|rules|vcl|lua|html)$|(?:^|\/)(?:Caddyfile|nginx\.conf|prometheus\.yml)$/;
/** What a run, a build or a person makes: local settings, keys, state. */
const made =
  /(?:^|\/)(?:data|secrets?|certs?|ssl|tls|keys?|letsencrypt|certbot|logs?|cache|tmp|backups?|dumps?|dist|build|target|out|output|node_modules|vendor|\.[\w-]+)(?:\/|$)|acme|user|local|generated|override/i;

export default defineRule({
  id: 'deployment/missing-mount-source',
  title: 'Mount of a file that is not there',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Mount a file that is there, or put it there.',
  strength: 'Every mounted configuration file is there',
  rationale:
    'Where the source of a short bind mount is not there, Docker makes a folder of that name and mounts it: the program finds a folder in the place of its file, or the container does not start because the image has a file there. ' +
    'What git ignores, what has an example beside it or is named by a script, and what looks like data, keys or generated files is taken to be made later.',
  references: [
    'https://docs.docker.com/engine/storage/bind-mounts/#differences-between--v-and---mount-behavior',
    'https://docs.docker.com/reference/compose-file/services/#volumes',
  ],
  catalogue: ['deployment/mount-source-missing'],
  on: 'service',
  bad: {
    'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
    volumes:
      - ./nginx/site.conf:/etc/nginx/conf.d/default.conf:ro
`,
    'nginx/shop.conf': 'server {\n    listen 80;\n}\n',
  },
  good: {
    'compose.yaml': `services:
  proxy:
    image: nginx:1.30-alpine
    volumes:
      - ./nginx/shop.conf:/etc/nginx/conf.d/default.conf:ro
`,
    'nginx/shop.conf': 'server {\n    listen 80;\n}\n',
  },
  *check(deployed) {
    const mounts = deployed.service.mounts.filter((mount) => isCommitted(mount));
    if (mounts.length === 0) return skip;
    for (const mount of mounts) {
      if (!isMissing(deployed, mount)) continue;
      const source = deployed.deployment.show(mount.path!);
      yield {
        at: mountPlace(mount),
        message: `"${source}" is not there: ${follows(mount)}.`,
      };
    }
  },
});

function isCommitted({ type, path, dynamic, source, target }: Mount): boolean {
  if (type !== 'bind' || path === undefined || dynamic || source?.startsWith('/')) return false;
  // A file of the same kind on both sides: not a folder with a dot in its name.
  const ending = /\.\w+$/.exec(source ?? '')?.[0];
  const same = ending === undefined ? nameOf(source ?? '') === nameOf(target) : target.includes('.');
  return same && committed.test(path) && !made.test(source?.replace(/^(?:\.\.?\/)+/, '') ?? '');
}

function isMissing({ deployment }: DeployedService, { path = '' }: Mount): boolean {
  const { tree, scripts } = deployment;
  // Where nothing else of its folder was listed, the folder may come from elsewhere.
  if (!tree.knows(path) || tree.exists(path) || !tree.isFolder(folderOf(path))) return false;
  if (isGitIgnored(deployment, path) || maybeSubmodule(deployment, path)) return false;
  const name = nameOf(path);
  if (scripts.some(({ text }) => text.includes(name)) || isWordElsewhere(deployment, `${name}.example`))
    return false;
  const stem = name.replace(/\.\w+$/, '');
  return !tree
    .below(folderOf(path))
    .some((one) => /example|sample|dist|template|default/i.test(nameOf(one)) && nameOf(one).includes(stem));
}

function follows({ form, target }: Mount): string {
  return form === 'long'
    ? `the container is not made, or finds a folder at ${target}`
    : `Docker makes a folder of that name and puts it at ${target}`;
}
