/**
 * Loki on one machine, keeping its logs in its own folder for 30 days.
 * Source: https://grafana.com/docs/loki/latest/configure/examples/configuration-examples/, 2026-11.
 */
export const lokiSettings = `auth_enabled: false

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
`;

/**
 * Alloy reads every container's log through a filter before the Docker socket, and names it by its Compose service.
 * Source: https://grafana.com/docs/alloy/latest/reference/components/loki/loki.source.docker/, 2026-11.
 */
export const alloySettings = `discovery.docker "containers" {
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
`;
