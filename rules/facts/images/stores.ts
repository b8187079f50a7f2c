import type { Family, LayerFacts } from './family.ts';

const alpineTag = /^alpine/;

const keyValueStore: LayerFacts = {
  ports: [6379],
  runsAs: 'drops',
  healthcheck: false,
  dataPaths: ['/data'],
  fileVariables: [],
  memory: '512M',
  cpus: '0.5',
};

/** Facts of caches. */
export const stores: readonly Family[] = [
  {
    images: ['redis'],
    product: 'redis',
    role: 'cache',
    source: 'https://github.com/redis/docker-library-redis, Dockerfiles and docker-entrypoint.sh (8.6.4)',
    date: '2026-05',
    layers: [
      { on: 'debian' },
      { words: alpineTag, on: 'alpine' },
      {
        facts: {
          ...keyValueStore,
          user: 'redis',
          tools: ['redis-cli'],
          writablePaths: [],
          healthTest: ['CMD', 'redis-cli', 'ping'],
        },
      },
      {
        before: '8.0',
        facts: { tools: ['gosu'], capabilities: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'] },
      },
    ],
  },
  {
    images: ['redis/redis-stack', 'redis/redis-stack-server', 'bitnami/redis', 'bitnamilegacy/redis'],
    product: 'redis',
    role: 'cache',
    source: 'https://github.com/redis-stack/redis-stack and https://github.com/bitnami/containers, READMEs',
    date: '2025-08',
    layers: [
      {
        facts: {
          ports: [6379],
          tools: ['redis-cli', 'bash'],
          memory: '512M',
          cpus: '0.5',
          healthTest: ['CMD', 'redis-cli', 'ping'],
        },
      },
    ],
  },
  {
    images: ['valkey/valkey'],
    product: 'valkey',
    role: 'cache',
    source: 'https://github.com/valkey-io/valkey-container, Dockerfiles and docker-entrypoint.sh (9.1)',
    date: '2026-05',
    // The entrypoint gives up root with setpriv; /usr/local/bin also holds redis-cli, linked by the make target.
    layers: [
      { on: 'debian' },
      { words: alpineTag, on: 'alpine' },
      {
        unsure: ['redis-cli'],
        facts: {
          ...keyValueStore,
          user: 'valkey',
          tools: ['valkey-cli'],
          writablePaths: [],
          healthTest: ['CMD', 'valkey-cli', 'ping'],
        },
      },
    ],
  },
  {
    images: ['memcached'],
    product: 'memcached',
    role: 'cache',
    source: 'https://github.com/docker-library/memcached, Dockerfiles',
    date: '2026-07-09',
    layers: [
      { on: 'debian' },
      { facts: { healthTest: ['CMD', 'bash', '-c', 'exec 3<>/dev/tcp/127.0.0.1/11211'] } },
      { words: alpineTag, on: 'alpine', facts: { healthTest: ['CMD', 'nc', '-z', '127.0.0.1', '11211'] } },
      {
        facts: {
          ports: [11211],
          runsAs: 'non-root',
          user: 'memcache',
          healthcheck: false,
          dataPaths: [],
          fileVariables: [],
          writablePaths: [],
          capabilities: [],
          memory: '128M',
          cpus: '0.5',
        },
      },
    ],
  },
  {
    images: ['eqalpha/keydb'],
    product: 'keydb',
    role: 'cache',
    version: /^(?:[a-z]\w*_)*v?(\d+(?:\.\d+)*)/,
    source: 'https://github.com/Snapchat/KeyDB, pkg/docker Dockerfiles',
    date: '2026-11-24',
    // redis-cli is a link to keydb-cli.
    layers: [
      { on: 'ubuntu', facts: { tools: ['gosu'] } },
      { tag: /^alpine/, on: 'alpine', facts: { tools: ['su-exec', 'tini'] } },
      {
        facts: {
          ...keyValueStore,
          user: 'keydb',
          tools: ['keydb-cli', 'redis-cli'],
          healthTest: ['CMD', 'keydb-cli', 'ping'],
        },
      },
    ],
  },
];
