import { type DeployedService, type Edit, setYaml } from '../../core/rule.ts';
import { escaped } from './compose-places.ts';

/** A network for a database and its pooler. */
export interface PoolerNetwork {
  /** Networks by name: whether each is internal. */
  readonly declared: Readonly<Record<string, boolean>>;
  /** The pooler's. */
  readonly networks: readonly string[];
  readonly edits: readonly Edit[];
}

const behind = 'data';

/**
 * Where all services share the default network, and a published one has no more need of the database than by its pooler: a network of the
 * database's, which the pooler joins, and whoever may ask the database directly.
 * @param clients services whose addresses lead to the pooler from now on.
 * @returns the database's networks for the pooler where they are kept apart, need not be, or are not edited.
 */
export function poolerNetwork(database: DeployedService, clients: readonly DeployedService[]): PoolerNetwork {
  const own = database.service.networks.map((network) => network.value);
  const kept = { declared: {}, networks: own[0] === 'default' ? [] : own, edits: [] };
  const { services, compose } = database.deployment;
  const on = services.filter((one) => one.service.networks.length > 0);
  const apart = on.some((one) => one.service.at('networks') || one.service.at('links'));
  const open = clients.some((one) => one.service.ports.length > 0 && !waitsFor(one, database));
  if (apart || !open || compose?.networks.some((one) => one.name === behind)) return kept;
  const asking = on.filter(
    (one) => one !== database && (!clients.includes(one) || asksDirectly(one, database)),
  );
  const edits = [
    inNetworks(database, [behind]),
    ...asking.map((one) => inNetworks(one, ['default', behind])),
  ].flatMap((one) => one ?? []);
  if (edits.length < asking.length + 1) return kept;
  // What is published from an internal network is reached by nobody.
  return {
    declared: { [behind]: database.service.ports.length === 0 },
    networks: ['default', behind],
    edits,
  };
}

function inNetworks({ service }: DeployedService, networks: readonly string[]): readonly Edit[] | undefined {
  return service.node && setYaml(service.node, ['networks'], networks);
}

function waitsFor({ service }: DeployedService, database: DeployedService): boolean {
  return service.dependsOn.some((one) => one.service === database.name);
}

/** Some address of it still names the database: one for migrations, say. */
function asksDirectly({ service }: DeployedService, { name }: DeployedService): boolean {
  const host = new RegExp(`(?:^|[^\\w.-])${escaped(name)}(?:$|[^\\w-])`);
  return service.environment.some(
    ({ name: key, value }) => /DIRECT|MIGRAT|LISTEN/i.test(key) && host.test(value?.text ?? ''),
  );
}
