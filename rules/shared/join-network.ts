import { appendYaml, type DeployedService, type Fix, setYaml } from '../../core/rule.ts';

/** A service put on a network that others of its deployment are on; not where its networks are written in the long form. */
export function joinNetwork({ service, name }: DeployedService, network: string): Fix | undefined {
  const written = service.node?.entries.find((entry) => entry.key.text === 'networks')?.value;
  const edits =
    written?.kind === 'sequence'
      ? appendYaml(written, network)
      : service.node && !written && service.at('networks') === undefined
        ? setYaml(service.node, ['networks'], network === 'default' ? [network] : ['default', network])
        : undefined;
  return edits && { title: `Put "${name}" on the network "${network}"`, safety: 'review', edits };
}

/** The first network of a service that no database is on: one that a proxy may join. */
export function networkWithoutDatabase({ service, deployment }: DeployedService): string | undefined {
  const taken = new Set(
    deployment.services.flatMap((one) =>
      one.image?.role === 'database' ? one.service.networks.map(({ value }) => value) : [],
    ),
  );
  return service.networks.find(({ value }) => !taken.has(value))?.value;
}
