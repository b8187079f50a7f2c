import {
  type ComposeFile,
  type Deployment,
  type Edit,
  relativePath,
  type Span,
  type YamlInput,
} from '../../core/rule.ts';
import { pinnedImage } from '../facts/end-of-life.ts';
import { type Exporter, exporterOf } from './exporters.ts';
import { alertRules, dataSource, prometheusSettings } from './monitoring-files.ts';
import {
  addServices,
  askedOverHttp,
  fileForServices,
  freePort,
  hardened,
  type NewService,
} from './new-services.ts';

/** What is measured, and the edits that add what measures it. */
export interface Monitoring {
  readonly measured: readonly string[];
  readonly edits: readonly Edit[];
}

/** Prometheus with alert rules, exporters for the host and for the databases, caches and nginx that are there, and Grafana. */
export function monitoringServices(deployment: Deployment, today: string): Monitoring | undefined {
  const file = fileForServices(deployment);
  const at = deployment.span;
  const exporters = deployment.services.flatMap((one) => exporterOf(one, file, today) ?? []);
  const prometheus = prometheusService(file, at, today);
  const host = hostExporter(file, at, today);
  const grafana = grafanaService(deployment, today, ['monitoring']);
  if (!prometheus || !host || !grafana) return undefined;
  const edits = addServices(deployment, {
    services: {
      prometheus,
      'node-exporter': host,
      ...Object.fromEntries(exporters.map(({ name, service }) => [name, service])),
      grafana,
    },
    volumes: ['prometheus_data', 'grafana_data'],
    networks: { monitoring: false },
    secrets: grafanaSecret,
    files: {
      'monitoring/prometheus/prometheus.yml': prometheusSettings(exporters),
      'monitoring/prometheus/alerts.yml': alertRules(exporters),
      'monitoring/grafana/metrics.yml': dataSource(
        'Prometheus',
        'prometheus',
        'http://prometheus:9090',
        true,
      ),
      ...Object.fromEntries(exporters.flatMap((one) => filesOf(one, deployment))),
    },
  });
  return edits && { measured: exporters.map(({ name }) => name.replace(/-exporter$/, '')), edits };
}

function filesOf({ files = {} }: Exporter, { folder }: Deployment): readonly (readonly [string, string])[] {
  return Object.entries(files).map(([path, text]) => [relativePath(folder, path), text]);
}

function prometheusService(file: ComposeFile | undefined, at: Span, today: string): NewService | undefined {
  const image = pinnedImage('prom/prometheus', at, today);
  if (image === undefined) return undefined;
  const value: Record<string, YamlInput> = {
    image,
    restart: 'unless-stopped',
    command: [
      '--config.file=/etc/prometheus/prometheus.yml',
      '--storage.tsdb.path=/prometheus',
      '--storage.tsdb.retention.time=30d',
    ],
    volumes: ['./monitoring/prometheus:/etc/prometheus:ro', 'prometheus_data:/prometheus'],
    networks: ['monitoring'],
    healthcheck: askedOverHttp('http://127.0.0.1:9090/-/healthy'),
    ...hardened(file, { memory: '1G', cpus: '0.5' }),
  };
  return { value, comment: 'Measures the host and the services below, and keeps it for 30 days' };
}

function hostExporter(file: ComposeFile | undefined, at: Span, today: string): NewService | undefined {
  const image = pinnedImage('prom/node-exporter', at, today);
  if (image === undefined) return undefined;
  const value: Record<string, YamlInput> = {
    image,
    restart: 'unless-stopped',
    command: ['--path.rootfs=/host'],
    pid: 'host',
    volumes: ['/:/host:ro,rslave'],
    networks: ['monitoring'],
    healthcheck: askedOverHttp('http://127.0.0.1:9100/metrics'),
    ...hardened(file, { memory: '128M', cpus: '0.25' }),
  };
  return { value };
}

/** The secret that Grafana's administrator logs in with. */
export const grafanaSecret = { grafana_admin_password: 'GRAFANA_ADMIN_PASSWORD' } as const;

/** Grafana with the data sources of `monitoring/grafana`, reached on the host itself only. */
export function grafanaService(
  deployment: Deployment,
  today: string,
  networks: readonly string[],
): NewService | undefined {
  const image = pinnedImage('grafana/grafana', deployment.span, today);
  if (image === undefined) return undefined;
  const port = freePort(deployment, 3000);
  const value: Record<string, YamlInput> = {
    image,
    restart: 'unless-stopped',
    ports: [{ raw: `"127.0.0.1:${port}:3000"` }],
    environment: {
      GF_SECURITY_ADMIN_PASSWORD__FILE: '/run/secrets/grafana_admin_password',
      GF_ANALYTICS_REPORTING_ENABLED: { raw: '"false"' },
    },
    secrets: ['grafana_admin_password'],
    volumes: [
      './monitoring/grafana:/etc/grafana/provisioning/datasources:ro',
      'grafana_data:/var/lib/grafana',
    ],
    networks,
    healthcheck: askedOverHttp('http://127.0.0.1:3000/api/health'),
    ...hardened(fileForServices(deployment), { memory: '512M', cpus: '0.5', copiedSecrets: true }),
  };
  return { value, comment: `Reached through a tunnel: ssh -L ${port}:127.0.0.1:${port} SERVER` };
}
