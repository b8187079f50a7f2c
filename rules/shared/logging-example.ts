/** Three services, and what keeps their logs. */
export const loggingExample = {
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
  # Keeps the logs of all containers for 30 days
  loki:
    image: grafana/loki:3.7.6
    restart: unless-stopped
    command:
      - -config.file=/etc/loki/loki.yml
    volumes:
      - ./monitoring/loki.yml:/etc/loki/loki.yml:ro
      - loki_data:/loki
    networks:
      - logging
    healthcheck:
      test: ["CMD", "/usr/bin/loki", "-health"]
      interval: 30s
      timeout: 5s
      retries: 3
      start_period: 1m
    pids_limit: 100
    read_only: true
    tmpfs:
      - /tmp
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
  # Ships the logs of all containers to Loki
  alloy:
    image: grafana/alloy:v1.19.1
    restart: unless-stopped
    user: "473"
    command:
      - run
      - --storage.path=/var/lib/alloy/data
      - --disable-reporting
      - /etc/alloy/config.alloy
    volumes:
      - ./monitoring/config.alloy:/etc/alloy/config.alloy:ro
      - alloy_data:/var/lib/alloy/data
    networks:
      - logging
    depends_on:
      docker-socket-proxy:
        condition: service_started
      loki:
        condition: service_healthy
    pids_limit: 100
    read_only: true
    tmpfs:
      - /tmp
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
          memory: 256M
        reservations:
          cpus: "0.1"
          memory: 64M
  # Lets Alloy list containers and read their logs, and nothing else of the Docker socket
  docker-socket-proxy:
    image: ghcr.io/tecnativa/docker-socket-proxy:v0.5.0
    restart: unless-stopped
    environment:
      CONTAINERS: 1
      NETWORKS: 1
      ALLOW_LOGS: 1
      POST: 0
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock:ro
    networks:
      - logging
    pids_limit: 100
    read_only: true
    tmpfs:
      - /run
      - /tmp
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
          memory: 64M
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
      - logging
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
  loki_data:
  alloy_data:
  grafana_data:
networks:
  logging:
    internal: true
  monitoring:
secrets:
  grafana_admin_password:
    environment: GRAFANA_ADMIN_PASSWORD
`,
    'monitoring/loki.yml': `auth_enabled: false

server:
  http_listen_port: 3100

common:
  instance_addr: 127.0.0.1
  path_prefix: /loki
  replication_factor: 1
  ring:
    kvstore:
      store: inmemory
  storage:
    filesystem:
      chunks_directory: /loki/chunks
      rules_directory: /loki/rules

schema_config:
  configs:
    - from: 2024-01-01
      store: tsdb
      object_store: filesystem
      schema: v13
      index:
        prefix: index_
        period: 24h

# 30 days
limits_config:
  retention_period: 720h

compactor:
  working_directory: /loki/compactor
  retention_enabled: true
  delete_request_store: filesystem

analytics:
  reporting_enabled: false
`,
    'monitoring/config.alloy': `discovery.docker "containers" {
  host = "tcp://docker-socket-proxy:2375"
}

discovery.relabel "containers" {
  targets = []

  rule {
    source_labels = ["__meta_docker_container_label_com_docker_compose_project"]
    target_label  = "project"
  }

  rule {
    source_labels = ["__meta_docker_container_label_com_docker_compose_service"]
    target_label  = "service"
  }
}

loki.source.docker "containers" {
  host          = "tcp://docker-socket-proxy:2375"
  targets       = discovery.docker.containers.targets
  relabel_rules = discovery.relabel.containers.rules
  forward_to    = [loki.write.default.receiver]
}

loki.write "default" {
  endpoint {
    url = "http://loki:3100/loki/api/v1/push"
  }
}
`,
    'monitoring/grafana/logs.yml': `apiVersion: 1
datasources:
  - name: Loki
    type: loki
    access: proxy
    url: http://loki:3100
    isDefault: true
`,
  },
};
