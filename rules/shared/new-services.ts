import {
  type ComposeFile,
  type DeployedService,
  type Deployment,
  type Edit,
  joinPath,
  setYamlMany,
  type YamlInput,
} from '../../core/rule.ts';
import { loggingAnchor } from './log-rotation.ts';
import { namesInExample } from './variable-gaps.ts';

/** Services that a fix adds to a deployment, with what they need. */
export interface NewServices {
  /** By name. */
  readonly services: Readonly<Record<string, NewService>>;
  /** Named volumes. */
  readonly volumes?: readonly string[];
  /** Networks by name: whether each is internal. */
  readonly networks?: Readonly<Record<string, boolean>>;
  /** Secrets by name: the variable that holds each. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Texts of files by path, relative to the deployment's folder. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface NewService {
  /** One line to stand above it. */
  readonly comment?: string;
  readonly value: Readonly<Record<string, YamlInput>>;
}

/** The Compose file that new services go to: the most specific one that has services. */
export function fileForServices({ composeFiles }: Deployment): ComposeFile | undefined {
  return composeFiles.findLast((file) => file.root !== undefined && file.services.length > 0);
}

/**
 * The edits that add services, volumes, networks, secrets and files, and name the secrets' variables in the example of the env file; what is declared already is left as it is.
 * @returns undefined where a service or a file of such a name is there, or the file cannot be edited.
 */
export function addServices(
  deployment: Deployment,
  { services, volumes = [], networks = {}, secrets = {}, files = {} }: NewServices,
): readonly Edit[] | undefined {
  const root = fileForServices(deployment)?.root;
  const created = Object.entries(files).map(([path, text]) => ({
    create: joinPath(deployment.folder, path),
    text,
  }));
  if (!root || Object.keys(services).some((name) => deployment.service(name))) return undefined;
  if (created.some(({ create }) => deployment.tree.exists(create))) return undefined;
  const declared = (kind: 'volumes' | 'networks' | 'secrets', name: string) =>
    deployment.compose?.[kind].some((one) => one.name === name) ?? false;
  const edits = setYamlMany(root, [
    ...Object.entries(services).map(
      ([name, { comment, value }]) =>
        [['services', name], value, comment === undefined ? undefined : { comment }] as const,
    ),
    ...volumes.filter((name) => !declared('volumes', name)).map((name) => [['volumes', name], null] as const),
    ...Object.entries(networks)
      .filter(([name]) => !declared('networks', name))
      .map(([name, internal]) => [['networks', name], internal ? { internal } : null] as const),
    ...Object.entries(secrets)
      .filter(([name]) => !declared('secrets', name))
      .map(([name, environment]) => [['secrets', name], { environment }] as const),
  ]);
  return edits && [...edits, ...created, ...namesInExample(deployment, Object.values(secrets))];
}

export interface Bounds {
  /** Limit, in Compose's notation: `256M`. */
  readonly memory: string;
  readonly cpus: string;
  /** Folders that it writes to beside its volumes. */
  readonly tmpfs?: readonly string[];
  /** Compose copies secrets into it, which it refuses to do with a read-only root (see `copiedInto`). */
  readonly copiedSecrets?: boolean;
}

/** What every service of ours gets: limits, a read-only root, no rights that it does not need, and bounded logs in the file's own words. */
export function hardened(
  file: ComposeFile | undefined,
  { memory, cpus, tmpfs, copiedSecrets = false }: Bounds,
): Readonly<Record<string, YamlInput>> {
  return {
    pids_limit: 100,
    ...(!copiedSecrets && { read_only: true, ...(tmpfs && { tmpfs }) }),
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    logging: boundedLogs(file),
    deploy: {
      resources: {
        limits: { cpus: { raw: `"${cpus}"` }, memory },
        reservations: { cpus: { raw: '"0.1"' }, memory: '64M' },
      },
    },
  };
}

function boundedLogs(file: ComposeFile | undefined): YamlInput {
  const end = file?.services.at(-1)?.span.end;
  const anchor = file && end !== undefined ? loggingAnchor(file.yaml, end) : undefined;
  if (anchor !== undefined) return { raw: `*${anchor}` };
  return { driver: 'json-file', options: { 'max-size': { raw: '"10m"' }, 'max-file': { raw: '"3"' } } };
}

/** A check that asks a URL with wget. */
export function askedOverHttp(url: string): YamlInput {
  return {
    test: { raw: `["CMD", "wget", "-q", "--spider", "${url}"]` },
    interval: '30s',
    timeout: '5s',
    retries: 3,
    start_period: '30s',
  };
}

/** A port of the host that no service publishes, from one on. */
export function freePort({ services }: Deployment, wanted: number): number {
  const ports = services.flatMap(({ service }) => service.ports);
  const taken = (port: number) =>
    ports.some(
      ({ published, publishedEnd }) =>
        published !== undefined && published <= port && port <= (publishedEnd ?? published),
    );
  let port = wanted;
  while (taken(port)) port++;
  return port;
}

/** The networks that reach a service: its own, and one more. */
export function networksWith({ service }: DeployedService, name: string): readonly string[] {
  return [...new Set([name, ...service.networks.map((network) => network.value)])];
}

/** `depends_on` of a service that is of no use before this one answers. */
export function awaiting({ name, healthcheckFrom }: DeployedService): YamlInput {
  const condition = healthcheckFrom === undefined ? 'service_started' : 'service_healthy';
  return { [name]: { condition } };
}
