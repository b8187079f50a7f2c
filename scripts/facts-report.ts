/**
 * What the tables of image facts know of the images that are met most, what they do not know, and what was read more
 * than a year before a day.
 */
import { type ImageFacts, type ImageReference, parseImageReference, Source } from '../core/index.ts';
import { cycles, cyclesDate, cyclesSource } from '../rules/facts/cycles.ts';
import { suggestedTag } from '../rules/facts/end-of-life.ts';
import { imageFamily, images } from '../rules/facts/images.ts';

/** The images that the tables are to know, by what they are for. */
export const reportedImages: Readonly<Record<string, readonly string[]>> = {
  'Web servers and proxies': [
    'nginx',
    'nginxinc/nginx-unprivileged',
    'httpd',
    'caddy',
    'traefik',
    'haproxy',
    'envoyproxy/envoy',
  ],
  Runtimes: [
    'node',
    'python',
    'golang',
    'ruby',
    'php',
    'php:fpm',
    'php:apache',
    'openjdk',
    'eclipse-temurin',
    'amazoncorretto',
    'mcr.microsoft.com/dotnet/aspnet',
    'mcr.microsoft.com/dotnet/sdk',
    'rust',
    'elixir',
    'oven/bun',
    'denoland/deno',
  ],
  'Databases and caches': [
    'postgres',
    'postgis/postgis',
    'timescale/timescaledb:latest-pg17',
    'mysql',
    'mariadb',
    'mongo',
    'redis',
    'valkey/valkey',
    'eqalpha/keydb',
    'memcached',
    'elasticsearch',
    'opensearchproject/opensearch',
    'clickhouse/clickhouse-server',
    'cassandra',
    'couchdb',
    'influxdb:2',
    'neo4j',
    'minio/minio:RELEASE.2025-04-03T14-56-28Z',
    'edoburu/pgbouncer',
  ],
  Brokers: ['rabbitmq', 'apache/kafka', 'nats:alpine', 'eclipse-mosquitto'],
  Operations: [
    'prom/prometheus',
    'grafana/grafana',
    'grafana/loki',
    'grafana/alloy',
    'grafana/promtail',
    'prom/alertmanager',
    'prom/node-exporter',
    'gcr.io/cadvisor/cadvisor',
    'prometheuscommunity/postgres-exporter',
    'oliver006/redis_exporter',
    'nginx/nginx-prometheus-exporter',
    'portainer/portainer-ce',
    'containrrr/watchtower',
    'certbot/certbot',
    'nginxproxy/acme-companion',
    'hashicorp/vault',
    'quay.io/keycloak/keycloak',
    'authelia/authelia',
    'adminer',
    'phpmyadmin',
    'dpage/pgadmin4',
    'registry',
    'n8nio/n8n',
    'gitea/gitea',
    'nextcloud',
    'wordpress',
    'ghost',
    'axllent/mailpit',
  ],
  Distributions: [
    'alpine',
    'debian',
    'ubuntu',
    'busybox',
    'gcr.io/distroless/static-debian12',
    'cgr.dev/chainguard/static',
    'cgr.dev/chainguard/wolfi-base',
    'fedora',
    'rockylinux/rockylinux',
    'amazonlinux',
  ],
};

/** What is known of one image. */
export interface FactsRow {
  readonly group: string;
  readonly image: string;
  readonly known: readonly string[];
  readonly missing: readonly string[];
  /** Where the facts were read, and when (`YYYY-MM` or `YYYY-MM-DD`); absent where nothing is known. */
  readonly source?: string;
  readonly date?: string;
  /** Read more than a year before. */
  readonly old: boolean;
}

type Field = keyof ImageFacts;

const basics: readonly Field[] = ['runsAs', 'healthcheck', 'tools'];
const limits: readonly Field[] = ['memory', 'cpus'];
const served: readonly Field[] = [
  'ports',
  'dataPaths',
  'fileVariables',
  'writablePaths',
  'capabilities',
  'healthTest',
];

/** Facts that are there where an image has something to tell only. */
const extras: readonly Field[] = ['user', 'stopSignal', 'logLinks'];

/** The facts that matter for an image of a role. */
function fieldsOf({ role, oneShot, healthcheck, shell }: ImageFacts): readonly Field[] {
  if (role === 'distribution') return basics;
  if (role === 'runtime') return [...basics, ...limits];
  // Nothing to ask, nothing to ask with, or its own check.
  const asked = !oneShot && healthcheck !== true && shell !== 'none';
  return [...basics, ...limits, ...served.filter((field) => asked || field !== 'healthTest')];
}

/**
 * A row for each of the images to be known.
 * @param today `YYYY-MM-DD`: what was read more than a year before it is old.
 */
export function factsRows(today: string): readonly FactsRow[] {
  return Object.entries(reportedImages).flatMap(([group, names]) =>
    names.map((image) => rowOf(group, image, today)),
  );
}

function rowOf(group: string, image: string, today: string): FactsRow {
  const reference = referenceOf(image);
  const family = imageFamily(reference);
  const facts = images.facts(reference);
  if (!family || !facts) return { group, image, known: [], missing: ['everything'], old: false };
  const known: string[] = [];
  const missing: string[] = [];
  for (const field of fieldsOf(facts)) (isKnown(facts, field) ? known : missing).push(field);
  for (const field of extras) if (isKnown(facts, field)) known.push(field);
  (cycles[facts.product] ? known : missing).push('endOfLife');
  (suggestedTag(reference, today) ? known : missing).push('supportedTag');
  return {
    group,
    image,
    known,
    missing,
    source: family.source,
    date: family.date,
    old: isOld(family.date, today),
  };
}

/** Programs are known as soon as one is known to be there or not. */
function isKnown(facts: ImageFacts, field: Field): boolean {
  if (field === 'tools')
    return (facts.tools?.length ?? 0) + (facts.lacks?.length ?? 0) > 0 || facts.shell === 'none';
  return facts[field] !== undefined;
}

/** Whether a day or month lies more than a year before a day; of a month, its first day counts. */
function isOld(date: string, today: string): boolean {
  const day = date.length === 7 ? `${date}-01` : date;
  return day < `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`;
}

function referenceOf(text: string): ImageReference {
  const source = new Source('compose.yaml', text);
  const reference = parseImageReference(text, { source, start: 0, end: text.length });
  if (!reference) throw new Error(`"${text}" is no image reference`);
  return reference;
}

/** The rows as text, a line an image. */
export function factsReport(today: string): string {
  const rows = factsRows(today);
  const width = Math.max(...rows.map((row) => row.image.length));
  const lines: string[] = [`Image facts on ${today}`];
  for (const group of Object.keys(reportedImages)) {
    lines.push('', group);
    for (const row of rows.filter((one) => one.group === group)) lines.push(`  ${lineOf(row, width)}`);
  }
  const known = rows.reduce((sum, row) => sum + row.known.length, 0);
  const missing = rows.reduce((sum, row) => sum + row.missing.length, 0);
  const old = rows.filter((row) => row.old).map((row) => row.image);
  lines.push(
    '',
    `${rows.length} images: ${known} facts known, ${missing} missing, ${old.length} images read more than a year ago${old.length > 0 ? `: ${old.join(', ')}` : ''}`,
    `End of life: ${Object.keys(cycles).length} products from ${cyclesSource}, read ${cyclesDate}${isOld(cyclesDate, today) ? ', more than a year ago' : ''}`,
    '',
  );
  return lines.join('\n');
}

function lineOf({ image, known, missing, source, date, old }: FactsRow, width: number): string {
  const parts = [
    image.padEnd(width),
    `${known.length} known`,
    missing.length > 0 ? `missing ${missing.join(', ')}` : 'nothing missing',
  ];
  if (date !== undefined) parts.push(`read ${date}${old ? ', more than a year ago' : ''}: ${source}`);
  return parts.join(' | ');
}
