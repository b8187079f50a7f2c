import type { Family } from './family.ts';

const alpineTag = /^alpine/;

/** A connection that is taken: bash opens it without any other program. */
const connects = (port: number) => ['CMD', 'bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port}`] as const;

/** Of InfluxDB 2. Source: https://docs.influxdata.com/influxdb/v2/install/?t=Docker, 2026-11-24 */
const influxFiles = ['USERNAME', 'PASSWORD', 'ADMIN_TOKEN'].map((name) => `DOCKER_INFLUXDB_INIT_${name}`);

/** Facts of search engines, column, document, graph and time series databases and object stores. */
export const specialDatabases: readonly Family[] = [
  {
    images: ['elasticsearch', 'docker.elastic.co/elasticsearch/elasticsearch'],
    product: 'elasticsearch',
    role: 'database',
    source: 'https://github.com/elastic/elasticsearch, distribution/docker Dockerfile',
    date: '2025-12',
    layers: [
      {
        facts: {
          ports: [9200, 9300],
          runsAs: 'non-root',
          user: 'elasticsearch',
          healthcheck: false,
          tools: ['sh', 'bash', 'curl'],
          lacks: ['wget'],
          dataPaths: ['/usr/share/elasticsearch/data'],
          memory: '4G',
          cpus: '2.0',
          healthTest: connects(9200),
        },
      },
    ],
  },
  {
    images: ['opensearchproject/opensearch'],
    product: 'opensearch',
    role: 'database',
    source:
      'https://github.com/opensearch-project/opensearch-build, docker/release/dockerfiles/opensearch.al2023.dockerfile',
    date: '2026-11-24',
    layers: [
      {
        facts: {
          ports: [9200, 9300, 9600, 9650],
          runsAs: 'non-root',
          user: '1000',
          healthcheck: false,
          tools: ['sh', 'bash', 'curl', 'java'],
          dataPaths: ['/usr/share/opensearch/data'],
          fileVariables: [],
          capabilities: [],
          memory: '4G',
          cpus: '2.0',
          healthTest: connects(9200),
        },
      },
      { since: '2.10', facts: { lacks: ['wget', 'nc', 'apt-get', 'apk'] } },
    ],
  },
  {
    images: ['clickhouse', 'clickhouse/clickhouse-server', 'yandex/clickhouse-server'],
    product: 'clickhouse',
    role: 'database',
    source: 'https://github.com/ClickHouse/ClickHouse, docker/server Dockerfiles and entrypoint.sh (25.6)',
    date: '2026-11-24',
    layers: [
      { since: '22.0', on: 'ubuntu' },
      { words: alpineTag, on: 'alpine', facts: { tools: ['bash'] } },
      { words: /^distroless$/, on: 'distroless', facts: { runsAs: 'non-root' } },
      {
        without: /^distroless$/,
        facts: {
          runsAs: 'drops',
          user: 'clickhouse',
          tools: ['sh', 'bash', 'wget', 'clickhouse-client'],
          healthTest: ['CMD', 'wget', '-q', '--spider', 'http://127.0.0.1:8123/ping'],
        },
      },
      {
        unsure: ['gosu', 'su-exec'],
        facts: {
          ports: [8123, 9000, 9009],
          healthcheck: false,
          dataPaths: ['/var/lib/clickhouse'],
          memory: '4G',
          cpus: '2.0',
        },
      },
    ],
  },
  {
    images: ['cassandra'],
    product: 'cassandra',
    role: 'database',
    source:
      'https://github.com/docker-library/cassandra, Dockerfiles and docker-entrypoint.sh (FROM eclipse-temurin)',
    date: '2026-11-24',
    layers: [
      { on: 'ubuntu', unsure: ['curl', 'wget', 'ss'] },
      {
        facts: {
          ports: [7000, 7001, 7199, 9042],
          runsAs: 'drops',
          user: 'cassandra',
          healthcheck: false,
          tools: ['java', 'python3', 'ps', 'pgrep', 'gosu', 'nodetool', 'cqlsh'],
          dataPaths: ['/var/lib/cassandra'],
          fileVariables: [],
          memory: '4G',
          cpus: '2.0',
          healthTest: ['CMD-SHELL', 'nodetool statusbinary | grep -qx running'],
        },
      },
    ],
  },
  {
    images: ['couchdb', 'apache/couchdb'],
    product: 'couchdb',
    role: 'database',
    source: 'https://github.com/apache/couchdb-docker, 3.4.2/Dockerfile',
    date: '2026-11-24',
    layers: [
      { since: '2.0', on: 'debian', unsure: ['curl', 'wget', 'python3'], facts: { tools: ['tini'] } },
      { since: '2.0', facts: { healthTest: connects(5984) } },
      {
        facts: {
          ports: [4369, 5984, 9100],
          runsAs: 'drops',
          user: 'couchdb',
          healthcheck: false,
          dataPaths: ['/opt/couchdb/data'],
          memory: '1G',
          cpus: '1.0',
        },
      },
    ],
  },
  {
    images: ['influxdb'],
    product: 'influxdb',
    role: 'database',
    source: 'https://github.com/influxdata/influxdata-docker, Dockerfiles (1.12, 2.7)',
    date: '2026-11-24',
    // The line of version 3 keeps its data where its command says, and asks for a token on its health page.
    layers: [
      {
        before: '3.0',
        on: 'debian',
        facts: { tools: ['curl', 'influx'], ports: [8086], healthcheck: false },
      },
      { before: '2.0', unsure: ['wget'], facts: { dataPaths: ['/var/lib/influxdb'], fileVariables: [] } },
      { since: '2.0', before: '3.0', facts: { tools: ['bash', 'gosu'], runsAs: 'drops', user: 'influxdb' } },
      {
        since: '2.0',
        before: '3.0',
        facts: { dataPaths: ['/var/lib/influxdb2'], fileVariables: influxFiles },
      },
      { before: '3.0', words: alpineTag, on: 'alpine', facts: { tools: ['influx'] } },
      { since: '2.0', before: '3.0', words: alpineTag, facts: { tools: ['bash', 'curl', 'su-exec'] } },
      { before: '2.0', words: alpineTag, unsure: ['bash', 'curl'] },
      { since: '2.0', before: '3.0', facts: { healthTest: ['CMD', 'influx', 'ping'] } },
      { words: /^(?:data|meta)$/, unsure: ['influx'] },
      { facts: { memory: '2G', cpus: '1.0' } },
    ],
  },
  {
    images: ['neo4j'],
    product: 'neo4j',
    role: 'database',
    source: 'https://github.com/neo4j/docker-neo4j, docker-image-src/2024/coredb/Dockerfile-debian',
    date: '2026-11-24',
    layers: [
      { since: '5.0', on: 'debian', unsure: ['curl', 'wget', 'ps', 'pgrep', 'jq', 'gosu', 'su-exec'] },
      {
        since: '5.0',
        words: /^(?:ubi\d*|redhat)$/,
        on: 'ubi',
        unsure: ['curl', 'wget', 'jq', 'gosu', 'su-exec'],
      },
      { since: '5.0', facts: { tools: ['java', 'tini', 'cypher-shell'], healthTest: connects(7687) } },
      { since: '5.0', before: '2025.0', without: /^(?:ubi\d*|redhat)$/, facts: { tools: ['wget', 'jq'] } },
      {
        facts: {
          ports: [7473, 7474, 7687],
          runsAs: 'drops',
          user: 'neo4j',
          healthcheck: false,
          dataPaths: ['/data'],
          memory: '2G',
          cpus: '2.0',
        },
      },
    ],
  },
  {
    images: ['minio/minio', 'quay.io/minio/minio'],
    product: 'minio',
    role: 'application',
    version: /^RELEASE\.(\d{4})/,
    source: 'https://github.com/minio/minio, Dockerfile.release',
    date: '2026-11-24',
    layers: [
      {
        facts: {
          ports: [9000],
          runsAs: 'root',
          healthcheck: false,
          dataPaths: ['/data'],
          fileVariables: ['MINIO_ROOT_USER', 'MINIO_ROOT_PASSWORD'],
          memory: '1G',
          cpus: '1.0',
        },
      },
      { since: '2024', facts: { tools: ['mc'], healthTest: ['CMD', 'mc', 'ready', 'local'] } },
    ],
  },
];
