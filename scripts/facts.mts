/**
 * Writes rules/facts/cycles.ts, the table of release cycles, from a JSON file with the product data of endoflife.date:
 * `{ date, products: { <product>: { cycles: [{ cycle, released, eol, lts?, latest }] } } }`.
 * With `--report`, prints what is known of images, what is missing and what is older than a year.
 * Usage: node scripts/facts.mts <file.json> | --report [--date YYYY-MM-DD]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { factsReport } from './facts-report.ts';

interface Cycle {
  readonly cycle: string;
  readonly released: string;
  readonly eol: string | boolean;
  readonly lts?: string | boolean;
  readonly latest: string;
}

/** Our product names (as rules/facts/images has them) → the data's. */
const products: Readonly<Record<string, string>> = {
  node: 'nodejs',
  python: 'python',
  php: 'php',
  ruby: 'ruby',
  go: 'go',
  temurin: 'eclipse-temurin',
  dotnet: 'dotnet',
  corretto: 'amazon-corretto',
  elixir: 'elixir',
  deno: 'deno',
  bun: 'bun',
  postgres: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mariadb',
  mongodb: 'mongodb',
  redis: 'redis',
  valkey: 'valkey',
  memcached: 'memcached',
  rabbitmq: 'rabbitmq',
  kafka: 'apache-kafka',
  elasticsearch: 'elasticsearch',
  kibana: 'kibana',
  logstash: 'logstash',
  opensearch: 'opensearch',
  couchdb: 'apache-couchdb',
  influxdb: 'influxdb',
  neo4j: 'neo4j',
  clickhouse: 'clickhouse',
  nginx: 'nginx',
  httpd: 'apache-http-server',
  caddy: 'caddy',
  traefik: 'traefik',
  haproxy: 'haproxy',
  envoy: 'envoy',
  tomcat: 'tomcat',
  prometheus: 'prometheus',
  grafana: 'grafana',
  loki: 'grafana-loki',
  keycloak: 'keycloak',
  vault: 'hashicorp-vault',
  phpmyadmin: 'phpmyadmin',
  jenkins: 'jenkins',
  nextcloud: 'nextcloud',
  alpine: 'alpine-linux',
  debian: 'debian',
  ubuntu: 'ubuntu',
  centos: 'centos',
  rocky: 'rocky-linux',
  almalinux: 'almalinux',
  fedora: 'fedora',
  amazonlinux: 'amazon-linux',
  oraclelinux: 'oracle-linux',
};

/** What ended before this is hardly met any more. */
const oldest = '2018-01-01';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { report: { type: 'boolean' }, date: { type: 'string' } },
});
const today = values.date ?? new Date().toISOString().slice(0, 10);
const [path] = positionals;
if (values.report && /^\d{4}-\d\d-\d\d$/.test(today)) process.stdout.write(factsReport(today));
else if (path !== undefined && !values.report) writeCycles(path);
else {
  console.error('Usage: node scripts/facts.mts <end-of-life.json> | --report [--date YYYY-MM-DD]');
  process.exitCode = 2;
}

function row({ cycle, released, eol, lts, latest }: Cycle): string {
  const parts = [cycle, released, typeof eol === 'string' ? eol : '', latest.replace(/\+.*$/, '')];
  if (lts !== undefined && lts !== false) parts.push(lts === true ? released : String(lts));
  return `[${parts.map((part) => `'${part}'`).join(', ')}]`;
}

function writeCycles(file: string): void {
  const data = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly date: string;
    readonly products: Readonly<Record<string, { readonly cycles: readonly Cycle[] }>>;
  };

  const lines = Object.entries(products).map(([name, key]) => {
    const cycles = (data.products[key]?.cycles ?? []).filter(
      (cycle) => cycle.eol === false || (cycle.eol !== true && cycle.eol >= oldest),
    );
    if (cycles.length === 0) throw new Error(`No cycles of ${key} in ${file}`);
    return `  ${name}: [${cycles.map(row).join(', ')}],`;
  });

  writeFileSync(
    new URL('../rules/facts/cycles.ts', import.meta.url),
    `/** Written by scripts/facts.mts; do not edit. */

/** Cycle, released, end of life (empty: none is set), newest release, long-term support since (absent: none). */
export type CycleRow = readonly [string, string, string, string, string?];

export const cyclesSource = 'https://endoflife.date';
export const cyclesDate = '${data.date}';

/** Release cycles by product, newest first. */
// biome-ignore format: a product a line
export const cycles: Readonly<Record<string, readonly CycleRow[]>> = {
${lines.join('\n')}
};
`,
  );
}
