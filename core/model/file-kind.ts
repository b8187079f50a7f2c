import { folderOf, nameOf } from '../text/index.ts';

export type FileKind =
  | 'compose'
  | 'dockerfile'
  | 'nginx'
  | 'dotenv'
  | 'gitignore'
  | 'dockerignore'
  | 'configuration'
  | 'script';

const compose = /^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/i;
const dockerfile =
  /^(?:(?:Dockerfile|Containerfile)(?:[._-][\w.-]+)?|[\w.-]+\.(?:dockerfile|containerfile))$/i;
const script =
  /^(?:[\w.-]+\.(?:sh|bash|cron)|crontab|(?:GNU)?[Mm]akefile|[Jj]ustfile|Taskfile\.ya?ml|\.gitlab-ci\.ya?ml|Jenkinsfile|package\.json|prometheus(?:[.-][\w.-]+)?\.ya?ml)$/;
/** Files beside an nginx configuration that hold data or another program's settings. */
const notNginx = /^(?:mime\.types|.*\.(?:html?|md|ini|pem|crt|key))$/i;

/**
 * What a file is, by its name and place alone; undefined for what a review has no use for.
 * File names follow the Compose, Docker and nginx documentation and Debian's layout of nginx.
 */
export function fileKind(path: string): FileKind | undefined {
  const name = nameOf(path);
  if (compose.test(name)) return 'compose';
  if (name === '.dockerignore' || name.endsWith('.dockerignore')) return 'dockerignore';
  if (name === '.gitignore') return 'gitignore';
  if (dockerfile.test(name)) return 'dockerfile';
  if (name === '.seaworthy.yaml' || name === '.seaworthy.yml') return 'configuration';
  if (/^\.env(?:\..+)?$|^[\w-]+\.env(?:\..+)?$|^env\.(?:example|sample|template)$/.test(name))
    return 'dotenv';
  if (isNginxPath(path)) return 'nginx';
  if (script.test(name) || /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) return 'script';
  return undefined;
}

function isNginxPath(path: string): boolean {
  const name = nameOf(path);
  if (notNginx.test(name)) return false;
  if (
    /^nginx(?:[.-][\w.-]+)?\.conf$/.test(name) ||
    name.endsWith('.nginx') ||
    name.endsWith('.conf.template')
  )
    return true;
  if (/(?:^|\/)sites-(?:available|enabled)\/[^/]+$/.test(path)) return true;
  return name.endsWith('.conf') && (/(?:^|\/)nginx\//.test(path) || /(?:^|\/)conf\.d$/.test(folderOf(path)));
}

/** `conf.d` and `*.conf.template` also belong to others: Apache's `<VirtualHost>` and `[section]` files are not nginx's. */
export function looksLikeNginx(text: string): boolean {
  return !/^\s*(?:<\/?[A-Z]\w+[\s>]|\[[\w:. -]+\]\s*(?:[#;].*)?$)/m.test(text) && !text.includes('\0');
}

export type NameTag = 'production' | 'development' | 'other';

/** What a Compose file's or Dockerfile's name says of its purpose: `docker-compose.prod.yml`, `Dockerfile.dev`. */
export function nameTag(path: string): NameTag {
  const words = nameOf(path)
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  if (words.some((word) => developmentWords.has(word))) return 'development';
  if (words.some((word) => productionWords.has(word))) return 'production';
  return 'other';
}

const productionWords = new Set(['prod', 'production', 'live']);
const developmentWords = new Set(
  'dev devel develop development local test tests testing e2e ci override example examples sample debug devcontainer'.split(
    ' ',
  ),
);

/** Whether a folder below the review's root is one for development by its name. */
export function isDevelopmentFolder(relativeFolder: string): boolean {
  return relativeFolder
    .split('/')
    .some((part) =>
      /^(?:\.devcontainer|dev|dev-?env|development|local|tests?|e2e|testing|fixtures)$/i.test(part),
    );
}

const exampleName = /(?:^|[._-])(?:example|sample|template|dist|default|defaults)(?:[._-]|$)/i;

/** `.env.example`, `env.sample`: a file to make an env file from. */
export function isExampleEnvFile(path: string): boolean {
  return exampleName.test(nameOf(path)) && /env/i.test(nameOf(path));
}
