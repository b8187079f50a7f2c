import { defineRule, skip } from '../../core/rule.ts';
import { alertingServices } from '../shared/alerting-services.ts';
import { configuredPrometheus, hasKey } from '../shared/prometheus-service.ts';

export default defineRule({
  id: 'compose/missing-alerting',
  title: 'Prometheus that alerts nobody',
  category: 'observability',
  severity: 'info',
  priority: 3,
  remedy: 'Give Prometheus rules to alert by, and an Alertmanager to tell.',
  strength: 'Prometheus raises alerts',
  rationale:
    'Measurements that nobody looks at are found after the outage. Alert rules look at them all the time, and Alertmanager tells people once instead of at every evaluation. ' +
    'A Prometheus that writes to another one, and one beside a Grafana that can alert by itself, are not meant where they have rules or a receiver.',
  references: [
    'https://prometheus.io/docs/alerting/latest/overview/',
    'https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/',
  ],
  catalogue: ['compose/alerting-missing'],
  production: true,
  on: 'deployment',
  bad: {
    'compose.yaml': `services:
  prometheus:
    image: prom/prometheus:v3.13.2
    volumes:
      - ./prometheus:/etc/prometheus:ro
`,
    'prometheus/prometheus.yml': `scrape_configs:
  - job_name: api
    static_configs:
      - targets: ["api:9000"]
`,
  },
  good: {
    'compose.yaml': `services:
  prometheus:
    image: prom/prometheus:v3.13.2
    volumes:
      - ./prometheus:/etc/prometheus:ro
  # Tells people of the alerts that Prometheus raises
  alertmanager:
    image: prom/alertmanager:v0.34.1
    restart: unless-stopped
    command:
      - --config.file=/etc/alertmanager/alertmanager.yml
      - --storage.path=/alertmanager
    secrets:
      - alert_webhook_url
    volumes:
      - ./prometheus/alertmanager.yml:/etc/alertmanager/alertmanager.yml:ro
      - alertmanager_data:/alertmanager
    healthcheck:
      test: ["CMD", "wget", "-q", "--spider", "http://127.0.0.1:9093/-/healthy"]
      interval: 30s
      timeout: 5s
      retries: 3
      start_period: 30s
    pids_limit: 100
    cap_drop:
      - ALL
    security_opt:
      - no-new-privileges:true
    logging:
      driver: json-file
      options:
        max-size: "10m"
        max-file: "3"
    deploy:
      resources:
        limits:
          cpus: "0.25"
          memory: 256M
        reservations:
          cpus: "0.1"
          memory: 64M
volumes:
  alertmanager_data:
secrets:
  alert_webhook_url:
    environment: ALERT_WEBHOOK_URL
`,
    'prometheus/prometheus.yml': `scrape_configs:
  - job_name: api
    static_configs:
      - targets: ["api:9000"]

rule_files:
  - /etc/prometheus/alerts.yml

alerting:
  alertmanagers:
    - static_configs:
        - targets: ["alertmanager:9093"]
`,
    'prometheus/alertmanager.yml': `route:
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
`,
    'prometheus/alerts.yml': `groups:
  - name: deployment
    rules:
      - alert: TargetDown
        expr: up == 0
        for: 5m
        labels:
          severity: critical
        annotations:
          summary: "{{ $labels.job }} does not answer"
      - alert: DiskAlmostFull
        expr: node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs"} / node_filesystem_size_bytes{fstype!~"tmpfs|overlay|squashfs"} < 0.1
        for: 15m
        labels:
          severity: critical
        annotations:
          summary: "{{ $labels.mountpoint }} has less than a tenth of its space left"
      - alert: MemoryAlmostUsedUp
        expr: node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.1
        for: 15m
        labels:
          severity: warning
        annotations:
          summary: "The host has less than a tenth of its memory left"
      - alert: ProcessorsBusy
        expr: node_load5 > 2 * count without (cpu, mode) (node_cpu_seconds_total{mode="idle"})
        for: 30m
        labels:
          severity: warning
        annotations:
          summary: "Twice as many processes want to run as the host has processors"
`,
  },
  *check(deployment, { today }) {
    const found = configuredPrometheus(deployment);
    if (found.length === 0) return skip;
    const grafana = deployment.services.some(({ image }) => image?.product === 'grafana');
    for (const prometheus of found) {
      const { source, deployed } = prometheus;
      if (hasKey(source, 'remote_write') || hasKey(source, 'alerting')) continue;
      const rules = hasKey(source, 'rule_files');
      // Grafana shows the alerts of rules, and may tell of them.
      if (rules && grafana) continue;
      const lack = rules ? 'knows no Alertmanager to tell of its alerts' : 'has no rules to alert by';
      yield {
        at: deployed.service.nameSpan,
        message: `"${deployed.name}" ${lack}: "${deployment.show(source.path)}" names none.`,
        service: deployed.name,
        fix: () => {
          const edits = alertingServices(prometheus, today);
          const title = rules
            ? 'Add Alertmanager, and tell Prometheus of it'
            : 'Add alert rules and Alertmanager, and tell Prometheus of them';
          return edits && { title, safety: 'review', edits };
        },
      };
    }
  },
});
