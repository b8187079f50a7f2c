import fc from 'fast-check';
import { anyWriting, type Plain } from './yaml-texts.ts';

/** Random deployments in one Compose file, out of what real ones are made of, in all the ways to write it. */

type Parts = Readonly<Record<string, Plain>>;

const images = [
  'postgres:16',
  'postgres',
  'mysql:8.4',
  'mariadb:11',
  'mongo:7',
  'redis:7-alpine',
  'rabbitmq:3.13',
  'nginx:1.28-alpine',
  'nginx',
  'node:22-alpine',
  'python:3.13-slim',
  'grafana/grafana:11.0.0',
  'traefik:v3.1',
  'certbot/certbot',
  'team/api:1.2',
] as const;
const serviceNames = ['api', 'web', 'db', 'cache', 'worker'] as const;

const anyImage: fc.Arbitrary<Parts> = fc.oneof(
  { arbitrary: fc.constantFrom(...images).map((image): Parts => ({ image })), weight: 4 },
  {
    arbitrary: fc
      .constantFrom<Plain>('./api', { context: './api' }, { context: '.', dockerfile: 'api.Dockerfile' })
      .map((build): Parts => ({ build })),
    weight: 1,
  },
);

const anyVariables = fc.dictionary(
  fc.constantFrom(
    'POSTGRES_PASSWORD',
    'MYSQL_ROOT_PASSWORD',
    'API_TOKEN',
    'DATABASE_URL',
    'NODE_ENV',
    'LOG_LEVEL',
    'PORT',
  ),
  fc.constantFrom(
    'changeme',
    's3cr3t-Value',
    '${SECRET}',
    '${SECRET:-secret}',
    '${SECRET:?set it}',
    'production',
    'development',
    '8080',
    'postgres://app:hunter22@db:5432/app',
  ),
  { minKeys: 1, maxKeys: 3, noNullPrototype: true },
);
const anyEnvironment: fc.Arbitrary<Plain> = anyVariables.chain((map) =>
  fc.constantFrom<Plain>(
    map,
    Object.entries(map).map(([name, value]) => `${name}=${value}`),
  ),
);

const anyPort = fc.constantFrom<Plain>(
  '80:80',
  '443:443',
  '5432:5432',
  '127.0.0.1:6379:6379',
  '8080',
  '3306:3306/tcp',
  {
    target: 80,
    published: 8081,
  },
);
const anyMount = fc.constantFrom<Plain>(
  'data:/var/lib/postgresql/data',
  'data:/data',
  './nginx.conf:/etc/nginx/nginx.conf',
  './src:/app',
  '/var/run/docker.sock:/var/run/docker.sock',
  '/var/lib/mysql',
  { type: 'volume', source: 'data', target: '/srv' },
  { type: 'bind', source: './conf', target: '/etc/app', read_only: true },
);
const anyNetworks = fc.constantFrom<Plain>(['front'], ['front', 'back'], ['back'], {
  back: { aliases: ['store'] },
});
const anyHealthcheck = fc.constantFrom<Plain>(
  { test: ['CMD', 'redis-cli', 'ping'], interval: '10s' },
  { test: 'curl -f http://localhost:8080/', interval: '30s', timeout: '40s', retries: 3 },
  {
    test: ['CMD-SHELL', 'pg_isready -U app'],
    interval: '10s',
    timeout: '5s',
    retries: 5,
    start_period: '10s',
  },
  { test: ['CMD', 'echo', 'fine'] },
  { test: ['redis-cli', 'ping'] },
  { disable: true },
);
const anyResources = fc.constantFrom<Plain>(
  { resources: { limits: { memory: '512M' } } },
  { resources: { limits: { memory: '1G', cpus: '0.5' }, reservations: { memory: '256M' } } },
  { resources: { reservations: { memory: '128M' } } },
  { replicas: 2 },
  { restart_policy: { condition: 'on-failure' } },
);
const anyCommand = fc.constantFrom<Plain>(
  'npm run dev',
  ['node', 'server.js'],
  'redis-server --requirepass hunter2',
  'postgres -c shared_buffers=256MB -c work_mem=16MB',
  'postgres -c max_connections=300',
  'sh -c "exec app"',
);

/** What a service may hold besides its image; each key is there or not. */
const anyRest: fc.Arbitrary<Parts> = fc
  .record<Record<string, Plain>>(
    {
      environment: anyEnvironment,
      ports: fc.array(anyPort, { minLength: 1, maxLength: 2 }).map(unique),
      volumes: fc.array(anyMount, { minLength: 1, maxLength: 2 }).map(unique),
      networks: anyNetworks,
      healthcheck: anyHealthcheck,
      deploy: anyResources,
      command: anyCommand,
      restart: fc.constantFrom('always', 'unless-stopped', 'on-failure'),
      logging: fc.constantFrom<Plain>(
        { driver: 'json-file' },
        { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
        {
          driver: 'none',
        },
      ),
      user: fc.constantFrom<Plain>('1000:1000', 'root'),
      privileged: fc.constant(true),
      read_only: fc.constant(true),
      mem_limit: fc.constantFrom('256m', '2g'),
      cap_add: fc.constantFrom<Plain>(['SYS_ADMIN'], ['NET_BIND_SERVICE']),
      security_opt: fc.constantFrom<Plain>(['no-new-privileges:true'], ['seccomp:unconfined']),
      container_name: fc.constantFrom('harbour', 'harbour_2'),
      links: fc.constant(['db']),
      stop_grace_period: fc.constant('30s'),
      init: fc.constant(true),
      '<<': fc.constant('*common'),
    },
    { requiredKeys: [] },
  )
  .map((parts) => sparse(parts));

/** Most keys are left out, as people leave them out. */
function sparse(parts: Parts): Parts {
  return Object.fromEntries(Object.entries(parts).filter((_, at) => at % 2 === 0));
}

function unique(items: readonly Plain[]): Plain {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

const anyDependency = fc.constantFrom('none', 'list', 'started', 'healthy');

interface Draft {
  readonly image: Parts;
  readonly rest: Parts;
  readonly dependency: string;
}

const anyDraft: fc.Arbitrary<Draft> = fc.record({
  image: anyImage,
  rest: anyRest,
  dependency: anyDependency,
});

const anyData: fc.Arbitrary<Plain> = fc
  .record({
    names: fc.uniqueArray(fc.constantFrom(...serviceNames), { minLength: 1, maxLength: 3 }),
    drafts: fc.tuple(anyDraft, anyDraft, anyDraft),
    version: fc.boolean(),
  })
  .map(({ names, drafts, version }) => {
    const services = names.map((name, at) => [
      name,
      service(drafts[at]!, names[at - 1], names.slice(0, at).includes('db')),
    ]);
    return {
      ...(version && { version: '3.8' }),
      'x-common': { restart: 'unless-stopped', labels: { team: 'harbour' } },
      services: Object.fromEntries(services),
      ...declared('networks', ['front', 'back'], drafts),
      ...declared('volumes', ['data'], drafts),
    };
  });

function service(
  { image, rest, dependency }: Draft,
  before: string | undefined,
  isBehindDatabase: boolean,
): Plain {
  const { links, ...others } = rest;
  return {
    ...image,
    ...others,
    ...(links !== undefined && isBehindDatabase && { links }),
    ...(before !== undefined && dependency !== 'none' && { depends_on: dependsOn(before, dependency) }),
  };
}

function dependsOn(name: string, dependency: string): Plain {
  return dependency === 'list' ? [name] : { [name]: { condition: `service_${dependency}` } };
}

/** Declares what some draft names, used in the end or not. */
function declared(key: string, names: readonly string[], drafts: readonly Draft[]): Parts {
  const text = JSON.stringify(drafts.map(({ rest }) => rest[key]));
  const used = names.filter((name) => text.includes(name));
  return used.length === 0 ? {} : { [key]: Object.fromEntries(used.map((name) => [name, null])) };
}

/** A Compose file as somebody may have written it: `x-common` is an anchor that services merge or not. */
export const anyComposeFile: fc.Arbitrary<string> = anyWriting(anyData).map(({ text }) =>
  text.replace(/^x-common:/m, 'x-common: &common'),
);

const anyDockerfile = fc
  .record({
    base: fc.constantFrom(
      'node:22-alpine',
      'node:18',
      'python:3.13-slim',
      'debian:12',
      'nginx',
      'team/base:1',
    ),
    steps: fc.subarray([
      '# what the image needs',
      'ARG TOKEN=abc',
      'ENV NODE_ENV=development',
      'WORKDIR /app',
      'COPY . .',
      'RUN npm install',
      'RUN apt-get update && apt-get install -y curl',
      'USER node',
      'EXPOSE 8080',
      'HEALTHCHECK CMD curl -f http://localhost:8080/',
    ]),
    command: fc.constantFrom('CMD npm start', 'CMD ["node", "server.js"]', 'ENTRYPOINT python app.py'),
    eol: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ base, steps, command, eol }) => [`FROM ${base}`, ...steps, command, ''].join(eol));

const anyNginx = fc
  .record({
    directives: fc.subarray([
      'server_name harbour.example;',
      'server_tokens on; # while we look',
      'root /srv/www;',
      'gzip on;',
      'autoindex on;',
      'add_header X-XSS-Protection "1; mode=block";',
      'ssl_certificate /etc/tls/harbour.pem;',
      'ssl_certificate_key /etc/tls/harbour.key;',
      'ssl_protocols TLSv1 TLSv1.2;',
      'location /api/ { proxy_pass http://api:8080; }',
      'location / { proxy_pass http://web:80/; proxy_set_header Host $http_host; }',
    ]),
    listen: fc.constantFrom('80', '443 ssl', '443 ssl http2', '8080 default_server'),
    indent: fc.constantFrom('  ', '    ', '\t'),
    eol: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ directives, listen, indent, eol }) => {
    const server = [`listen ${listen};`, ...directives].map((line) => indent.repeat(2) + line);
    return ['events {}', 'http {', `${indent}server {`, ...server, `${indent}}`, '}', ''].join(eol);
  });

/** A Compose file with what may lie beside it: path → text. */
export const anyDeployment: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .record(
    {
      'compose.yaml': anyComposeFile,
      'api/Dockerfile': anyDockerfile,
      'api/package.json': fc.constant('{"scripts":{"start":"node server.js"}}\n'),
      'nginx.conf': anyNginx,
      '.env': fc.constantFrom('SECRET=hunter22\n', 'API_TOKEN=abc\r\nSECRET=', ''),
      '.gitignore': fc.constantFrom('node_modules\n', '.env\n'),
    },
    { requiredKeys: ['compose.yaml'] },
  )
  .map((files) => ({ ...files }));
