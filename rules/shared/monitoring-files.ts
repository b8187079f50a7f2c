import type { Exporter } from './exporters.ts';

/**
 * What Prometheus asks, and how often.
 * Source: https://prometheus.io/docs/prometheus/latest/configuration/configuration/, 2026-11.
 */
export function prometheusSettings(exporters: readonly Exporter[]): string {
  const jobs = [
    { job: 'prometheus', target: 'localhost:9090' },
    { job: 'host', target: 'node-exporter:9100' },
    ...exporters.map(({ name, target }) => ({ job: name.replace(/-exporter$/, ''), target })),
  ];
  return `global:
  scrape_interval: 30s
  evaluation_interval: 30s

rule_files:
  - /etc/prometheus/alerts.yml

# Services that serve /metrics themselves are added here
scrape_configs:
${jobs.map(({ job, target }) => `  - job_name: ${job}\n    static_configs:\n      - targets: ["${target}"]\n`).join('')}`;
}

interface Alert {
  readonly name: string;
  readonly expression: string;
  readonly wait: string;
  readonly severity: 'critical' | 'warning';
  readonly summary: string;
}

const hostAlerts: readonly Alert[] = [
  {
    name: 'TargetDown',
    expression: 'up == 0',
    wait: '5m',
    severity: 'critical',
    summary: '{{ $labels.job }} does not answer',
  },
  {
    name: 'DiskAlmostFull',
    expression:
      'node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs"} / node_filesystem_size_bytes{fstype!~"tmpfs|overlay|squashfs"} < 0.1',
    wait: '15m',
    severity: 'critical',
    summary: '{{ $labels.mountpoint }} has less than a tenth of its space left',
  },
  {
    name: 'MemoryAlmostUsedUp',
    expression: 'node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.1',
    wait: '15m',
    severity: 'warning',
    summary: 'The host has less than a tenth of its memory left',
  },
  {
    name: 'ProcessorsBusy',
    expression: 'node_load5 > 2 * count without (cpu, mode) (node_cpu_seconds_total{mode="idle"})',
    wait: '30m',
    severity: 'warning',
    summary: 'Twice as many processes want to run as the host has processors',
  },
];

const connections: Alert = {
  name: 'PostgresConnectionsAlmostUsedUp',
  expression: 'sum by (job) (pg_stat_activity_count) > 0.8 * max by (job) (pg_settings_max_connections)',
  wait: '10m',
  severity: 'warning',
  summary: '{{ $labels.job }} has fewer than a fifth of its connections left',
};

/**
 * Alerts on the host and on what the exporters measure.
 * Source: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/, 2026-11.
 */
export function alertRules(exporters: readonly Exporter[]): string {
  const gone = exporters.map(({ name, up }) => {
    const job = name.replace(/-exporter$/, '');
    return {
      name: `${job.replace(/(?:^|\W+|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}Down`,
      expression: `${up}{job="${job}"} == 0`,
      wait: '2m',
      severity: 'critical' as const,
      summary: `${job} does not answer its exporter`,
    };
  });
  const postgres = exporters.some(({ up }) => up === 'pg_up') ? [connections] : [];
  return alertFile([...hostAlerts, ...gone, ...postgres]);
}

/** Alerts for a Prometheus whose targets are not known: on whatever it asks. */
export function alertRulesForAnyTarget(): string {
  return alertFile(hostAlerts);
}

function alertFile(alerts: readonly Alert[]): string {
  return `groups:
  - name: deployment
    rules:
${alerts.map(written).join('')}`;
}

function written({ name, expression, wait, severity, summary }: Alert): string {
  return `      - alert: ${name}
        expr: ${expression}
        for: ${wait}
        labels:
          severity: ${severity}
        annotations:
          summary: "${summary}"
`;
}

/**
 * A data source that Grafana sets up by itself.
 * Source: https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources, 2026-11.
 */
export function dataSource(name: string, type: string, url: string, isDefault: boolean): string {
  return `apiVersion: 1
datasources:
  - name: ${name}
    type: ${type}
    access: proxy
    url: ${url}
    isDefault: ${isDefault}
`;
}

/**
 * One receiver for all alerts, whose address is a secret.
 * Source: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config, 2026-11.
 */
export const alertmanagerSettings = `route:
  receiver: people
  group_by: [alertname, job]
  group_wait: 30s
  group_interval: 5m
  repeat_interval: 12h

# Mail, Slack, PagerDuty and others take the webhook's place
receivers:
  - name: people
    webhook_configs:
      - url_file: /run/secrets/alert_webhook_url
`;
