import type { Family } from './family.ts';
import { application } from './runtimes.ts';

const alpineTag = /^alpine/;

/** Settings of Authelia that hold a secret. Source: https://www.authelia.com/configuration/methods/secrets/ */
const autheliaSecrets = [
  'AUTHELIA_IDENTITY_VALIDATION_RESET_PASSWORD_JWT_SECRET',
  'AUTHELIA_JWT_SECRET',
  'AUTHELIA_SESSION_SECRET',
  'AUTHELIA_SESSION_REDIS_PASSWORD',
  'AUTHELIA_STORAGE_ENCRYPTION_KEY',
  'AUTHELIA_STORAGE_MYSQL_PASSWORD',
  'AUTHELIA_STORAGE_POSTGRES_PASSWORD',
  'AUTHELIA_AUTHENTICATION_BACKEND_LDAP_PASSWORD',
  'AUTHELIA_NOTIFIER_SMTP_PASSWORD',
];

/**
 * Of n8n, which takes most of its settings so.
 * Source: https://docs.n8n.io/hosting/configuration/configuration-methods/, 2026-11-24
 */
const n8nFiles = ['HOST', 'PORT', 'DATABASE', 'USER', 'PASSWORD'].map((name) => `DB_POSTGRESDB_${name}`);

/** Facts of applications that are run as they are. */
export const applications: readonly Family[] = [
  {
    images: ['ghost'],
    product: 'ghost',
    role: 'application',
    source: 'https://github.com/docker-library/ghost, Dockerfiles and docker-entrypoint.sh (FROM node)',
    date: '2026-06-12',
    layers: [
      { on: 'debian' },
      { words: alpineTag, on: 'alpine', facts: { tools: ['bash'] } },
      {
        facts: {
          ...application,
          ports: [2368],
          runsAs: 'drops',
          user: 'node',
          tools: ['node', 'npm', 'npx', 'gosu'],
          dataPaths: ['/var/lib/ghost/content'],
          fileVariables: [],
        },
      },
    ],
  },
  {
    images: ['gitea/gitea', 'docker.gitea.com/gitea'],
    product: 'gitea',
    role: 'application',
    source: 'https://github.com/go-gitea/gitea, Dockerfile and Dockerfile.rootless',
    date: '2026-11-24',
    // sshd stays root; Gitea runs as git.
    layers: [
      { on: 'alpine', facts: { tools: ['bash', 'curl', 'git'] } },
      { without: /^rootless$/, unsure: ['ssh'] },
      {
        facts: {
          ports: [22, 3000],
          runsAs: 'drops',
          user: 'git',
          healthcheck: false,
          dataPaths: ['/data'],
          // It takes NAME__FILE, with two underscores.
          fileVariables: [],
          memory: '512M',
          cpus: '1.0',
        },
      },
      {
        words: /^rootless$/,
        facts: {
          ports: [2222, 3000],
          runsAs: 'non-root',
          user: '1000',
          tools: ['dumb-init'],
          dataPaths: ['/var/lib/gitea', '/etc/gitea'],
          capabilities: [],
        },
      },
      {
        since: '1.17',
        facts: {
          healthTest: ['CMD', 'curl', '-fsS', '-o', '/dev/null', 'http://127.0.0.1:3000/api/healthz'],
        },
      },
    ],
  },
  {
    images: ['n8nio/n8n', 'docker.n8n.io/n8nio/n8n'],
    product: 'n8n',
    role: 'application',
    source:
      'https://github.com/n8n-io/n8n, docker/images/n8n/Dockerfile (FROM n8nio/base, Alpine with Node.js)',
    date: '2026-11-24',
    // Workers and webhook processors are the same image with another command: they listen elsewhere and keep nothing.
    layers: [
      {
        on: 'alpine',
        unsure: ['apk', 'wget', 'npm', 'npx', 'curl', 'bash', 'ssh'],
        facts: {
          ports: [5678],
          runsAs: 'non-root',
          user: 'node',
          healthcheck: false,
          tools: ['node', 'tini', 'git'],
          fileVariables: n8nFiles,
          capabilities: [],
          memory: '1G',
          cpus: '1.0',
        },
      },
    ],
  },
  {
    images: ['hashicorp/vault', 'vault'],
    product: 'vault',
    role: 'application',
    source: 'https://github.com/hashicorp/vault, Dockerfile and .release/docker/docker-entrypoint.sh',
    date: '2026-11-24',
    // Where it keeps its data is a matter of its configuration.
    layers: [
      {
        on: 'alpine',
        facts: { tools: ['su-exec', 'dumb-init'], healthTest: ['CMD', 'nc', '-z', '127.0.0.1', '8200'] },
      },
      { words: /^ubi$/, on: 'ubi', unsure: ['su-exec', 'dumb-init', 'nc'] },
      {
        facts: {
          ports: [8200],
          runsAs: 'drops',
          user: 'vault',
          healthcheck: false,
          tools: ['vault'],
          fileVariables: [],
          memory: '512M',
          cpus: '0.5',
        },
      },
    ],
  },
  {
    images: ['quay.io/keycloak/keycloak', 'keycloak/keycloak'],
    product: 'keycloak',
    role: 'application',
    source:
      'https://github.com/keycloak/keycloak, quarkus/container/Dockerfile; https://www.keycloak.org/server/health',
    date: '2026-11-24',
    // The image has had no curl since it is built on ubi9-micro. What it keeps lies in its database.
    layers: [
      {
        since: '23.0',
        facts: {
          tools: ['sh', 'bash', 'java'],
          lacks: ['curl', 'wget', 'nc', 'apk', 'apt-get'],
          shell: 'bash',
        },
      },
      {
        since: '17.0',
        facts: {
          ports: [8080, 8443],
          runsAs: 'non-root',
          user: '1000',
          healthcheck: false,
          capabilities: [],
        },
      },
      { facts: { memory: '1G', cpus: '1.0' } },
    ],
  },
  {
    images: ['authelia/authelia', 'ghcr.io/authelia/authelia'],
    product: 'authelia',
    role: 'application',
    source:
      'https://github.com/authelia/authelia, Dockerfile; https://www.authelia.com/integration/deployment/docker/',
    date: '2026-11-24',
    // It stays root unless PUID says otherwise. Every setting that is a secret is taken as NAME_FILE.
    layers: [
      {
        on: 'alpine',
        facts: {
          ports: [9091],
          healthcheck: true,
          tools: ['su-exec'],
          fileVariables: autheliaSecrets,
          memory: '256M',
          cpus: '0.5',
        },
      },
    ],
  },
  {
    images: ['registry', 'distribution/distribution', 'ghcr.io/distribution/distribution'],
    product: 'registry',
    role: 'application',
    source: 'https://github.com/distribution/distribution-library-image, Dockerfile',
    date: '2026-11-24',
    // Where it keeps images (/var/lib/registry by default, or an object store) is a setting.
    layers: [
      {
        on: 'alpine',
        facts: {
          ports: [5000],
          runsAs: 'root',
          healthcheck: false,
          fileVariables: [],
          writablePaths: [],
          memory: '256M',
          cpus: '0.5',
          healthTest: ['CMD', 'nc', '-z', '127.0.0.1', '5000'],
        },
      },
    ],
  },
  {
    images: ['axllent/mailpit', 'ghcr.io/axllent/mailpit'],
    product: 'mailpit',
    role: 'application',
    source: 'https://github.com/axllent/mailpit, Dockerfile',
    date: '2026-11-24',
    // It keeps mail in memory unless it is told a file.
    layers: [
      {
        on: 'alpine',
        facts: {
          ports: [1025, 1110, 8025],
          runsAs: 'root',
          healthcheck: true,
          memory: '128M',
          cpus: '0.25',
        },
      },
    ],
  },
];
