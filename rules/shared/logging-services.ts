import {
  appendYaml,
  type DeployedService,
  type Deployment,
  type Edit,
  findYaml,
  joinPath,
  relativePath,
  setYaml,
  type YamlInput,
} from '../../core/rule.ts';
import { pinnedImage } from '../facts/end-of-life.ts';
import { alloySettings, lokiSettings } from './logging-files.ts';
import { dataSource } from './monitoring-files.ts';
import { grafanaSecret, grafanaService } from './monitoring-services.ts';
import { addServices, fileForServices, hardened, type NewService } from './new-services.ts';

const provisioned = '/etc/grafana/provisioning/datasources';

/** Loki, and Grafana Alloy to ship every container's log to it; Grafana to read them, where there is none. */
export function loggingServices(deployment: Deployment, today: string): readonly Edit[] | undefined {
  const own = ownServices(deployment, today);
  const grafana = deployment.services.find(({ image, built }) => image?.product === 'grafana' && !built);
  const folder = grafana ? sourcesFolder(grafana) : 'monitoring/grafana';
  const added = grafana ? undefined : grafanaService(deployment, today, ['monitoring', 'logging']);
  if (!own || (!grafana && !added)) return undefined;
  const edits = addServices(deployment, {
    services: { ...own, ...(added && { grafana: added }) },
    volumes: ['loki_data', 'alloy_data', ...(added ? ['grafana_data'] : [])],
    networks: { logging: true, ...(added && { monitoring: false }) },
    secrets: added ? grafanaSecret : {},
    files: {
      'monitoring/loki.yml': lokiSettings,
      'monitoring/config.alloy': alloySettings,
      ...(folder !== undefined && {
        [`${folder}/logs.yml`]: dataSource('Loki', 'loki', 'http://loki:3100', !grafana),
      }),
    },
  });
  const joined = grafana ? joinLogging(grafana) : [];
  return edits && joined && [...joined, ...edits];
}

function ownServices(
  deployment: Deployment,
  today: string,
): Readonly<Record<string, NewService>> | undefined {
  const file = fileForServices(deployment);
  const image = (repository: string) => pinnedImage(repository, deployment.span, today);
  const loki = image('grafana/loki');
  const alloy = image('grafana/alloy');
  const proxy = image('ghcr.io/tecnativa/docker-socket-proxy');
  if (loki === undefined || alloy === undefined || proxy === undefined) return undefined;
  const service = (value: Readonly<Record<string, YamlInput>>, comment: string): NewService => ({
    comment,
    value: { ...value },
  });
  return {
    loki: service(
      {
        image: loki,
        restart: 'unless-stopped',
        command: ['-config.file=/etc/loki/loki.yml'],
        volumes: ['./monitoring/loki.yml:/etc/loki/loki.yml:ro', 'loki_data:/loki'],
        networks: ['logging'],
        healthcheck: {
          test: { raw: '["CMD", "/usr/bin/loki", "-health"]' },
          interval: '30s',
          timeout: '5s',
          retries: 3,
          start_period: '1m',
        },
        ...hardened(file, { memory: '1G', cpus: '0.5', tmpfs: ['/tmp'] }),
      },
      'Keeps the logs of all containers for 30 days',
    ),
    alloy: service(
      {
        image: alloy,
        restart: 'unless-stopped',
        user: { raw: '"473"' },
        command: [
          'run',
          '--storage.path=/var/lib/alloy/data',
          '--disable-reporting',
          '/etc/alloy/config.alloy',
        ],
        volumes: ['./monitoring/config.alloy:/etc/alloy/config.alloy:ro', 'alloy_data:/var/lib/alloy/data'],
        networks: ['logging'],
        depends_on: {
          'docker-socket-proxy': { condition: 'service_started' },
          loki: { condition: 'service_healthy' },
        },
        ...hardened(file, { memory: '256M', cpus: '0.5', tmpfs: ['/tmp'] }),
      },
      'Ships the logs of all containers to Loki',
    ),
    'docker-socket-proxy': service(
      {
        image: proxy,
        restart: 'unless-stopped',
        // Releases after v0.5.0 ask for ALLOW_LOGS too: https://github.com/Tecnativa/docker-socket-proxy/pull/183, 2026-08.
        environment: { CONTAINERS: 1, NETWORKS: 1, ALLOW_LOGS: 1, POST: 0 },
        volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro'],
        networks: ['logging'],
        ...hardened(file, { memory: '64M', cpus: '0.25', tmpfs: ['/run', '/tmp'] }),
      },
      'Lets Alloy list containers and read their logs, and nothing else of the Docker socket',
    ),
  };
}

/** The folder from which a Grafana takes its data sources, relative to the deployment's. */
function sourcesFolder({ service, deployment }: DeployedService): string | undefined {
  for (const { target, path } of service.mounts) {
    if (path === undefined || !deployment.tree.isFolder(path)) continue;
    if (target !== provisioned && !provisioned.startsWith(`${target}/`)) continue;
    return relativePath(deployment.folder, joinPath(path, provisioned.slice(target.length + 1) || '.'));
  }
  return undefined;
}

/** The edits that let a Grafana reach Loki; undefined where its networks are written elsewhere. */
function joinLogging({ service }: DeployedService): readonly Edit[] | undefined {
  const { node } = service;
  if (!node) return undefined;
  const written = findYaml(node, ['networks']);
  if (written?.kind === 'sequence') return appendYaml(written, 'logging');
  if (written?.kind === 'map') return setYaml(node, ['networks', 'logging'], null);
  return service.at('networks') ? undefined : setYaml(node, ['networks'], ['default', 'logging']);
}
