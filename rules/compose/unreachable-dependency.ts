import { type DeployedService, defineRule, routesOf, skip } from '../../core/rule.ts';
import { joinNetwork, networkWithoutDatabase } from '../shared/join-network.ts';

export default defineRule({
  id: 'compose/unreachable-dependency',
  title: 'Dependency on another network',
  category: 'architecture',
  severity: 'warning',
  priority: 1,
  remedy: 'Put both services on a common network.',
  rationale:
    'A service that names networks leaves `default`; one that names none is on `default` only. Two services without a common network cannot reach each other, and the name of the one does not even resolve for the other.',
  references: ['https://docs.docker.com/reference/compose-file/services/#networks'],
  catalogue: ['compose/missing-network'],
  on: 'service',
  names: ['depends_on'],
  bad: `services:
  api:
    image: team/api:2.1
    depends_on: [db]
  db:
    image: postgres:18
    networks: [backend]
networks:
  backend:
`,
  good: `services:
  api:
    image: team/api:2.1
    depends_on: [db]
    networks:
      - default
      - backend
  db:
    image: postgres:18
    networks: [backend]
networks:
  backend:
`,
  *check(deployed) {
    const { service, name, deployment } = deployed;
    if (service.dependsOn.length === 0 || service.networks.length === 0) return skip;
    // A piece that is laid over another file says only some of the networks.
    if (!service.image && !service.build) return skip;
    for (const { service: other, span, condition } of service.dependsOn) {
      const peer = deployment.service(other);
      if (!peer || peer.service.broken || peer.service.networks.length === 0) continue;
      if (condition === 'service_completed_successfully' || peer.oneShot || deployed.oneShot) continue;
      const own = service.networks.map((one) => one.value);
      if (peer.service.networks.some((one) => own.includes(one.value) || one.value.includes('$'))) continue;
      // deployment/unreachable-upstream says it where the requests go.
      if (
        deployment
          .derive(routesOf)
          .to(peer)
          .some(({ nginx, reachable }) => reachable === 'no' && nginx.services.includes(deployed))
      )
        continue;
      const network = networkToJoin(deployed, peer);
      const fix = network === undefined ? undefined : joinNetwork(deployed, network);
      yield {
        at: span,
        message: `"${name}" depends on "${other}" and shares no network with it: it cannot reach it.`,
        related: [
          {
            at: peer.service.networks[0]!.span,
            message: `"${other}" is on "${peer.service.networks[0]!.value}".`,
          },
        ],
        ...(fix && { fix }),
      };
    }
  },
});

/** Not one on which a public proxy and a database would come together, nor where a database would be left with its clients alone. */
function networkToJoin(
  { image, service, deployment }: DeployedService,
  peer: DeployedService,
): string | undefined {
  const [only, another] = service.networks;
  const besideDatabase = deployment.services.some(
    (one) =>
      one.image?.role === 'database' && one.service.networks.some(({ value }) => value === only?.value),
  );
  if (image?.role === 'database' || (besideDatabase && !another)) return undefined;
  const isProxy = image?.role === 'proxy' || image?.product === 'nginx' || image?.product === 'httpd';
  return isProxy ? networkWithoutDatabase(peer) : peer.service.networks[0]?.value;
}
