import { type ComposeResource, type ComposeScalar, defineRule, skip } from '../../core/rule.ts';
import { overlap, parseSubnet } from '../shared/subnet.ts';

/** Docker's own bridge, unless the daemon is told otherwise. */
const bridge = '172.17.0.0/16';

export default defineRule({
  id: 'compose/conflicting-subnet',
  title: 'Subnet that is taken',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Give each network a subnet of its own, or leave the choice to Docker.',
  rationale:
    'Docker refuses a network whose addresses overlap with another one: "Pool overlaps with other one on this address space". Nothing of the project starts then. A subnet larger than /16 takes addresses that the host’s own networks may use.',
  references: ['https://docs.docker.com/reference/compose-file/networks/#ipam'],
  catalogue: ['compose/subnet-conflict'],
  on: 'deployment',
  bad: `services:
  app:
    image: team/app:2.1
    networks: [one, two]
networks:
  one:
    ipam:
      config:
        - subnet: 172.28.0.0/16
  two:
    ipam:
      config:
        - subnet: 172.28.5.0/24
`,
  good: `services:
  app:
    image: team/app:2.1
    networks: [one, two]
networks:
  one:
    ipam:
      config:
        - subnet: 172.28.0.0/24
  two:
    ipam:
      config:
        - subnet: 172.28.5.0/24
`,
  *check(deployment) {
    const all = (deployment.compose?.networks ?? []).flatMap((network) =>
      subnetsOf(network).flatMap((written) => {
        const subnet = written.dynamic ? undefined : parseSubnet(written.text);
        return subnet ? [{ name: network.name, written, subnet }] : [];
      }),
    );
    if (all.length === 0) return skip;
    for (const [index, { name, written, subnet }] of all.entries()) {
      const earlier = all.slice(0, index).find((one) => overlap(one.subnet, subnet));
      const at = written.span;
      if (earlier)
        yield {
          at,
          message: `${written.text} of the network "${name}" overlaps with ${earlier.written.text} of "${earlier.name}".`,
          related: [{ at: earlier.written.span, message: 'The other one.' }],
        };
      else if (overlap(subnet, parseSubnet(bridge)!))
        yield {
          at,
          message: `${written.text} of the network "${name}" overlaps with ${bridge}, which Docker’s own bridge has.`,
        };
      else if (subnet.prefix < 16)
        yield {
          at,
          message: `${written.text} of the network "${name}" takes ${2 ** (32 - subnet.prefix)} addresses, which the host’s own networks may use.`,
        };
    }
  },
});

function subnetsOf({ value, external }: ComposeResource): readonly ComposeScalar[] {
  const ipam = external ? undefined : value?.entries.get('ipam')?.value;
  const config = ipam?.kind === 'mapping' ? ipam.entries.get('config')?.value : undefined;
  return config?.kind === 'sequence'
    ? config.items.flatMap((item) => {
        const subnet = item.kind === 'mapping' ? item.entries.get('subnet')?.value : undefined;
        return subnet?.kind === 'scalar' ? [subnet] : [];
      })
    : [];
}
