import type { Family, LayerFacts } from './family.ts';

const alpineTag = /^alpine/;

const keyValueStore: LayerFacts = {
  ports: [6379],
  runsAs: 'drops',
  healthcheck: false,
  dataPaths: ['/data'],
  memory: '512M',
  cpus: '0.5',
};

/** Facts of caches and message brokers. */
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
          writablePaths: [],
          capabilities: [],
          memory: '128M',
          cpus: '0.5',
        },
      },
    ],
  },
  {
    images: ['rabbitmq'],
    product: 'rabbitmq',
    role: 'broker',
    source: 'https://github.com/docker-library/rabbitmq, Dockerfiles and docker-entrypoint.sh',
    date: '2026-06-15',
    layers: [
      { on: 'ubuntu' },
      { words: alpineTag, on: 'alpine', facts: { tools: ['bash'] } },
      {
        facts: {
          ports: [4369, 5672, 15692, 25672],
          runsAs: 'drops',
          user: 'rabbitmq',
          healthcheck: false,
          tools: ['rabbitmq-diagnostics', 'rabbitmqctl'],
          dataPaths: ['/var/lib/rabbitmq'],
          capabilities: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'],
          memory: '1G',
          cpus: '1.0',
          healthTest: ['CMD', 'rabbitmq-diagnostics', '-q', 'check_running'],
        },
      },
      { words: /^management$/, facts: { ports: [4369, 5672, 15672, 15692, 25672] } },
      // rabbitmqadmin was a Python script, for which older management variants bring Python.
      { words: /^management$/, before: '4.3', unsure: ['python', 'python3', 'perl'] },
      {
        before: '3.8',
        unsure: ['curl', 'wget', 'rabbitmq-diagnostics'],
        facts: { healthTest: ['CMD', 'rabbitmqctl', 'status'] },
      },
    ],
  },
  {
    images: ['nats'],
    product: 'nats',
    role: 'broker',
    source: 'https://github.com/nats-io/nats-docker, Dockerfiles',
    date: '2025-11',
    layers: [
      { on: 'scratch' },
      { words: alpineTag, on: 'alpine' },
      { facts: { ports: [4222, 6222, 8222], healthcheck: false, memory: '512M', cpus: '0.5' } },
    ],
  },
  {
    images: [
      'apache/kafka',
      'confluentinc/cp-kafka',
      'bitnami/kafka',
      'bitnamilegacy/kafka',
      'wurstmeister/kafka',
    ],
    product: 'kafka',
    role: 'broker',
    source: 'https://github.com/apache/kafka, docker/jvm/Dockerfile',
    date: '2025-11',
    layers: [{ facts: { ports: [9092], memory: '2G', cpus: '2.0', tools: ['bash'] } }],
  },
];
