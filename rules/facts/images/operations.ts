import type { Family } from './family.ts';

const alpineTag = /^alpine/;
const wget = (url: string) => ['CMD', 'wget', '-q', '--spider', url] as const;

/** An exporter keeps nothing and listens above 1024. */
const exporter = { dataPaths: [], fileVariables: [], writablePaths: [], capabilities: [] } as const;

/** The exporters and servers of the Prometheus project are built on its busybox image and run as nobody. */
const prometheusProject = (image: string, product: string, port: number, memory: string): Family => ({
  images: [`prom/${image}`, `quay.io/prometheus/${image}`],
  product,
  role: 'monitoring',
  source: `https://github.com/prometheus/${product === 'prometheus' ? 'prometheus' : image.replace('-', '_')}, Dockerfile`,
  date: '2026-08-21',
  layers: [
    { on: 'busybox' },
    { words: /^distroless$/, on: 'distroless', facts: { runsAs: 'non-root' } },
    {
      facts: {
        ports: [port],
        runsAs: 'non-root',
        user: 'nobody',
        healthcheck: false,
        fileVariables: [],
        writablePaths: [],
        capabilities: [],
        memory,
        cpus: '0.5',
        ...(product === 'prometheus' && { dataPaths: ['/prometheus'] }),
        ...(product === 'alertmanager' && { dataPaths: ['/alertmanager'] }),
        ...(product.endsWith('exporter') && { dataPaths: [] }),
      },
    },
    {
      without: /^distroless$/,
      facts: {
        healthTest: wget(
          `http://127.0.0.1:${port}/${product.endsWith('exporter') ? 'metrics' : '-/healthy'}`,
        ),
      },
    },
  ],
});

/** Facts of monitoring and logging images. */
export const operations: readonly Family[] = [
  prometheusProject('prometheus', 'prometheus', 9090, '1G'),
  prometheusProject('alertmanager', 'alertmanager', 9093, '256M'),
  prometheusProject('node-exporter', 'node-exporter', 9100, '128M'),
  prometheusProject('blackbox-exporter', 'blackbox-exporter', 9115, '128M'),
  {
    images: ['grafana/grafana', 'grafana/grafana-oss', 'grafana/grafana-enterprise'],
    product: 'grafana',
    role: 'monitoring',
    source:
      'https://github.com/grafana/grafana, Dockerfile and docs/sources/setup-grafana/installation/docker',
    date: '2025-11',
    layers: [
      {
        since: '7.0',
        without: /^ubuntu$/,
        on: 'alpine',
        unsure: ['bash', 'curl'],
        facts: { healthTest: wget('http://127.0.0.1:3000/api/health') },
      },
      { words: /^ubuntu$/, on: 'ubuntu', unsure: ['curl'] },
      { since: '9.0', facts: { tools: ['bash', 'curl'] } },
      {
        facts: {
          ports: [3000],
          runsAs: 'non-root',
          user: '472',
          healthcheck: false,
          dataPaths: ['/var/lib/grafana'],
          // It takes NAME__FILE, with two underscores.
          fileVariables: [],
          capabilities: [],
          memory: '512M',
          cpus: '0.5',
        },
      },
    ],
  },
  {
    images: ['grafana/loki'],
    product: 'loki',
    role: 'logging',
    source: 'https://github.com/grafana/loki, cmd/loki/Dockerfile',
    date: '2026-06',
    // Alpine up to 3.3; distroless since.
    layers: [
      {
        since: '2.0',
        before: '3.4',
        on: 'alpine',
        facts: { healthTest: wget('http://127.0.0.1:3100/ready') },
      },
      { since: '3.4', facts: { lacks: ['curl', 'bash'] } },
      // No shell and no wget any more, but a check of its own: https://github.com/grafana/loki/pull/20313, 2026-01.
      {
        since: '3.7',
        on: 'distroless',
        facts: { tools: ['/usr/bin/loki'], healthTest: ['CMD', '/usr/bin/loki', '-health'] },
      },
      {
        facts: {
          ports: [3100],
          runsAs: 'non-root',
          user: '10001',
          healthcheck: false,
          dataPaths: ['/loki'],
          fileVariables: [],
          capabilities: [],
          memory: '1G',
          cpus: '0.5',
        },
      },
    ],
  },
  {
    images: ['grafana/promtail'],
    product: 'promtail',
    role: 'logging',
    source: 'https://github.com/grafana/loki, clients/cmd/promtail/Dockerfile (FROM ubuntu)',
    date: '2026-11-24',
    layers: [
      { since: '3.4', on: 'ubuntu', unsure: ['curl', 'wget'] },
      {
        facts: {
          ports: [9080],
          runsAs: 'root',
          healthcheck: false,
          tools: ['sh', 'bash'],
          fileVariables: [],
          memory: '256M',
          cpus: '0.5',
        },
      },
    ],
  },
  {
    images: ['grafana/alloy'],
    product: 'alloy',
    role: 'logging',
    source: 'https://github.com/grafana/alloy, Dockerfile (FROM ubuntu)',
    date: '2026-11-24',
    // It listens on 127.0.0.1 only unless its command says otherwise; its folders belong to the user it can be told to run as.
    layers: [
      {
        on: 'ubuntu',
        unsure: ['curl', 'wget', 'perl', 'apt-get'],
        facts: {
          runsAs: 'root',
          user: '473',
          healthcheck: false,
          dataPaths: ['/var/lib/alloy/data'],
          fileVariables: [],
          capabilities: [],
          memory: '256M',
          cpus: '0.5',
        },
      },
    ],
  },
  {
    images: ['fluent/fluent-bit', 'fluent/fluentd', 'timberio/vector'],
    product: 'log-shipper',
    role: 'logging',
    source: 'the images’ READMEs',
    date: '2025-11',
    layers: [{ facts: { memory: '256M', cpus: '0.5' } }],
  },
  {
    images: ['docker.elastic.co/kibana/kibana', 'kibana'],
    product: 'kibana',
    role: 'admin-ui',
    source: 'https://github.com/elastic/dockerfiles, kibana/Dockerfile',
    date: '2025-11',
    layers: [
      {
        facts: {
          ports: [5601],
          runsAs: 'non-root',
          user: 'kibana',
          healthcheck: false,
          tools: ['bash', 'curl'],
          memory: '1G',
          cpus: '1.0',
        },
      },
    ],
  },
  {
    images: ['docker.elastic.co/logstash/logstash', 'logstash'],
    product: 'logstash',
    role: 'logging',
    source: 'https://github.com/elastic/dockerfiles, logstash/Dockerfile',
    date: '2025-11',
    layers: [
      {
        facts: {
          runsAs: 'non-root',
          user: 'logstash',
          healthcheck: false,
          tools: ['bash', 'curl'],
          memory: '1G',
          cpus: '1.0',
        },
      },
    ],
  },
  {
    images: ['gcr.io/cadvisor/cadvisor', 'ghcr.io/google/cadvisor'],
    product: 'cadvisor',
    role: 'monitoring',
    source: 'https://github.com/google/cadvisor, deploy/Dockerfile',
    date: '2025-11',
    layers: [
      { on: 'alpine' },
      { facts: { ports: [8080], runsAs: 'root', healthcheck: true, memory: '256M', cpus: '0.5' } },
    ],
  },
  {
    images: ['prometheuscommunity/postgres-exporter', 'quay.io/prometheuscommunity/postgres-exporter'],
    product: 'postgres-exporter',
    role: 'monitoring',
    source: 'https://github.com/prometheus-community/postgres_exporter, Dockerfile',
    date: '2025-11',
    layers: [
      { on: 'busybox' },
      {
        facts: {
          ports: [9187],
          runsAs: 'non-root',
          healthcheck: false,
          healthTest: wget('http://127.0.0.1:9187/metrics'),
          ...exporter,
          memory: '128M',
          cpus: '0.25',
        },
      },
    ],
  },
  {
    images: ['oliver006/redis_exporter'],
    product: 'redis-exporter',
    role: 'monitoring',
    source: 'https://github.com/oliver006/redis_exporter, docker/Dockerfile',
    date: '2026-11-24',
    layers: [
      { on: 'scratch' },
      { words: alpineTag, on: 'alpine' },
      {
        facts: {
          ports: [9121],
          runsAs: 'non-root',
          user: '59000',
          healthcheck: false,
          ...exporter,
          memory: '64M',
          cpus: '0.25',
        },
      },
    ],
  },
  {
    images: ['nginx/nginx-prometheus-exporter', 'nginxinc/nginx-prometheus-exporter'],
    product: 'nginx-exporter',
    role: 'monitoring',
    source: 'https://github.com/nginx/nginx-prometheus-exporter, build/Dockerfile',
    date: '2026-11-24',
    layers: [
      { on: 'scratch' },
      {
        facts: {
          ports: [9113],
          runsAs: 'non-root',
          user: '1001',
          healthcheck: false,
          ...exporter,
          memory: '64M',
          cpus: '0.25',
        },
      },
    ],
  },
  {
    images: ['louislam/uptime-kuma'],
    product: 'uptime-kuma',
    role: 'monitoring',
    source: 'https://github.com/louislam/uptime-kuma, docker/dockerfile',
    date: '2025-11',
    layers: [
      { facts: { ports: [3001], healthcheck: true, dataPaths: ['/app/data'], memory: '512M', cpus: '0.5' } },
    ],
  },
];
