import {
  type DeployedService,
  type Fix,
  setYaml,
  type YamlEntry,
  type YamlFile,
  type YamlInput,
  type YamlMap,
  type YamlNode,
} from '../../core/rule.ts';

const rotation = { 'max-size': '10m', 'max-file': '3', compress: 'true' };

/** Drivers that bound what they keep by themselves, or send it elsewhere (https://docs.docker.com/engine/logging/configure/). */
const boundDrivers: readonly string[] = [
  'local',
  'none',
  'syslog',
  'journald',
  'fluentd',
  'gelf',
  'awslogs',
  'gcplogs',
  'splunk',
  'etwlogs',
];

/**
 * The name of an anchor on a logging block that stands before an offset and bounds its logs: an `x-…` fragment, or what
 * another service's `logging` is written as.
 */
export function loggingAnchor(file: YamlFile, before: number): string | undefined {
  const root = file.documents[0];
  if (root?.kind !== 'map') return undefined;
  const services = root.entries.find((entry) => entry.key.text === 'services')?.value;
  const fragments = root.entries.filter((entry) => entry.key.text.startsWith('x-'));
  const blocks = services?.kind === 'map' ? services.entries.flatMap(loggingOf) : [];
  const candidates = [...fragments.map((entry) => entry.value), ...blocks];
  return candidates.find((node) => node?.kind === 'map' && node.span.start < before && isRotated(node))
    ?.anchor?.name;
}

function loggingOf({ value }: YamlEntry): readonly (YamlNode | undefined)[] {
  if (value?.kind !== 'map') return [];
  return value.entries.filter((entry) => entry.key.text === 'logging').map((entry) => entry.value);
}

function isRotated(node: YamlMap): boolean {
  if (!node.anchor) return false;
  const text = (map: YamlMap, key: string) => {
    const value = map.entries.find((entry) => entry.key.text === key)?.value;
    return value?.kind === 'scalar' ? value.text : undefined;
  };
  const driver = text(node, 'driver');
  if (driver !== undefined && boundDrivers.includes(driver)) return driver !== 'none';
  const options = node.entries.find((entry) => entry.key.text === 'options')?.value;
  return options?.kind === 'map' && text(options, 'max-size') !== undefined;
}

/** Rotation of a service’s logs, by the file’s own anchor where it has one. */
export function rotateLogs({ service, deployment, name }: DeployedService): Fix | undefined {
  const { node } = service;
  if (!node) return undefined;
  const title = `Rotate the logs of "${name}"`;
  const file = deployment.compose?.allFiles.find((one) => one.source === node.span.source);
  const anchor = file && loggingAnchor(file.yaml, node.span.start);
  if (!service.at('logging')) {
    const value: YamlInput =
      anchor === undefined ? { driver: 'json-file', options: rotation } : { raw: `*${anchor}` };
    const edits = setYaml(node, ['logging'], value);
    return edits && { title, safety: 'safe', edits };
  }
  const edits = setYaml(node, ['logging', 'options'], rotation);
  return edits && { title, safety: 'safe', edits };
}
