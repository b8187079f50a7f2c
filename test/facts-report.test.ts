/** The report on image facts: it is complete, its lines have one shape, and age follows the day. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsReport, factsRows, reportedImages } from '../scripts/facts-report.ts';

const today = '2026-11-24';

/** Words that the names of the images to be known must hold, whoever makes the image. */
const expected =
  'nginx nginx-unprivileged httpd caddy traefik haproxy envoy ' +
  'node python golang ruby php php:fpm php:apache openjdk temurin corretto dotnet rust elixir bun deno ' +
  'postgres postgis timescale mysql mariadb mongo redis valkey keydb memcached elasticsearch opensearch clickhouse ' +
  'cassandra couchdb influxdb neo4j minio pgbouncer rabbitmq kafka nats mosquitto ' +
  'prometheus grafana loki alloy promtail alertmanager node-exporter cadvisor postgres-exporter redis_exporter ' +
  'nginx-prometheus-exporter portainer watchtower certbot acme-companion vault keycloak authelia adminer phpmyadmin ' +
  'pgadmin registry n8n gitea nextcloud wordpress ghost mailpit ' +
  'alpine debian ubuntu busybox distroless chainguard wolfi fedora rocky amazonlinux';

test('every image that is to be known is in the report, and something is known of each', () => {
  const names = Object.values(reportedImages).flat();
  assert.equal(new Set(names).size, names.length);
  for (const word of expected.split(' ')) {
    assert.ok(
      names.some((name) => name.includes(word)),
      word,
    );
  }
  for (const { image, known, source, date } of factsRows(today)) {
    assert.ok(known.length >= 2, image);
    assert.match(source ?? '', /\S/, image);
    assert.match(date ?? '', /^\d{4}-\d\d(?:-\d\d)?$/, image);
  }
});

test('a fact is known or missing, never both', () => {
  for (const { image, known, missing } of factsRows(today)) {
    assert.deepEqual(
      known.filter((field) => missing.includes(field)),
      [],
      image,
    );
  }
});

test('what was read more than a year before the day is old', () => {
  const old = (day: string) => factsRows(day).filter((row) => row.old).length;
  assert.equal(old('2020-01-01'), 0);
  assert.equal(old('2099-01-01'), factsRows(today).length);
  const row = (day: string) => factsRows(day).find((one) => one.image === 'postgres');
  assert.equal(row('2027-02-26')?.old, false);
  assert.equal(row('2027-02-27')?.old, true);
});

test('the printed report', () => {
  const lines = factsReport(today).trimEnd().split('\n');
  assert.equal(lines[0], 'Image facts on 2026-11-24');
  const titles = lines.filter((line, index) => index > 0 && lines[index - 1] === '' && !line.includes(':'));
  assert.deepEqual(titles, Object.keys(reportedImages));
  const images = lines.filter((line) => line.startsWith('  '));
  assert.equal(images.length, Object.values(reportedImages).flat().length);
  for (const line of images)
    assert.match(
      line,
      /^ {2}\S+ +\| \d+ known \| (?:nothing missing|missing [\w, ]+) \| read \d{4}-\d\d(?:-\d\d)?(?:, more than a year ago)?: \S/,
    );
  assert.match(
    lines.at(-2) ?? '',
    new RegExp(
      `^${images.length} images: \\d+ facts known, \\d+ missing, \\d+ images read more than a year ago`,
    ),
  );
  assert.match(lines.at(-1) ?? '', /^End of life: \d+ products from \S+, read \d{4}-\d\d-\d\d$/);
  assert.match(factsReport('2099-01-01'), /^End of life: .*, more than a year ago$/m);
});
