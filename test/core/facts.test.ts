import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ImageFacts, type ImageReference, parseImageReference } from '../../core/rule.ts';
import { Source } from '../../core/text/index.ts';
import { cycles, cyclesDate } from '../../rules/facts/cycles.ts';
import { endOfLife, suggestedTag, supported } from '../../rules/facts/end-of-life.ts';
import { imageFamilies, images } from '../../rules/facts/images.ts';
import { isPlaceholder, isSecretName, secretShape, urlPassword } from '../../rules/facts/secrets.ts';

const today = '2026-11-24';

function reference(text: string): ImageReference {
  const source = new Source('compose.yaml', text);
  const parsed = parseImageReference(text, { source, start: 0, end: text.length });
  assert.ok(parsed, text);
  return parsed;
}

function facts(text: string): ImageFacts {
  const found = images.facts(reference(text));
  assert.ok(found, text);
  return found;
}

const has = (text: string, tool: string) =>
  facts(text).tools?.includes(tool) ? 'yes' : facts(text).lacks?.includes(tool) ? 'no' : 'unknown';

test('tools by variant', () => {
  const table: readonly (readonly [string, string, string])[] = [
    ['nginx:alpine', 'curl', 'yes'],
    ['nginx:1.30-alpine-slim', 'curl', 'no'],
    ['nginx:1.30-alpine-slim', 'wget', 'yes'],
    ['nginx', 'curl', 'yes'],
    ['nginx', 'wget', 'no'],
    ['nginx:1.15', 'curl', 'unknown'],
    ['node:18', 'curl', 'yes'],
    ['node:18', 'wget', 'yes'],
    ['node:18-slim', 'curl', 'no'],
    ['node:18-bookworm-slim', 'wget', 'no'],
    ['node:18-alpine', 'wget', 'yes'],
    ['node:18-alpine3.20', 'curl', 'no'],
    ['python:3.12-slim', 'curl', 'no'],
    ['python:3.12-slim', 'python', 'yes'],
    ['python:3.12', 'python3', 'yes'],
    ['postgres:16-alpine', 'pg_isready', 'yes'],
    ['postgres:16-alpine', 'bash', 'yes'],
    ['postgres:16', 'curl', 'no'],
    ['redis:7-alpine', 'redis-cli', 'yes'],
    ['redis:7', 'nc', 'no'],
    ['valkey/valkey:8', 'valkey-cli', 'yes'],
    ['valkey/valkey:8', 'redis-cli', 'unknown'],
    ['mysql:8.4', 'mysqladmin', 'yes'],
    ['mysql:8.4', 'curl', 'yes'],
    ['mariadb:10.11', 'mysqladmin', 'yes'],
    ['mariadb:11.4', 'mysqladmin', 'no'],
    ['mariadb:11.4', 'healthcheck.sh', 'yes'],
    ['mongo:7', 'mongosh', 'yes'],
    ['mongo:7', 'mongo', 'no'],
    ['mongo:4.4', 'mongo', 'yes'],
    ['mongo:4.4', 'mongosh', 'no'],
    ['rabbitmq:4-management', 'rabbitmq-diagnostics', 'yes'],
    ['php:8.3-fpm', 'curl', 'yes'],
    ['wordpress:cli', 'wget', 'yes'],
    ['wordpress:cli', 'apt-get', 'no'],
    ['php:8.3-fpm', 'wget', 'no'],
    ['php:8.3-fpm-alpine', 'wget', 'yes'],
    ['golang:1.27', 'curl', 'yes'],
    ['eclipse-temurin:21-jre', 'curl', 'yes'],
    ['eclipse-temurin:21-jre-alpine', 'curl', 'no'],
    ['gcr.io/distroless/nodejs20-debian12', 'sh', 'no'],
    ['gcr.io/distroless/static-debian12:debug', 'wget', 'yes'],
    ['openjdk:17', 'curl', 'unknown'],
    ['bitnami/postgresql:16', 'curl', 'unknown'],
    ['mirror.gcr.io/library/node:20-alpine', 'curl', 'no'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0', 'curl', 'no'],
    ['mcr.microsoft.com/dotnet/aspnet:8.0-alpine', 'wget', 'yes'],
    ['mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled', 'sh', 'no'],
    ['mcr.microsoft.com/dotnet/aspnet:9.0-azurelinux3.0', 'curl', 'unknown'],
    ['mcr.microsoft.com/dotnet/sdk:8.0', 'curl', 'yes'],
    ['rust:1.98', 'curl', 'yes'],
    ['rust:1.98-slim-trixie', 'curl', 'no'],
    ['elixir:1.20-alpine', 'wget', 'yes'],
    ['amazoncorretto:21', 'curl', 'yes'],
    ['amazoncorretto:21-alpine', 'curl', 'no'],
    ['envoyproxy/envoy:v1.39-latest', 'curl', 'no'],
    ['envoyproxy/envoy:distroless-v1.39-latest', 'sh', 'no'],
    ['pgvector/pgvector:pg17', 'pg_isready', 'yes'],
    ['eqalpha/keydb:alpine', 'redis-cli', 'yes'],
    ['clickhouse/clickhouse-server:26.3', 'wget', 'yes'],
    ['clickhouse/clickhouse-server:26.3-alpine', 'bash', 'yes'],
    ['influxdb:2', 'influx', 'yes'],
    ['influxdb:2-alpine', 'curl', 'yes'],
    ['influxdb:3-core', 'curl', 'unknown'],
    ['neo4j:5', 'wget', 'yes'],
    ['neo4j:2026.07', 'wget', 'unknown'],
    ['couchdb:3.5', 'curl', 'unknown'],
    ['opensearchproject/opensearch:2', 'curl', 'yes'],
    ['nats:2', 'sh', 'no'],
    ['nats:2-alpine', 'nc', 'yes'],
    ['eclipse-mosquitto:2', 'curl', 'no'],
    ['quay.io/keycloak/keycloak:26.7', 'curl', 'no'],
    ['quay.io/keycloak/keycloak:18.0', 'curl', 'unknown'],
    ['gitea/gitea:1.25', 'curl', 'yes'],
    ['n8nio/n8n', 'wget', 'unknown'],
    ['nginx/nginx-prometheus-exporter:1.4', 'wget', 'no'],
    ['cgr.dev/chainguard/static', 'sh', 'no'],
    ['cgr.dev/chainguard/static:latest-dev', 'sh', 'unknown'],
    ['cgr.dev/chainguard/wolfi-base', 'apk', 'yes'],
  ];
  for (const [image, tool, answer] of table) assert.equal(has(image, tool), answer, `${tool} in ${image}`);
});

test('facts that follow the version', () => {
  assert.deepEqual(facts('postgres:17').dataPaths, ['/var/lib/postgresql/data']);
  assert.deepEqual(facts('postgres:18-alpine').dataPaths, ['/var/lib/postgresql']);
  assert.deepEqual(facts('postgres').dataPaths, ['/var/lib/postgresql']);
  assert.equal(facts('pgvector/pgvector:0.8.0-pg17').version, '17');
  assert.equal(facts('haproxy:2.2').runsAs, undefined);
  assert.equal(facts('haproxy:3.0').runsAs, 'non-root');
  assert.equal(facts('debian:bookworm-slim').version, '12');
  assert.equal(facts('ubuntu:jammy').version, '22.04');
  assert.equal(facts('traefik:v3.6').version, '3.6');
  assert.deepEqual(facts('timescale/timescaledb:latest-pg17').dataPaths, ['/var/lib/postgresql/data']);
  assert.deepEqual(facts('influxdb:1.12').dataPaths, ['/var/lib/influxdb']);
  assert.deepEqual(facts('influxdb:2.7').dataPaths, ['/var/lib/influxdb2']);
  assert.equal(facts('influxdb').dataPaths, undefined);
  assert.deepEqual(facts('gitea/gitea:1-rootless').ports, [2222, 3000]);
  assert.equal(facts('mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled').runsAs, 'non-root');
  assert.equal(facts('mcr.microsoft.com/dotnet/aspnet:7.0').user, undefined);
  assert.equal(facts('mcr.microsoft.com/dotnet/aspnet:8.0').user, 'app');
  assert.equal(facts('php:8.4-fpm').stopSignal, 'SIGQUIT');
  assert.equal(facts('php:8.4-cli').stopSignal, undefined);
  assert.deepEqual(facts('nginx').logLinks, ['/var/log/nginx/access.log', '/var/log/nginx/error.log']);
  assert.equal(facts('envoyproxy/envoy:distroless-v1.39-latest').version, '1.39');
  assert.equal(images.facts(reference('registry.example.org/team/app:1')), undefined);
  assert.equal(images.facts(reference('someone/nginx')), undefined);
});

test('every health check calls a program that the image has, and no tool is both there and not', () => {
  const tags = [
    '',
    '16',
    '2',
    '1.30',
    '8',
    '8-alpine',
    'alpine',
    'slim',
    'alpine-slim',
    'fpm',
    'apache',
    '10.5',
    'ubi9',
    'ubuntu',
    'distroless',
    '4.4',
    '1.19',
  ];
  for (const family of imageFamilies) {
    assert.match(family.source, /\S/);
    assert.match(family.date, /^\d{4}-\d\d(?:-\d\d)?$/);
    for (const name of family.images.filter((image) => typeof image === 'string')) {
      for (const tag of tags) {
        const found = facts(tag ? `${name}:${tag}` : name);
        const both = found.tools?.filter((tool) => found.lacks?.includes(tool));
        assert.deepEqual(both, [], `${name}:${tag}`);
        const [form, word] = found.healthTest ?? [];
        if (form === undefined) continue;
        const program = form === 'CMD' ? word : word?.split(' ')[0];
        assert.ok(found.tools?.includes(program ?? ''), `${program} in ${name}:${tag}`);
      }
    }
  }
});

test('end of life', () => {
  assert.deepEqual(endOfLife('node', '18.20.8', today), {
    cycle: '18',
    eol: '2025-04-30',
    next: '24',
    source: 'https://endoflife.date',
    date: '2026-08-22',
  });
  assert.equal(endOfLife('python', '3.8')?.eol, '2024-10-07');
  assert.equal(endOfLife('mysql', '8')?.cycle, '8.4');
  assert.equal(endOfLife('debian', '12', today)?.eol, '2028-06-30');
  assert.equal(endOfLife('elasticsearch', '7.17.5')?.cycle, '7');
  assert.equal(endOfLife('nginx', '1.30', today), undefined);
  assert.equal(endOfLife('node', '99', today), undefined);
  assert.equal(endOfLife('caddy', '2.7'), undefined);
  assert.equal(endOfLife('unheard-of', '1'), undefined);
  assert.equal(endOfLife('dotnet', '8.0', today)?.eol, '2026-11-10');
  assert.equal(endOfLife('dotnet', '8.0', today)?.next, '10.0');
  assert.equal(endOfLife('vault', '1.21', today)?.next, '2.0');
  assert.deepEqual(supported('node', today), ['26', '24', '22']);
  assert.deepEqual(supported('node', '2026-09-01'), ['24', '22']);
  assert.deepEqual(supported('nginx', today), ['1.30']);
  assert.deepEqual(supported('unheard-of', today), []);
});

test('cycles are dated and a product’s cycles are unique', () => {
  for (const [product, rows] of Object.entries(cycles)) {
    assert.equal(new Set(rows.map(([cycle]) => cycle)).size, rows.length, product);
    for (const [, released, eol] of rows)
      assert.match(`${released} ${eol}`, /^\d{4}-\d\d-\d\d (?:\d{4}-\d\d-\d\d)?$/);
  }
});

test('a tag for an image that names none', () => {
  const tags: readonly (readonly [string, string | undefined])[] = [
    ['postgres', '18'],
    ['postgres:latest', '18'],
    ['postgres:alpine', '18-alpine'],
    ['nginx:alpine', '1.30-alpine'],
    ['nginx:stable-alpine3.23-slim', '1.30-alpine-slim'],
    ['node:lts-alpine', '26-alpine'],
    ['php:fpm-alpine', '8.5-fpm-alpine'],
    ['rabbitmq:management', '4.3-management'],
    ['traefik:latest', 'v3.7'],
    ['certbot/certbot:latest', 'v5.10.0'],
    ['prom/prometheus', 'v3.13.2'],
    ['debian:stable-slim', '13-slim'],
    ['bitnami/redis:latest', undefined],
    ['someone/app', undefined],
    ['busybox', undefined],
    ['phpmyadmin', '5.2'],
    ['envoyproxy/envoy', 'v1.39.0'],
    ['quay.io/keycloak/keycloak:latest', '26.7'],
    ['hashicorp/vault', '2.0'],
    ['influxdb:latest', undefined],
    ['neo4j:latest', undefined],
    ['clickhouse/clickhouse-server:latest', undefined],
    ['rockylinux:latest', undefined],
    ['mcr.microsoft.com/dotnet/aspnet:latest', undefined],
  ];
  for (const [image, tag] of tags) assert.equal(suggestedTag(reference(image), today), tag, image);
  assert.equal(suggestedTag(reference('mariadb'), '2060-01-01'), undefined);
});

test('names of secrets', () => {
  const secret =
    'PASSWORD POSTGRES_PASSWORD DB_PASS REDIS_PWD JWT_SECRET SECRET_KEY SECRET_KEY_BASE API_KEY STRIPE_API_KEY apiKey dbPassword NPM_TOKEN AWS_SECRET_ACCESS_KEY APP_KEY PRIVATE_KEY CLIENT_SECRET SESSION_KEY MYSQL_ROOT_PASSWORD GF_SECURITY_ADMIN_PASSWORD GITHUB_TOKEN PGPASSWORD clientsecret';
  for (const name of secret.split(' ')) assert.equal(isSecretName(name), true, name);
  const other =
    'KMS_KEY_ALIAS REQUIRE_MFA_AUTH PASSWORD_PROMPT_STRING DB_PASSWORD_FILE SECRET_PATH TOKEN_URL PUBLIC_KEY AWS_ACCESS_KEY_ID TOKEN_EXPIRY TOKEN_TTL JWT_EXPIRES_IN PASSWORD_MIN_LENGTH PASSWORD_RESET_URL SECRET_NAME PWD MAX_TOKENS TOKENIZERS_PARALLELISM CACHE_KEY PARTITION_KEY KEYCLOAK_HOST MYSQL_ALLOW_EMPTY_PASSWORD MYSQL_RANDOM_ROOT_PASSWORD COMPASS BYPASS_CACHE RECAPTCHA_SITE_KEY STRIPE_PUBLISHABLE_KEY SECRETARY NODE_ENV POSTGRES_USER';
  for (const name of other.split(' ')) assert.equal(isSecretName(name), false, name);
});

test('shapes of secrets', () => {
  // Put together here so that no scanner takes this file for a leak.
  const filler = 'Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb7d';
  const shapes: readonly (readonly [string, string | undefined])[] = [
    [`AKI${'A'}QWERTYUIOPASDFGH`, 'an AWS access key'],
    [`gh${'p'}_${filler}`, 'a GitHub token'],
    [`xox${'b'}-123456789012-abcdef`, 'a Slack token'],
    [`sk_${'live'}_${filler}`, 'a Stripe live key'],
    [`AIz${'a'}${filler.slice(0, 35)}`, 'a Google API key'],
    [`-----BEGIN RSA ${'PRIVATE'} KEY-----\nMIIE`, 'a private key'],
    [`ey${'J'}hbGciOiJIUzI1.eyJzdWIiOiIxMjM0.c2lnbmF0dXJl`, 'a JSON web token'],
    ['postgres://app:s3cr3tvalue@db:5432/app', 'a URL with a password'],
    ['redis://:s3cr3tvalue@cache:6379/0', 'a URL with a password'],
    ['postgres://app:${DB_PASSWORD}@db/app', undefined],
    ['postgres://app:changeme@db/app', undefined],
    ['postgres://app@db/app', undefined],
    ['http://localhost:3000/a@b', undefined],
    ['AKIAIOSFODNN7EXAMPLE', undefined],
    ['AKIAshort', undefined],
    [`sk_${'test'}_${filler}`, undefined],
    ['-----BEGIN PUBLIC KEY-----', undefined],
    ['-----BEGIN CERTIFICATE-----', undefined],
    ['plain text', undefined],
  ];
  for (const [value, shape] of shapes) assert.equal(secretShape(value), shape, value);
  assert.equal(urlPassword('amqp://guest:guest@rabbitmq:5672/'), 'guest');
});

test('stand-ins for secrets', () => {
  const standIn = [
    'changeme',
    'CHANGE_ME',
    'password',
    'Example',
    'admin',
    'postgres',
    'your-key-here',
    'your-super-secure-jwt-secret-key-here',
    'xxx',
    'XXXXXXXX',
    '<password>',
    '123456',
    'my-secret-key',
    'insert-token-here',
    'aaaaaaaa',
    'please-change-me',
    'replace_with_key',
  ];
  for (const value of standIn) assert.equal(isPlaceholder(value), true, value);
  const real = [
    'Zk8fQ1mP',
    'correct horse battery staple',
    'f3a9c1d27b',
    'administrator-7Gh2',
    'mysqlx9Qz',
    'exchange',
  ];
  for (const value of real) assert.equal(isPlaceholder(value), false, value);
});

test('which nginx a tag brings', () => {
  const release = (text: string) => images.facts(reference(text))?.release;
  assert.deepEqual(release('nginx:1.25-alpine'), { version: '1.25.5', date: cyclesDate, moving: false });
  for (const text of ['nginx', 'nginx:latest', 'nginx:alpine', 'nginx:mainline-alpine-slim', 'nginx:1'])
    assert.deepEqual(release(text), release('nginx:mainline'), text);
  assert.equal(release('nginx:mainline')?.moving, true);
  const [major, minor] = release('nginx:stable-alpine')!.version.split('.');
  assert.equal(major, '1');
  assert.equal(Number(minor) % 2, 0);
  // A whole version, a digest, another distribution's build and a system that is built no more say nothing of the newest.
  for (const text of [
    'nginx:1.25.3',
    'nginx:bookworm',
    'nginx:alpine3.15',
    'openresty/openresty:alpine',
    'nginx:9.9',
  ])
    assert.equal(release(text), undefined, text);
});
