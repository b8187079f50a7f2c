import { type DeployedService, type Fix, parseSize, setYamlMany, type YamlInput } from '../../core/rule.ts';
import { postgresSettings, promisedMemory } from './postgres-settings.ts';

/** Where Compose reads a limit: in `deploy.resources.limits`, or on the service in files that keep to the older keys. */
const keys = {
  memory: { path: ['deploy', 'resources', 'limits', 'memory'], legacy: 'mem_limit' },
  cpus: { path: ['deploy', 'resources', 'limits', 'cpus'], legacy: 'cpus' },
} as const;

/** What to begin with where no image fact says it. */
const defaults = { built: { memory: '1G', cpus: '1.0' }, foreign: { memory: '512M', cpus: '0.5' } };

const gigabyte = 2 ** 30;

/** Nothing to limit: it runs to an end, or what it runs is not said here. */
export function isLimitless({ oneShot, service }: DeployedService): boolean {
  return oneShot || (!service.image && !service.build);
}

/** The limit is there, or may be: what is not known before run time counts as given. Zero is Docker's word for none. */
export function hasMemoryLimit({ service }: DeployedService): boolean {
  return service.memoryLimit !== undefined && service.memoryLimit.value !== 0;
}

/** As `hasMemoryLimit`; a quota or a set of processors limits too. */
export function hasCpuLimit({ service }: DeployedService): boolean {
  if (service.cpuLimit !== undefined && service.cpuLimit.value !== 0) return true;
  return service.at('cpu_quota') !== undefined || service.at('cpuset') !== undefined;
}

/** One edit that gives a service the limits it lacks, each as large as what is reserved at least. */
export function limitFix(deployed: DeployedService): Fix | undefined {
  const { service, name, built } = deployed;
  if (!service.node) return undefined;
  const base = built ? defaults.built : defaults.foreign;
  const wanted = {
    memory: hasMemoryLimit(deployed) ? undefined : memoryFor(deployed, deployed.image?.memory ?? base.memory),
    cpus: hasCpuLimit(deployed) ? undefined : cpusFor(deployed, deployed.image?.cpus ?? base.cpus),
  };
  const legacy = service.at('mem_limit') !== undefined || service.at('cpus') !== undefined;
  const settings = (['memory', 'cpus'] as const).flatMap((name) => {
    const value = wanted[name];
    if (value === undefined) return [];
    return [[legacy ? [keys[name].legacy] : keys[name].path, value] as [readonly string[], YamlInput]];
  });
  const edits = setYamlMany(service.node, settings);
  if (!edits || edits.length === 0) return undefined;
  const cpus =
    wanted.cpus === undefined ? undefined : `${wanted.cpus} CPU${Number(wanted.cpus) === 1 ? '' : 's'}`;
  const memory = wanted.memory === undefined ? undefined : `${wanted.memory} of memory`;
  return {
    title: `Limit "${name}" to ${[memory, cpus].filter(Boolean).join(' and ')}`,
    safety: 'review',
    edits,
  };
}

/** Not below what is reserved, nor below what PostgreSQL is told to use. */
function memoryFor(deployed: DeployedService, value: string): string {
  const { service, image } = deployed;
  const promised = image?.product === 'postgres' ? promisedMemory(postgresSettings(deployed)) : 0;
  if (promised >= (parseSize(value) ?? 0)) return `${Math.floor(promised / gigabyte) + 1}G`;
  const reserved =
    service.scalar('deploy', 'resources', 'reservations', 'memory') ?? service.scalar('mem_reservation');
  return reserved && (parseSize(reserved.text) ?? 0) > (parseSize(value) ?? 0) ? reserved.text : value;
}

function cpusFor({ service }: DeployedService, value: string): string {
  const reserved = service.scalar('deploy', 'resources', 'reservations', 'cpus');
  return reserved && Number(reserved.text) > Number(value) ? reserved.text : value;
}
