import {
  appendYaml,
  type DeployedService,
  type Edit,
  type Fix,
  findYaml,
  removeYaml,
  replaceScalar,
  setYaml,
} from '../../core/rule.ts';
import { rootAt } from './compose-places.ts';
import { uses } from './store-users.ts';

/**
 * Take a database from a network that a proxy is on to one of its own, and let everything else of the old network that may speak to it join:
 * nobody but the proxies loses sight of the database.
 * @returns undefined where a proxy itself speaks to the database, or networks are written in a way that is not edited.
 */
export function moveToOwnNetwork(
  database: DeployedService,
  shared: string,
  proxies: readonly DeployedService[],
): Fix | undefined {
  const { deployment, service, name } = database;
  if (proxies.some((one) => uses(one, name))) return undefined;
  const network = freeNetwork(database, proxies);
  const root = network === undefined ? undefined : rootAt(deployment, service.nameSpan);
  if (network === undefined || !root) return undefined;
  const clients = deployment.services.filter(
    (one) =>
      one !== database &&
      !proxies.includes(one) &&
      isOn(one, shared) &&
      !isOn(one, network) &&
      mayUse(one, name),
  );
  const moved = renameNetwork(database, shared, network);
  const joined = clients.map((one) => joinNetwork(one, network));
  const known = deployment.compose?.networks.some((one) => one.name === network);
  // What is published from an internal network is reached by nobody.
  const value = service.ports.length > 0 ? null : { internal: true };
  const declared = known ? [] : setYaml(root, ['networks', network], value);
  const edits = [moved, ...joined, declared];
  if (edits.some((one) => one === undefined)) return undefined;
  return {
    title: `Move "${name}" to the network "${network}"${clients.length > 0 ? `, with ${clients.map((one) => `"${one.name}"`).join(', ')}` : ''}`,
    safety: 'review',
    edits: edits.flatMap((one) => one ?? []),
  };
}

/** A network for data that no proxy is on: one that is there, or a new one. */
function freeNetwork(
  { deployment, name }: DeployedService,
  proxies: readonly DeployedService[],
): string | undefined {
  const taken = (network: string) => proxies.some((one) => isOn(one, network));
  return ['data', 'database', `${name}_data`].find((network) => {
    const known = deployment.compose?.networks.find((one) => one.name === network);
    return !known?.external && !taken(network);
  });
}

/** nginx that serves files speaks to no database. */
function mayUse(one: DeployedService, database: string): boolean {
  return one.image?.product !== 'nginx' || uses(one, database);
}

function isOn({ service }: DeployedService, network: string): boolean {
  return service.networks.some((one) => one.value === network);
}

function renameNetwork({ service }: DeployedService, from: string, to: string): readonly Edit[] | undefined {
  const { node } = service;
  const written = node && findYaml(node, ['networks']);
  const there = service.networks.some((one) => one.value === to);
  if (written?.kind !== 'sequence') {
    const entry = written?.kind === 'map' ? written.entries.find(({ key }) => key.text === from) : undefined;
    // A map may hold aliases and addresses that are of the old network.
    if (written?.kind !== 'map' || !entry || entry.value?.kind === 'map') return undefined;
    return there ? removeYaml(written, from) : [{ span: entry.key.span, text: to }];
  }
  const item = written.items.find((one) => one.kind === 'scalar' && one.text === from);
  if (item?.kind !== 'scalar' || there) return undefined;
  return [replaceScalar(item, to)];
}

function joinNetwork({ service }: DeployedService, network: string): readonly Edit[] | undefined {
  const { node } = service;
  const written = node && findYaml(node, ['networks']);
  if (written?.kind === 'sequence') return appendYaml(written, network);
  return written?.kind === 'map' ? setYaml(written, [network], null) : undefined;
}
