/** Three services, and what measures them. */
export const monitoringExample = {
  bad: {
    'compose.yaml': `services:
  web:
    build: ./web
  api:
    build: ./api
  cache:
    image: redis:8.2
`,
  },
  good: {
    'compose.yaml': `services:
  web:
    build: ./web
  api:
    build: ./api
  cache:
    image: redis:8.2
  # Measures the host and the services below, and keeps it for 30 days
  prometheus:
    image: prom/prometheus:v3.13.2
    restart: unless-stopped
    command:
      - --config.file=/etc/prometheus/prometheus.yml
      - --storage.tsdb.path=/prometheus
      - --storage.tsdb.retention.time=30d
    volumes:
      - ./monitoring/prometheus:/etc/prometheus:ro
      - prometheus_data:/prometheus
    networks:
      - monitoring
    healthcheck:
      test: ["CMD", "wget", "-q", "--spider", "http://127.0.0.1:9090/-/healthy"]
      interval: 30s
      timeout: 5s
      retries: 3
      start_period: 30s
    pids_limit: 100
    read_only: true
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
          cpus: "0.5"
          memory: 1G
        reservations:
          cpus: "0.1"
          memory: 64M
  node-exporter:
    image: prom/node-exporter:v1.12.1
    restart: unless-stopped
    command:
      - --path.rootfs=/host
    pid: host
    volumes:
      - /:/host:ro,rslave
    networks:
      - monitoring
    healthcheck:
      test: ["CMD", "wget", "-q", "--spider", "http://127.0.0.1:9100/metrics"]
      interval: 30s
      timeout: 5s
      retries: 3
      start_period: 30s
    pids_limit: 100
    read_only: true
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
          memory: 128M
        reservations:
          cpus: "0.1"
          memory: 64M
  cache-exporter:
    image: oliver006/redis_exporter:v1.90.0
    restart: unless-stopped
    environment:
      REDIS_ADDR: redis://cache:6379
    networks:
      - monitoring
      - default
    depends_on:
      cache:
        condition: service_started
    pids_limit: 100
    read_only: true
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
          memory: 128M
        reservations:
          cpus: "0.1"
          memory: 64M
  # Reached through a tunnel: ssh -L 3000:127.0.0.1:3000 SERVER
  grafana:
    image: grafana/grafana:13.2.0
    restart: unless-stopped
    ports:
      - "127.0.0.1:3000:3000"
    environment:
      GF_SECURITY_ADMIN_PASSWORD__FILE: /run/secrets/grafana_admin_password
      GF_ANALYTICS_REPORTING_ENABLED: "false"
    secrets:
      - grafana_admin_password
    volumes:
      - ./monitoring/grafana:/etc/grafana/provisioning/datasources:ro
      - grafana_data:/var/lib/grafana
    networks:
      - monitoring
    healthcheck:
      test: ["CMD", "wget", "-q", "--spider", "http://127.0.0.1:3000/api/health"]
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
          cpus: "0.5"
          memory: 512M
        reservations:
          cpus: "0.1"
          memory: 64M
volumes:
  prometheus_data:
  grafana_data:
networks:
  monitoring:
secrets:
  grafana_admin_password:
    environment: GRAFANA_ADMIN_PASSWORD
`,
    'monitoring/prometheus/prometheus.yml': `global:
  scrape_interval: 30s
  evaluation_interval: 30s

rule_files:
  - /etc/prometheus/alerts.yml

# Services that serve /metrics themselves are added here
scrape_configs:
  - job_name: prometheus
    static_configs:
      - targets: ["localhost:9090"]
  - job_name: host
    static_configs:
      - targets: ["node-exporter:9100"]
  - job_name: cache
    static_configs:
      - targets: ["cache-exporter:9121"]
`,
    'monitoring/prometheus/alerts.yml': `groups:
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
      - alert: CacheDown
        expr: redis_up{job="cache"} == 0
        for: 2m
        labels:
          severity: critical
        annotations:
          summary: "cache does not answer its exporter"
`,
    'monitoring/grafana/metrics.yml': `apiVersion: 1
datasources:
  - name: Prometheus
    type: prometheus
    access: proxy
    url: http://prometheus:9090
    isDefault: true
`,
  },
};
