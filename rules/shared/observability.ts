import type { DeployedService, Deployment } from '../../core/rule.ts';
import { isFoundElsewhere } from './compose-places.ts';

/** Services that watch or collect, by words in images, names, variables, commands and files. */
const both =
  'datadog|new-?relic|otel|opentelemetry|vector|netdata|zabbix|alloy|dynatrace|oneagent|signoz|uptrace|instana|elastic-agent|elastic[-_]apm|splunk|appsignal|scout-?apm|honeycomb|better-?stack|logtail|grafana-agent|hyperdx|openobserve|coroot|sumologic|site24x7|checkmk|check-mk|nagios|icinga';
const measuring =
  'prometheus|victoria-?metrics|vmagent|cadvisor|telegraf|influxdb|[\\w-]*exporter|beszel|glances|uptime-?kuma|gatus|munin|metricbeat|statsd|graphite|pm2-metrics|stackdriver|cloudwatch';
const shipping =
  'promtail|loki|fluentd?|fluent-?bit|filebeat|logstash|graylog|gelf|logspout|dozzle|syslog(?:-ng)?|rsyslog|datalust|papertrail|loggly|logdna|victoria-?logs|quickwit|vlagent|cribl|journald|awslogs|gcplogs';

const words = (alternatives: string) => new RegExp(`(?:^|[^a-z0-9])(?:${alternatives})(?:$|[^a-z0-9])`, 'i');
const metrics = words(`${both}|${measuring}`);
const logs = words(`${both}|${shipping}`);
/** Variables that an agent's library reads in the application. */
const agentVariables =
  /^(?:DD_|DATADOG_|NEW_?RELIC_|OTEL_|ELASTIC_APM_|SPLUNK_|APPSIGNAL_|INSTANA_|HONEYCOMB_|DT_|SCOUT_|LOGTAIL_|BETTERSTACK_)/;
const metricVariables = /PROMETHEUS|STATSD|(?:^|_)METRICS_(?:PORT|ADDR|HOST|ENABLED|PATH)|PUSHGATEWAY/;
const logVariables = /^(?:LOKI|FLUENT|GELF|LOGSTASH|GRAYLOG|SYSLOG|PAPERTRAIL|LOGGLY|LOGDNA|SEQ)_/;
/** Libraries by which a Node.js application reports itself. */
const metricLibraries =
  /"(?:dd-trace|newrelic|prom-client|express-prom-bundle|elastic-apm-node|hot-shots|@opentelemetry\/|@appsignal\/|@dynatrace\/)/;
const logLibraries =
  /"(?:dd-trace|newrelic|winston-loki|pino-loki|fluent-logger|winston-cloudwatch|@logtail\/|@datadog\/|@elastic\/ecs)/;
/** Settings of such a program, or the folder that they lie in. */
const settingsFile = /\.(?:ya?ml|toml|conf|json|alloy|river|ini|cfg|service)$/i;
const metricFolder = /(?:^|\/)(?:monitoring|observability|telemetry|metrics|grafana)\//i;
const logFolder = /(?:^|\/)(?:logging|observability|telemetry)\//i;

/** What shows that something watches: words, variables that its library reads, folders of its settings. */
interface Signs {
  readonly pattern: RegExp;
  readonly variables: RegExp;
  readonly folder: RegExp;
  readonly libraries: RegExp;
}

const metricSigns: Signs = {
  pattern: metrics,
  variables: metricVariables,
  folder: metricFolder,
  libraries: metricLibraries,
};
const logSigns: Signs = {
  pattern: logs,
  variables: logVariables,
  folder: logFolder,
  libraries: logLibraries,
};

export interface Observability {
  /** Something measures the services or the host, or may. */
  readonly measured: boolean;
  /** Logs leave the host’s json files, or may. */
  readonly shipped: boolean;
}

/** Whether a deployment runs several programs of its own for long: small ones need no monitoring of their own. */
export function hasServicesOfItsOwn({ services }: Deployment): boolean {
  const running = services.filter((one) => !one.oneShot && one.service.profiles.length === 0);
  return running.length >= 3 && running.filter((one) => one.built).length >= 2;
}

/** What watches a deployment, by everything that its files show. When in doubt something does. */
export function observability(deployment: Deployment): Observability {
  return {
    measured: isThere(deployment, metricSigns),
    shipped: logsLeave(deployment) || isThere(deployment, logSigns),
  };
}

function isThere(deployment: Deployment, { pattern, variables, folder, libraries }: Signs): boolean {
  if (deployment.services.some((one) => shows(one, pattern, variables))) return true;
  if (deployment.envFiles.some(({ entries }) => entries.some(({ name }) => isVariable(name, variables))))
    return true;
  const resources = [...(deployment.compose?.networks ?? []), ...(deployment.compose?.configs ?? [])];
  if (resources.some(({ name, external }) => pattern.test(name) || (external && folder.test(`${name}/`))))
    return true;
  // A package's words are any words; its libraries are known by name.
  const shown = ({ text, path }: Deployment['scripts'][number]) =>
    (path.endsWith('package.json') ? libraries : pattern).test(text);
  if (deployment.scripts.some(shown)) return true;
  const files = deployment.tree.below(deployment.folder);
  if (files.some((path) => settingsFile.test(path) && (pattern.test(path) || folder.test(path)))) return true;
  return isFoundElsewhere(deployment, pattern);
}

function shows({ service, name, variables }: DeployedService, pattern: RegExp, own: RegExp): boolean {
  const texts = [
    service.image?.value ?? '',
    name,
    ...(service.command?.argv ?? []),
    ...(service.entrypoint?.argv ?? []),
    ...service.networks.map((network) => network.value),
    ...labels(service.at('labels')),
  ];
  if (texts.some((text) => pattern.test(text))) return true;
  return [...variables.keys()].some((variable) => isVariable(variable, own));
}

function isVariable(name: string, own: RegExp): boolean {
  return agentVariables.test(name) || own.test(name);
}

function labels(value: ReturnType<DeployedService['service']['at']>): readonly string[] {
  if (value?.kind === 'mapping') return [...value.entries.keys()];
  if (value?.kind !== 'sequence') return [];
  return value.items.flatMap((item) => (item.kind === 'scalar' ? item.text : []));
}

/** Some service’s driver hands its logs to something else than a file of Docker’s own. */
function logsLeave({ services }: Deployment): boolean {
  return services.some(({ service }) => {
    const driver = service.scalar('logging', 'driver');
    return driver !== undefined && (driver.dynamic || !/^(?:json-file|local|none)$/.test(driver.text));
  });
}
