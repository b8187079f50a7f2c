/**
 * What fixes that add services, volumes and files make of deployments that others wrote. Where none of them lacks what a fix brings, a copy is
 * altered so that it does: the alteration stands here, beside its reason.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rules } from '../../rules/index.ts';
import type { ExampleReviewOptions, Files } from '../../scripts/generate/example-review.ts';
import { sharedPath } from '../support/shared-folder.ts';
import { readFolder, scaffold, type WholeDeployment } from './scaffold.ts';

type Change = (files: Files) => Files | Promise<Files>;

interface Elsewhere {
  /** Below the folder of material. */
  readonly folder: string;
  /** What is altered, in words. */
  readonly altered?: string;
  readonly changes?: readonly Change[];
  /** A text that some file holds afterwards. */
  readonly makes: RegExp;
  /** Of the fix, where it is not the first. */
  readonly title?: RegExp;
}

const options: ExampleReviewOptions = { rules, onlyDefault: true, environment: 'production' };
const awesome = (name: string) => `corpus/docker+awesome-compose/${name}`;

const replaced =
  (path: string, from: string, to: string): Change =>
  (files) => {
    const text = files[path] ?? '';
    assert.ok(text.includes(from), `${path} has ${from}`);
    return { ...files, [path]: text.replace(from, () => to) };
  };

const added =
  (path: string, text: string): Change =>
  (files) => ({ ...files, [path]: text });

const without =
  (path: string): Change =>
  (files) => {
    assert.ok(path in files, `${path} is there`);
    return Object.fromEntries(Object.entries(files).filter(([one]) => one !== path));
  };

/** Our own monitoring, but for its alerts. */
const measured: Change = async (files) => {
  const after = await scaffold({ files, options }, 'compose/missing-monitoring');
  const settings = 'monitoring/prometheus/prometheus.yml';
  const silent = after[settings]!.replace(/rule_files:\n.*\n\n/, '');
  return without('monitoring/prometheus/alerts.yml')({ ...after, [settings]: silent });
};

const node = (stage: string, before = '') => `FROM node:24-alpine AS ${stage}
WORKDIR /code
${before}COPY . .
RUN npm ci
USER node
CMD ["node", "server.js"]
`;
const go = (before = '') => `FROM golang:1.25-alpine AS builder
WORKDIR /code
${before}COPY . .
RUN go build -o /bin/backend
USER 65532
CMD ["/bin/backend"]
`;
const java = (before = '') => `FROM eclipse-temurin:21 AS build
WORKDIR /code
${before}COPY . .
RUN ./mvnw package
`;
const repository = added('.github/CODEOWNERS', '* @team\n');

const scaffolds: Readonly<Record<string, readonly Elsewhere[]>> = {
  'compose/missing-monitoring': ['react-express-mongodb', 'react-express-mysql', 'react-rust-postgres'].map(
    (name) => ({ folder: awesome(name), makes: /image: prom\/prometheus:v/ }),
  ),
  'compose/missing-central-logging': [
    'react-express-mongodb',
    'react-express-mysql',
    'react-rust-postgres',
  ].map((name) => ({ folder: awesome(name), makes: /image: grafana\/loki:/ })),
  'compose/missing-backup': [
    ...['nginx-aspnet-mysql', 'nginx-flask-mysql', 'nginx-golang-mysql'].map((name) => ({
      folder: awesome(name),
      makes: /mariadb-dump/,
    })),
    ...[
      ['flask-redis', 'redislabs/redismod'],
      ['nginx-nodejs-redis', "'redislabs/redismod'"],
      ['nextcloud-redis-mariadb', 'redis:alpine'],
    ].map(([name = '', image = '']) => ({
      folder: awesome(name),
      altered: 'Redis is Redis alone, and keeps what it has.',
      changes: [
        replaced(
          'compose.yaml',
          `    image: ${image}\n`,
          '    image: redis:8.2-alpine\n    command: redis-server --appendonly yes\n    volumes:\n      - ./data:/data\n',
        ),
      ],
      makes: /redis-cli -h redis --rdb/,
    })),
  ],
  'compose/secret-in-environment': [
    { folder: awesome('postgresql-pgadmin'), makes: /postgres_password:\n\s+environment: POSTGRES_PW/ },
    { folder: 'corpus/n8n-io+n8n-hosting', makes: /_FILE=\/run\/secrets\/\w+/ },
    { folder: 'corpus/zammad+zammad-docker-compose', makes: /\n\s+environment: POSTGRES_PASS/ },
  ],
  'compose/missing-alerting': [
    {
      folder: awesome('prometheus-grafana'),
      altered:
        'Its settings, which are empty here, ask a program; Grafana, which may alert by itself, is gone.',
      changes: [
        added(
          'prometheus/prometheus.yml',
          'scrape_configs:\n  - job_name: api\n    static_configs:\n      - targets: ["api:9000"]\n',
        ),
        (files) => ({
          ...files,
          'compose.yaml': files['compose.yaml']!.replace(/ {2}grafana:\n(?: {4}.*\n)+/, ''),
        }),
      ],
      makes: /image: prom\/alertmanager:v/,
    },
    ...['react-express-mongodb', 'react-rust-postgres'].map((name) => ({
      folder: awesome(name),
      altered: 'It has our Prometheus, without its alert rules.',
      changes: [measured],
      makes: /image: prom\/alertmanager:v/,
    })),
  ],
  'compose/unpooled-postgres-connections': [
    { folder: 'deployments/abunfi', makes: /@pgbouncer:5432/ },
    {
      folder: 'corpus/n8n-io+n8n-hosting/docker-compose/withPostgres',
      altered: 'PostgreSQL takes 300 connections.',
      changes: [
        replaced(
          'docker-compose.yml',
          '    image: postgres:16\n',
          '    image: postgres:16\n    command: postgres -c max_connections=300\n',
        ),
        replaced('docker-compose.yml', '      - POSTGRES_USER\n', '      - POSTGRES_USER=${POSTGRES_USER}\n'),
        replaced(
          'docker-compose.yml',
          '      - POSTGRES_PASSWORD\n',
          '      - POSTGRES_PASSWORD=${POSTGRES_PASSWORD}\n',
        ),
        replaced('docker-compose.yml', '      - POSTGRES_DB\n', '      - POSTGRES_DB=${POSTGRES_DB}\n'),
      ],
      makes: /DB_POSTGRESDB_HOST=pgbouncer/,
    },
    {
      folder: awesome('nextcloud-postgres'),
      altered: 'PostgreSQL takes 300 connections, and its password comes from a variable.',
      changes: [
        replaced(
          'compose.yaml',
          '    image: postgres:alpine\n    environment:\n      - POSTGRES_PASSWORD=nextcloud\n',
          '    image: postgres:alpine\n    command: -c max_connections=300\n    environment:\n      - POSTGRES_PASSWORD=${PASSWORD}\n',
        ),
      ],
      makes: /POSTGRES_HOST=pgbouncer/,
    },
  ],
  'compose/unsegmented-database': [
    { folder: 'deployments/abunfi', makes: /internal: true/ },
    {
      folder: awesome('nginx-flask-mysql'),
      altered: 'The proxy is nginx as it comes, and on the database’s network too.',
      changes: [
        replaced(
          'compose.yaml',
          '  proxy:\n    build: proxy\n    restart: always\n',
          '  proxy:\n    image: nginx:1.30\n    restart: always\n',
        ),
        replaced(
          'compose.yaml',
          '      - backend\n    networks:\n      - frontnet\n',
          '      - backend\n    networks:\n      - frontnet\n      - backnet\n',
        ),
      ],
      makes: /\n {2}data:\n {4}internal: true/,
    },
    ...['nginx-golang-postgres', 'nginx-golang-mysql'].map((name) => ({
      folder: awesome(name),
      altered: 'All three are on one network that has a name.',
      changes: [
        replaced('compose.yaml', '\n  backend:\n', '\n  backend:\n    networks: [all]\n'),
        replaced('compose.yaml', '\n  db:\n', '\n  db:\n    networks:\n      - all\n'),
        replaced('compose.yaml', '\n  proxy:\n', '\n  proxy:\n    networks: { all: }\n'),
        replaced('compose.yaml', '\nsecrets:\n', '\nnetworks:\n  all:\n\nsecrets:\n'),
      ],
      makes: /\[all, data\]/,
    })),
  ],
  'compose/secret-in-build-argument': [
    {
      folder: awesome('nginx-golang-mysql'),
      altered: 'A Dockerfile that gets a token as an argument.',
      changes: [
        added('backend/Dockerfile', go('ARG GITHUB_TOKEN\n')),
        replaced(
          'compose.yaml',
          '      target: builder\n',
          '      target: builder\n      args:\n        GITHUB_TOKEN: ${GITHUB_TOKEN}\n',
        ),
      ],
      makes: /RUN --mount=type=secret,id=github_token,env=GITHUB_TOKEN go build/,
    },
    {
      folder: awesome('react-express-mysql'),
      altered: 'A Dockerfile that gets a token as one more argument.',
      changes: [
        added('backend/Dockerfile', node('development', 'ARG NODE_ENV\nARG NPM_TOKEN\n')),
        replaced(
          'compose.yaml',
          '      - NODE_ENV=development\n      context',
          '      - NODE_ENV=development\n      - NPM_TOKEN\n      context',
        ),
      ],
      makes: /RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci/,
    },
    {
      folder: awesome('react-java-mysql'),
      altered: 'A Dockerfile that gets a password as an argument, written into the Compose file.',
      changes: [
        added('backend/Dockerfile', java('ARG NEXUS_PASSWORD\n')),
        replaced(
          'compose.yaml',
          '    build: backend\n',
          '    build:\n      context: backend\n      args: { NEXUS_PASSWORD: k29dh1mz }\n',
        ),
      ],
      makes: /^NEXUS_PASSWORD=k29dh1mz$/m,
    },
  ],
  'deployment/missing-ci': [
    {
      folder: awesome('react-express-mongodb'),
      altered: 'A repository of its own, with the Dockerfiles that it builds.',
      changes: [
        repository,
        added('frontend/Dockerfile', node('development')),
        added('backend/Dockerfile', node('development')),
      ],
      makes: /--target development backend/,
    },
    {
      folder: awesome('nginx-golang-mysql'),
      altered: 'A repository of its own, with the Dockerfile that it builds.',
      changes: [repository, added('backend/Dockerfile', go())],
      makes: /go test \.\/\.\.\./,
    },
    {
      folder: awesome('react-java-mysql'),
      altered: 'A repository of its own, with the Dockerfiles that it builds.',
      changes: [
        repository,
        added('frontend/Dockerfile', node('development')),
        added('backend/Dockerfile', java()),
      ],
      makes: /aquasecurity\/trivy-action@[0-9a-f]{40} /,
    },
  ],
  'deployment/missing-dockerignore': [
    {
      folder: awesome('react-express-mongodb'),
      altered: 'A Dockerfile that copies the whole folder, and no .dockerignore in it.',
      changes: [added('frontend/Dockerfile', node('development')), without('frontend/.dockerignore')],
      makes: /^\.env\.\*\.local$/m,
    },
    {
      folder: awesome('nginx-golang-mysql'),
      altered: 'A Dockerfile that copies the whole folder.',
      changes: [added('backend/Dockerfile', go())],
      makes: /^\.git$/m,
    },
    {
      folder: awesome('spring-postgres'),
      altered: 'A Dockerfile that copies the whole folder.',
      changes: [added('backend/Dockerfile', java())],
      makes: /^\.env\.\*\.local$/m,
    },
  ],
  'deployment/undefined-variable': [
    {
      folder: 'corpus/n8n-io+n8n-hosting/docker-compose/withPostgres',
      altered: 'Its .env is gone.',
      changes: [without('.env')],
      makes: /^N8N_VERSION=$/m,
    },
    {
      folder: 'corpus/mattermost+docker',
      altered: 'Its example of an env file is gone.',
      changes: [without('env.example')],
      makes: /^POSTGRES_IMAGE_TAG=$/m,
    },
    {
      folder: awesome('postgresql-pgadmin'),
      altered: 'Its .env is gone.',
      changes: [without('.env')],
      makes: /^PGADMIN_MAIL=$/m,
    },
  ],
  'deployment/missing-env-file': [
    {
      folder: 'corpus/paperless-ngx+paperless-ngx/docker/compose',
      altered: 'The env file that its services read is gone.',
      changes: [without('docker-compose.env')],
      makes: /^# Copy this file to docker-compose\.env and fill it in\.$/m,
    },
  ],
  'compose/hardcoded-secret': ['gitea-postgres', 'nextcloud-postgres', 'wordpress-mysql'].map((name) => ({
    folder: awesome(name),
    makes: /\n\s+file: \.\/secrets\/\w+\.txt/,
    title: /secrets\/\w+\.txt/,
  })),
};

describe('scaffolds in deployments that others wrote', () => {
  for (const [ruleId, places] of Object.entries(scaffolds)) {
    for (const { folder, altered, changes = [], makes, title = /./ } of places) {
      const name = folder.slice(folder.lastIndexOf('/') + 1);
      test(`${ruleId} in ${name}${altered ? `: ${altered}` : ''}`, async (context) => {
        const path = sharedPath(folder, context);
        if (path === undefined) return;
        let files = readFolder(path);
        for (const change of changes) files = await change(files);
        const deployment: WholeDeployment = { files, options };
        const after = await scaffold(deployment, ruleId, (fix) => title.test(fix.title));
        assert.match(Object.values(after).join('\n'), makes);
        assert.doesNotMatch(Object.values(files).join('\n'), makes, 'it was not there before');
      });
    }
  }
});
