import { type ImageReference, parseImageReference, type Span } from '../../core/rule.ts';
import { type CycleRow, cycles, cyclesDate, cyclesSource } from './cycles.ts';
import { compareVersions, familyKey } from './images/family.ts';
import { images } from './images.ts';

export interface EndOfLife {
  /** The release line that the version belongs to: `18` for Node.js 18.20.8. */
  readonly cycle: string;
  /** `YYYY-MM-DD`. */
  readonly eol: string;
  /** The nearest later line that is supported for another year, else the newest supported one. */
  readonly next?: string;
  /** Where the date is from, and when it was read. */
  readonly source: string;
  readonly date: string;
}

/**
 * Debian's free long-term support goes on for two more years after the security team's; the official images are rebuilt
 * during it. Source: https://wiki.debian.org/LTS, 2026-08.
 */
const longTermEnds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  debian: { '10': '2024-06-30', '11': '2026-08-31', '12': '2028-06-30', '13': '2030-06-30' },
};

/**
 * When a product's version reaches the end of its life.
 * @param version as a tag names it; `8` means the newest 8.
 * @param today `YYYY-MM-DD`, for `next`; the date of the table by default.
 * @returns undefined where product or version are not in the table or no date is set.
 */
export function endOfLife(
  product: string,
  version: string,
  today: string = cyclesDate,
): EndOfLife | undefined {
  const row = cycleOf(product, version);
  const eol = row && endOf(product, row);
  if (!row || !eol) return undefined;
  const later = supportedRows(product, today).filter(([cycle]) => compareVersions(cycle, row[0]) > 0);
  const lasting = later.filter((one) => (endOf(product, one) ?? '9999') >= yearAfter(today));
  const line = lasting.at(-1)?.[0] ?? later[0]?.[0];
  const next = line !== undefined && product === 'dotnet' ? dotnetTag(line) : line;
  return { cycle: row[0], eol, ...(next !== undefined && { next }), source: cyclesSource, date: cyclesDate };
}

/** Tags of .NET's images always have a minor version: `10.0`. */
function dotnetTag(line: string): string {
  return line.includes('.') ? line : `${line}.0`;
}

/** Release lines of a product that are supported at a date, newest first; only long-term ones where a product has such. */
export function supported(product: string, today: string): readonly string[] {
  return supportedRows(product, today).map(([cycle]) => cycle);
}

function supportedRows(product: string, today: string): readonly CycleRow[] {
  const rows = cycles[product] ?? [];
  const alive = rows.filter((row) => row[1] <= today && (endOf(product, row) ?? '9999') > today);
  const lasting = alive.filter(([, , , , lts]) => lts !== undefined && lts <= today);
  const chosen = rows.some(([, , , , lts]) => lts !== undefined) ? lasting : alive;
  // nginx's stable lines have even numbers.
  const stable =
    product === 'nginx' ? chosen.filter(([cycle]) => Number(cycle.split('.')[1]) % 2 === 0) : chosen;
  return [...(stable.length > 0 ? stable : alive)].sort((a, b) => compareVersions(b[0], a[0]));
}

function endOf(product: string, row: CycleRow): string | undefined {
  return longTermEnds[product]?.[row[0]] ?? (row[2] || undefined);
}

function cycleOf(product: string, version: string): CycleRow | undefined {
  const rows = cycles[product] ?? [];
  const inside = (long: string, short: string) => long === short || long.startsWith(`${short}.`);
  const exact = rows.filter(([cycle]) => inside(version, cycle)).sort((a, b) => b[0].length - a[0].length)[0];
  return (
    exact ?? rows.filter(([cycle]) => inside(cycle, version)).sort((a, b) => compareVersions(b[0], a[0]))[0]
  );
}

function yearAfter(today: string): string {
  return `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
}

/** Products whose images have no tag for a release line, only for releases. */
const fullVersions: ReadonlySet<string> = new Set([
  'elasticsearch',
  'kibana',
  'logstash',
  'grafana',
  'loki',
  'prometheus',
  'caddy',
  'opensearch',
  'kafka',
  'envoy',
]);

/** Products whose tags begin with `v`. */
const prefixed: ReadonlySet<string> = new Set(['traefik', 'prometheus', 'envoy']);

/**
 * Products for which no tag is offered: InfluxDB 3 has `3-core` and no `3.11`, the official Rocky Linux image ends at 9,
 * .NET's line 10 is `10.0`; the long-term line of ClickHouse or Neo4j cannot read what a newer release has written.
 */
const unoffered: ReadonlySet<string> = new Set(['influxdb', 'rocky', 'dotnet', 'clickhouse', 'neo4j']);

/** Newest tags of images whose products have no dated release lines, by repository, with source and date. */
const newest: Readonly<Record<string, string>> = {
  // https://raw.githubusercontent.com/certbot/certbot/main/certbot/CHANGELOG.md, 2026-11-10
  'certbot/certbot': 'v5.10.0',
  // https://github.com/TimWolla/docker-adminer, 2026-08 (5.4.2)
  adminer: '5',
  // https://endoflife.date/phpmyadmin, 2026-08-22 (5.2.3; 4.9 is kept up for old systems)
  phpmyadmin: '5.2',
  // Release notes at https://github.com/grafana/alloy, 2026-08-26
  'grafana/alloy': 'v1.19.1',
  // Release notes at https://github.com/prometheus/alertmanager, 2026-09-17
  'prom/alertmanager': 'v0.34.1',
  // Release notes at https://github.com/prometheus/node_exporter, 2026-07-14
  'prom/node-exporter': 'v1.12.1',
  // Release notes at https://github.com/prometheus/mysqld_exporter, 2026-08-12; the image is built on busybox (hub.docker.com, layers of v0.20.0)
  'prom/mysqld-exporter': 'v0.20.0',
  // https://github.com/prometheus-community/postgres_exporter, 2026-06
  'prometheuscommunity/postgres-exporter': 'v0.20.0',
  // https://github.com/oliver006/redis_exporter, 2026-08-27
  'oliver006/redis_exporter': 'v1.90.0',
  // https://github.com/percona/mongodb_exporter, releases and README ("Docker"), read 2026-11-24
  'percona/mongodb_exporter': '0.53.0',
  // https://github.com/nginx/nginx-prometheus-exporter, release v1.5.3 (1.5.2 was withdrawn), 2026-08-17
  'nginx/nginx-prometheus-exporter': '1.5.3',
  // https://github.com/Tecnativa/docker-socket-proxy, release v0.5.0, 2026-07-27
  'ghcr.io/tecnativa/docker-socket-proxy': 'v0.5.0',
  // https://github.com/edoburu/docker-pgbouncer, 2026-06-10
  'edoburu/pgbouncer': 'v1.25.2-p0',
};

/** Words in a tag that name a moving target rather than a variant. */
const moving =
  /^(?:latest|stable|oldstable|mainline|lts|current|edge|main|master|rolling|innovation|nightly|devel)$/;

/**
 * A tag that names a supported version, for an image whose tag names none: the newest long-term or stable line, with the
 * variant that the tag asks for (`nginx:alpine` → `1.30-alpine`).
 * @param today `YYYY-MM-DD`.
 * @returns undefined where nothing is known of the image's releases.
 */
export function suggestedTag(reference: ImageReference, today: string): string | undefined {
  const key = familyKey(reference);
  const version = newest[key] ?? newestTag(images.facts(reference)?.product, key, today);
  if (version === undefined) return undefined;
  const variant = (reference.tag ?? '')
    .split('-')
    .filter((word) => word !== '' && !moving.test(word))
    .map((word) => word.replace(/^alpine[\d.]+$/, 'alpine'));
  return [version, ...variant].join('-');
}

/**
 * An image at its newest supported version, to write into a new service: `prom/prometheus:v3.13.2`.
 * @param at any span; a reference wants one.
 * @param today `YYYY-MM-DD`.
 */
export function pinnedImage(repository: string, at: Span, today: string): string | undefined {
  const reference = parseImageReference(repository, at);
  const tag = reference && suggestedTag(reference, today);
  return tag === undefined ? undefined : `${repository}:${tag}`;
}

/** Repositories with a maker's name whose tags follow their product's versions. */
const ownTags = new RegExp(
  '^(?:prom/prometheus|grafana/(?:grafana(?:-oss|-enterprise)?|loki)$|nginxinc/nginx-unprivileged|docker\\.elastic\\.co/|valkey/|apache/(?:couchdb|kafka)|' +
    'envoyproxy/envoy$|hashicorp/vault|opensearchproject/opensearch|quay\\.io/keycloak/)',
);

function newestTag(product: string | undefined, key: string, today: string): string | undefined {
  // Other makers of a product tag as they like.
  if (product === undefined || unoffered.has(product) || (key.includes('/') && !ownTags.test(key)))
    return undefined;
  const row = supportedRows(product, today)[0];
  if (!row) return undefined;
  return `${prefixed.has(product) ? 'v' : ''}${fullVersions.has(product) ? row[3] : row[0]}`;
}
