import type { Family, Layer, LayerFacts } from './family.ts';

const alpineTag = /^alpine/;

const nginx: LayerFacts = {
  healthcheck: false,
  tools: ['nginx'],
  dataPaths: [],
  fileVariables: [],
  stopSignal: 'SIGQUIT',
  logLinks: ['/var/log/nginx/access.log', '/var/log/nginx/error.log'],
  memory: '256M',
  cpus: '0.5',
};

/** curl is in all variants but `alpine-slim` (since 1.21 for certain); it follows no redirect unless told. */
const nginxTools = (address: string): readonly Layer[] => [
  { on: 'debian' },
  { words: alpineTag, on: 'alpine' },
  {
    facts: {
      tools: ['curl'],
      healthTest: ['CMD', 'curl', '-fsS', '-o', '/dev/null', address],
    },
  },
  {
    tag: /alpine[\d.]*-slim/,
    facts: { lacks: ['curl'], healthTest: ['CMD', 'wget', '-q', '--spider', address] },
  },
  { before: '1.21', unsure: ['curl'], facts: { healthTest: ['CMD', 'nginx', '-t'] } },
];

/** Facts of web servers and reverse proxies. */
export const webServers: readonly Family[] = [
  {
    images: ['nginx'],
    product: 'nginx',
    role: 'web-server',
    source: 'https://github.com/nginx/docker-nginx, Dockerfiles (1.30.4)',
    date: '2026-08',
    layers: [
      ...nginxTools('http://127.0.0.1/'),
      {
        facts: {
          ...nginx,
          ports: [80],
          runsAs: 'drops',
          user: 'nginx',
          writablePaths: ['/var/cache/nginx', '/var/run'],
          capabilities: ['CHOWN', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'],
        },
      },
      { words: /^perl$/, facts: { tools: ['perl'] } },
    ],
  },
  {
    images: ['nginxinc/nginx-unprivileged'],
    product: 'nginx',
    role: 'web-server',
    source: 'https://github.com/nginx/docker-nginx-unprivileged, Dockerfiles',
    date: '2026-07-15',
    layers: [
      ...nginxTools('http://127.0.0.1:8080/'),
      {
        facts: {
          ...nginx,
          ports: [8080],
          runsAs: 'non-root',
          user: '101',
          writablePaths: ['/tmp'],
          capabilities: [],
        },
      },
    ],
  },
  {
    images: ['openresty/openresty', 'bitnami/nginx', 'bitnamilegacy/nginx', 'jonasal/nginx-certbot'],
    product: 'nginx',
    role: 'web-server',
    source: 'the images’ READMEs',
    date: '2025-08',
    layers: [{ facts: { memory: '256M', cpus: '0.5' } }],
    version: /^(?:nginx)?(1\.\d+(?:\.\d+)?)/,
  },
  {
    images: ['httpd'],
    product: 'httpd',
    role: 'web-server',
    source: 'https://github.com/docker-library/httpd, Dockerfiles',
    date: '2026-06-10',
    layers: [
      { on: 'debian', facts: { healthTest: ['CMD', 'bash', '-c', 'exec 3<>/dev/tcp/127.0.0.1/80'] } },
      {
        words: alpineTag,
        on: 'alpine',
        facts: { tools: ['perl'], healthTest: ['CMD', 'wget', '-q', '--spider', 'http://127.0.0.1/'] },
      },
      {
        facts: {
          ports: [80],
          runsAs: 'drops',
          user: 'www-data',
          healthcheck: false,
          tools: ['httpd'],
          dataPaths: [],
          fileVariables: [],
          stopSignal: 'SIGWINCH',
          writablePaths: ['/usr/local/apache2/logs'],
          capabilities: ['NET_BIND_SERVICE', 'SETGID', 'SETUID'],
          memory: '256M',
          cpus: '0.5',
        },
      },
    ],
  },
  {
    images: ['caddy'],
    product: 'caddy',
    role: 'proxy',
    source: 'https://github.com/caddyserver/caddy-docker, Dockerfiles (2.11)',
    date: '2026-03-05',
    layers: [
      { on: 'alpine' },
      { before: '2.11', unsure: ['curl'] },
      { since: '2.11', facts: { tools: ['curl'] } },
      {
        facts: {
          ports: [80, 443],
          runsAs: 'root',
          healthcheck: false,
          tools: ['caddy'],
          dataPaths: ['/data'],
          fileVariables: [],
          writablePaths: ['/config'],
          // The binary carries the capability as a file attribute and is not executed without it.
          capabilities: ['NET_BIND_SERVICE'],
          memory: '256M',
          cpus: '0.5',
          healthTest: ['CMD', 'wget', '-q', '--spider', 'http://127.0.0.1:2019/config/'],
        },
      },
      { words: /^rootless$/, facts: { runsAs: 'non-root' } },
      { words: /^builder$/, unsure: ['git', 'go'] },
    ],
  },
  {
    images: ['traefik'],
    product: 'traefik',
    role: 'proxy',
    source: 'https://github.com/traefik/traefik-library-image, Dockerfiles',
    date: '2026-08-19',
    layers: [
      { since: '2.0', on: 'alpine' },
      {
        facts: {
          ports: [80],
          runsAs: 'root',
          healthcheck: false,
          tools: ['traefik'],
          fileVariables: [],
          memory: '256M',
          cpus: '0.5',
        },
      },
      { since: '2.0', facts: { healthTest: ['CMD', 'nc', '-z', '127.0.0.1', '80'] } },
    ],
  },
  {
    images: ['haproxy'],
    product: 'haproxy',
    role: 'proxy',
    source: 'https://github.com/docker-library/haproxy, Dockerfiles',
    date: '2026-07-22',
    layers: [
      { on: 'debian' },
      { words: alpineTag, on: 'alpine' },
      {
        facts: {
          healthcheck: false,
          tools: ['haproxy'],
          dataPaths: [],
          fileVariables: [],
          memory: '256M',
          cpus: '0.5',
        },
      },
      { since: '2.6', facts: { stopSignal: 'SIGUSR1' } },
      { since: '2.6', facts: { tools: ['socat'] } },
      { before: '2.6', unsure: ['socat'] },
      { since: '2.4', facts: { runsAs: 'non-root', user: 'haproxy', capabilities: [] } },
    ],
  },
  {
    images: ['envoyproxy/envoy'],
    product: 'envoy',
    role: 'proxy',
    version: /^(?:[a-z]+-)*v?(\d+(?:\.\d+)*)/,
    source:
      'https://github.com/envoyproxy/envoy, distribution/docker/Dockerfile-envoy and docker-entrypoint.sh',
    date: '2026-11-24',
    // Its configuration names the ports; that of the image is an example on 10000.
    layers: [
      { on: 'ubuntu', unsure: ['su-exec', 'gosu'], facts: { runsAs: 'drops', user: 'envoy' } },
      {
        tag: /distroless/,
        on: 'distroless',
        facts: { runsAs: 'non-root', user: 'nonroot', capabilities: [] },
      },
      {
        facts: {
          ports: [10000],
          healthcheck: false,
          dataPaths: [],
          fileVariables: [],
          memory: '256M',
          cpus: '0.5',
        },
      },
    ],
  },
];
