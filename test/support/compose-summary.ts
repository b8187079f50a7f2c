import { resolve } from 'node:path';
import type { ComposeProject, ComposeValue, Service } from '../../core/model/compose.ts';
import { volumeParts } from '../../core/model/compose-merge.ts';
import { parseDuration } from '../../core/model/duration.ts';
import { parseSize } from '../../core/model/size.ts';
import type { Plain } from './real-compose.ts';

/** Services, volumes and networks in one shape, whoever merged them: what two readers of the same files must agree on. */
export interface Summary {
  readonly services: Readonly<Record<string, Record<string, unknown>>>;
  readonly volumes: readonly string[];
  readonly networks: readonly string[];
}

type Variables = Readonly<Record<string, string>>;

/** Attributes that both sides give as they are written: compared as plain data. */
const plainAttributes = [
  'restart',
  'user',
  'container_name',
  'hostname',
  'network_mode',
  'privileged',
  'read_only',
  'init',
  'working_dir',
  'stop_grace_period',
];
const plainLists = ['cap_add', 'cap_drop', 'dns', 'security_opt', 'tmpfs', 'expose', 'profiles', 'links'];

/** What our merged view says. @param folder that the project's relative paths start from. */
export function summaryOfProject(project: ComposeProject, folder: string, variables: Variables): Summary {
  const services = project.services.map((service) => [
    service.name,
    serviceSummary(service, folder, variables),
  ]);
  return {
    services: Object.fromEntries(services),
    volumes: project.volumes.map((one) => one.name).sort(),
    networks: project.networks
      .map((one) => one.name)
      .filter((name) => name !== 'default')
      .sort(),
  };
}

function serviceSummary(service: Service, folder: string, given: Variables): Plain {
  const { build, healthcheck, command, entrypoint } = service;
  const path = (relative: string) => resolve(folder, relative);
  const home = '/home/sailor';
  return known({
    image: service.image && blank(service.image.value),
    command: command?.form === 'string' ? scalarText(service, 'command') : command?.argv.map(blank),
    entrypoint:
      entrypoint?.form === 'string' ? scalarText(service, 'entrypoint') : entrypoint?.argv.map(blank),
    environment: variables(service.environment, given),
    ports: service.ports
      .flatMap((port) =>
        portLines(port.hostIp, port.published, port.publishedEnd, port.target, port.targetEnd, port.protocol),
      )
      .sort(),
    volumes: service.mounts
      .map((mount) => {
        const source =
          mount.type === 'bind'
            ? path(mount.path ?? blank(mount.source ?? '').replace(/^~/, home))
            : mount.source;
        return [source ?? '', blank(mount.target), mount.readOnly ? 'ro' : 'rw'].join(':');
      })
      .sort(),
    depends_on: Object.fromEntries(service.dependsOn.map((one) => [one.service, one.condition])),
    healthcheck:
      healthcheck &&
      known({
        test: healthcheck.disabled ? ['NONE'] : testOf(plain(healthcheck.mapping.entries.get('test')?.value)),
        interval: healthcheck.interval && parseDuration(healthcheck.interval.text),
        timeout: healthcheck.timeout && parseDuration(healthcheck.timeout.text),
        retries: healthcheck.retries?.value,
        start_period: healthcheck.startPeriod && parseDuration(healthcheck.startPeriod.text),
      }),
    networks: service.networks.map((network) => `${network.value} ${[...network.aliases].sort()}`).sort(),
    memory: service.memoryLimit?.value,
    cpus: service.cpuLimit?.value,
    replicas: service.replicas,
    build:
      build &&
      known({
        context: build.contextPath === undefined ? build.context : path(build.contextPath),
        dockerfile: build.dockerfileSpan && build.dockerfile,
        target: build.target?.text,
        args: variables(build.args, given),
      }),
    labels: pairs(plain(service.at('labels'))),
    extra_hosts: hosts(plain(service.at('extra_hosts'))),
    logging: plain(service.at('logging')),
    secrets: service.secrets.map((one) => `${one.source} ${one.target ?? ''}`).sort(),
    ...Object.fromEntries(plainAttributes.map((name) => [name, loose(plain(service.at(name)))])),
    ...Object.fromEntries(plainLists.map((name) => [name, list(plain(service.at(name)))])),
  });
}

/** What `docker-compose config` says. */
export function summaryOfConfig(config: Plain): Summary {
  const services = Object.entries(config.services ?? {}).map(([name, service]) => [
    name,
    configSummary(service),
  ]);
  return {
    services: Object.fromEntries(services),
    volumes: Object.keys(config.volumes ?? {}).sort(),
    networks: Object.keys(config.networks ?? {})
      .filter((name) => name !== 'default')
      .sort(),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: another program's output
function configSummary(service: any): Plain {
  const check = service.healthcheck;
  const limits = service.deploy?.resources?.limits;
  const size = (text: unknown) => (text === undefined ? undefined : parseSize(String(text)));
  const dependencies = Array.isArray(service.depends_on)
    ? service.depends_on.map((name: string) => [name, 'service_started'])
    : Object.entries(service.depends_on ?? {}).map(([name, one]) => [name, (one as Plain).condition]);
  return known({
    image: service.image,
    command: service.command,
    entrypoint: service.entrypoint,
    environment: pairs(service.environment) ?? {},
    ports: (service.ports ?? []).flatMap(configPort).sort(),
    volumes: (service.volumes ?? []).map(configVolume).sort(),
    depends_on: Object.fromEntries(dependencies),
    healthcheck:
      check &&
      known({
        test: testOf(check.test),
        interval: check.interval && parseDuration(check.interval),
        timeout: check.timeout && parseDuration(check.timeout),
        retries: check.retries,
        start_period: check.start_period && parseDuration(check.start_period),
      }),
    networks: configNetworks(service),
    memory: size(limits?.memory ?? service.mem_limit),
    cpus: limits?.cpus ?? service.cpus,
    replicas: service.deploy?.replicas ?? service.scale ?? 1,
    build:
      service.build &&
      known({
        context: service.build.context,
        dockerfile: service.build.dockerfile,
        target: service.build.target,
        args: pairs(service.build.args) ?? {},
      }),
    labels: pairs(service.labels),
    extra_hosts: hosts(service.extra_hosts),
    logging: service.logging,
    secrets: (service.secrets ?? []).map((one: Plain) => `${one.source} ${one.target ?? ''}`).sort(),
    ...Object.fromEntries(plainAttributes.map((name) => [name, loose(service[name])])),
    ...Object.fromEntries(plainLists.map((name) => [name, list(service[name])])),
  });
}

function configNetworks(service: {
  readonly network_mode?: string;
  readonly networks?: Plain;
}): readonly string[] {
  if (service.network_mode !== undefined) return [];
  const networks = Object.entries(service.networks ?? { default: null });
  return networks
    .map(([name, one]) => `${name} ${[...((one as { aliases?: string[] } | null)?.aliases ?? [])].sort()}`)
    .sort();
}

function configPort(port: unknown): readonly string[] {
  if (typeof port === 'object' && port !== null) {
    const { published, target, protocol, host_ip } = port as Record<string, string | undefined>;
    const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
    return portLines(host_ip, number(published), undefined, number(target), undefined, protocol ?? 'tcp');
  }
  const match = /^(?:(?:(.+):)?(\d*):)?(\d+)(?:\/(\w+))?$/.exec(String(port))!;
  return portLines(
    match[1],
    match[2] ? Number(match[2]) : undefined,
    undefined,
    Number(match[3]),
    undefined,
    match[4] ?? 'tcp',
  );
}

function portLines(
  hostIp: string | undefined,
  published: number | undefined,
  publishedEnd: number | undefined,
  target: number | undefined,
  targetEnd: number | undefined,
  protocol: string,
): readonly string[] {
  const count = (targetEnd ?? target ?? 0) - (target ?? 0) + 1;
  const range = publishedEnd !== undefined && targetEnd === undefined ? `-${publishedEnd}` : '';
  return Array.from({ length: count }, (_, index) =>
    [
      hostIp ?? '',
      published === undefined ? '' : `${published + index}${range}`,
      `${(target ?? Number.NaN) + index}/${protocol}`,
    ].join(':'),
  );
}

function configVolume(volume: unknown): string {
  if (typeof volume === 'object' && volume !== null) {
    const { source, target, read_only } = volume as Record<string, unknown>;
    return [source ?? '', target, read_only ? 'ro' : 'rw'].join(':');
  }
  const { source, target, mode } = volumeParts(String(volume));
  return [source ?? '', target.replace(/(?<=.)\/$/, ''), mode?.split(',').includes('ro') ? 'ro' : 'rw'].join(
    ':',
  );
}

/** A name without a value takes it from the shell or `.env`. */
function variables(list: Service['environment'], given: Variables): Plain {
  return Object.fromEntries(
    list.map(
      ({ name, value }) => [name, value ? loose(blank(value.text)) : loose(given[name] ?? null)] as const,
    ),
  );
}

function testOf(test: unknown): unknown {
  return Array.isArray(test) ? test.map(String) : test;
}

function pairs(value: unknown): Plain | undefined {
  if (value === undefined || value === null) return undefined;
  const entries = Array.isArray(value)
    ? value.map((item) => /^([^=]*)(?:=(.*))?$/s.exec(String(item))!.slice(1))
    : Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [key, loose(item)]));
}

/** `host:address`, sorted. */
function hosts(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const items = Array.isArray(value)
    ? value
    : Object.entries(value as Plain).map(([host, ip]) => `${host}:${ip}`);
  return items.map((item) => String(item).replace('=', ':')).sort();
}

function list(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  return (Array.isArray(value) ? value : [value]).map(String).sort();
}

/** Environment variables are texts however YAML types them; 1.29 turns some to numbers, and times to its own notation. */
function loose(value: unknown): unknown {
  if (value === undefined || value === null) return value;
  const text = String(value);
  const seconds = parseDuration(text);
  if (seconds !== undefined) return `${seconds}s`;
  return text !== '' && Number.isFinite(Number(text)) ? String(Number(text)) : text;
}

/** What no variable gives is blank to Compose. */
function blank(text: string): string {
  return text.replaceAll(/\$\{\w+\}/g, '');
}

function scalarText(service: Service, key: string): string | undefined {
  const scalar = service.scalar(key);
  return scalar && blank(scalar.text);
}

function known(object: Plain): Plain {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** A Compose value as plain data. */
export function plain(value: ComposeValue | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.kind === 'scalar') return value.variables.length > 0 ? blank(value.text) : value.value;
  if (value.kind === 'sequence') return value.items.map(plain);
  return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry.value) ?? null]));
}
