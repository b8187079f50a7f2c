/** Whole configurations from the disk, for the requests that nginx and the walk are asked about. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Configurations } from './nginx-requests.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const corpus = join(repository, '../shared/corpus');

/** The nginx of the project's own examples. */
export function exampleConfigurations(): Configurations {
  return Object.fromEntries(
    ['harbour', 'harbour-ready'].map((name) => [name, folder(join(repository, 'examples', name, 'nginx'))]),
  );
}

const lone = [
  'mattermost+docker/nginx/conf.d/default.conf',
  'docker+awesome-compose/nginx-flask-mongo/nginx/nginx.conf',
  'docker+awesome-compose/nginx-nodejs-redis/nginx/nginx.conf',
  'docker+awesome-compose/nginx-wsgi-flask/nginx/default.conf',
  'docker+awesome-compose/react-nginx/.nginx/nginx.conf',
  'docker+awesome-compose/nginx-golang-mysql/proxy/nginx.conf',
  'docker+awesome-compose/nginx-golang/proxy/nginx.conf',
  'authelia+authelia/internal/suites/example/compose/authelia/resources/nginx.conf',
  'penpot+penpot/docker/images/files/nginx.storybook.conf',
  'penpot+penpot/docker/devenv/files/nginx.conf',
  'paperless-ngx+paperless-ngx/docker/compose/test-nginx.conf',
];

/** Real files, where the corpus is at hand; empty elsewhere. */
export function corpusConfigurations(): Configurations {
  if (!existsSync(corpus)) return {};
  const files = lone.map(
    (path) => [path, { 'nginx.conf': readFileSync(join(corpus, path), 'utf8') }] as const,
  );
  const proxies = 'linuxserver+reverse-proxy-confs';
  const samples = readdirSync(join(corpus, proxies))
    .filter((name) => name.endsWith('.sample') && !name.startsWith('_'))
    .map((name) => [name, readFileSync(join(corpus, proxies, name), 'utf8')] as const)
    .filter(([, text]) => /\brewrite\b|location ~|\breturn 30/.test(text))
    .map(([name, text]) => [name, { 'nginx.conf': insideServer(name, text) }] as const);
  const h5bp = folder(join(corpus, 'h5bp+server-configs-nginx'));
  // Its own tests' servers take the place of the one that it ships.
  const vhosts = Object.entries(h5bp)
    .filter(([path]) => !path.startsWith('conf.d/'))
    .map(([path, text]) => [path.replace(/^test\/vhosts\//, 'conf.d/'), text] as const);
  return { ...Object.fromEntries([...files, ...samples]), h5bp: Object.fromEntries(vhosts) };
}

/** Those for a folder of a site stand in a server that another file brings. */
function insideServer(name: string, text: string): string {
  return name.includes('.subfolder.')
    ? `server { listen 443 ssl; server_name example.com;\n${text}\n}`
    : text;
}

/** The `.conf` files of a folder, `nginx.conf` first. */
function folder(root: string): Readonly<Record<string, string>> {
  const paths = readdirSync(root, { recursive: true })
    .map(String)
    .filter((path) => /\.conf$/.test(path) && !/(?:^|\/)templates\//.test(path))
    .sort((a, b) => Number(b === 'nginx.conf') - Number(a === 'nginx.conf') || a.localeCompare(b));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}
