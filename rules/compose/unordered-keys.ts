import { defineRule, type Observation, skip, type YamlMap } from '../../core/rule.ts';

const topOrder = 'dclint:top-level-properties-order';
const serviceOrder = 'dclint:service-keys-order';

const fileKeys = ['version', 'name', 'include', 'services', 'networks', 'volumes', 'secrets', 'configs'];
const serviceKeys =
  'image build container_name depends_on volumes volumes_from configs secrets environment env_file ports networks network_mode extra_hosts command entrypoint working_dir restart healthcheck logging labels user isolation'.split(
    ' ',
  );

export default defineRule({
  id: 'compose/unordered-keys',
  title: 'Keys in an order of their own',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Keep one order: what a service is, what it needs, how it is reached, how it runs.',
  rationale:
    'Compose does not care in which order keys stand. People find them sooner where every service has the same order; it is a matter of style, so the rule is off until it is asked for.',
  references: ['https://docs.docker.com/reference/compose-file/services/'],
  catalogue: ['compose/key-order'],
  peers: [topOrder, serviceOrder],
  on: 'compose',
  bad: `services:
  api:
    restart: unless-stopped
    image: team/api:2.1
`,
  good: `services:
  api:
    image: team/api:2.1
    restart: unless-stopped
`,
  *check({ file }) {
    if (!file.root) return skip;
    const top = outOfOrder(file.root, fileKeys, topOrder);
    if (top) yield top;
    for (const { value } of file.services) {
      const found = value?.kind === 'map' ? outOfOrder(value, serviceKeys, serviceOrder) : undefined;
      if (found) yield found;
    }
  },
});

/** The first key that stands behind one that should follow it. */
function outOfOrder(map: YamlMap, order: readonly string[], peer: string): Observation | undefined {
  const keys = map.entries.filter((entry) => order.includes(entry.key.text)).map((entry) => entry.key);
  for (const [index, key] of keys.entries()) {
    const before = keys[index - 1];
    if (!before || order.indexOf(before.text) < order.indexOf(key.text)) continue;
    return {
      at: key.span,
      message: `"${key.text}" stands behind "${before.text}", and before it elsewhere.`,
      peers: [peer],
    };
  }
  return undefined;
}
