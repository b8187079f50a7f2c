import { type ComposeScalar, defineRule, skip } from '../../core/rule.ts';
import { removeKey, removeListed } from '../shared/list-item.ts';

export default defineRule({
  id: 'compose/legacy-link',
  title: 'Links from before there were networks',
  category: 'architecture',
  severity: 'info',
  priority: 3,
  remedy: 'Take `links` out: services of one network find each other by name.',
  rationale:
    '`links` and `network_mode: bridge` come from the time before Docker had networks. On a network of the project every service has its name; on Docker’s own bridge none has.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#links',
    'https://docs.docker.com/engine/network/links/',
  ],
  catalogue: ['compose/links', 'compose/legacy-network-mode'],
  on: 'service',
  names: ['links', 'network_mode'],
  bad: `services:
  api:
    image: team/api:2.1
    links:
      - db
  db:
    image: postgres:18
`,
  good: `services:
  api:
    image: team/api:2.1
  db:
    image: postgres:18
`,
  *check({ service, name, deployment }) {
    const links = service.at('links');
    const mode = service.networkMode;
    if (!links && !mode) return skip;
    for (const item of links?.kind === 'sequence' ? links.items : []) {
      if (item.kind !== 'scalar' || item.dynamic) continue;
      const [target = '', alias = target] = item.text.split(':');
      const peer = deployment.service(target)?.service;
      const together = peer?.networks.some((one) => service.networks.some((own) => own.value === one.value));
      // A link also says what is to start first.
      const ordered = service.dependsOn.some((one) => one.service === target);
      const edits = alias === target && together ? removeListed(service, 'links', item) : undefined;
      yield {
        at: item.span,
        message: `The link of "${name}" to "${target}" is not needed: ${together ? 'they share a network' : 'a common network does the same'}.`,
        tag: 'deprecated',
        ...(edits && {
          fix: {
            title: `Take the link to "${target}" out`,
            safety: ordered ? ('safe' as const) : ('review' as const),
            edits,
          },
        }),
      };
    }
    if (mode?.text === 'bridge') yield bridge(mode, name, removeKey(service, 'network_mode'));
  },
});

function bridge({ span }: ComposeScalar, name: string, edits: ReturnType<typeof removeKey>) {
  return {
    at: span,
    message: `"${name}" is on Docker’s own bridge, where services do not find each other by name.`,
    tag: 'deprecated' as const,
    ...(edits && {
      fix: { title: `Put "${name}" on the project’s network`, safety: 'review' as const, edits },
    }),
  };
}
