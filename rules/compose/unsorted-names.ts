import { defineRule, type Observation, skip, type YamlScalar } from '../../core/rule.ts';

const services = 'dclint:services-alphabetical-order';
const dependencies = 'dclint:service-dependencies-alphabetical-order';

export default defineRule({
  id: 'compose/unsorted-names',
  title: 'Names not in alphabetical order',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Sort services and dependencies by name.',
  rationale:
    'Compose starts services in the order of their dependencies, wherever they stand. Sorted names are found sooner in a long file, and two people who add one meet less often; it is a matter of style, so the rule is off until it is asked for.',
  references: ['https://docs.docker.com/reference/compose-file/services/'],
  catalogue: ['compose/alphabetical'],
  peers: [services, dependencies],
  on: 'compose',
  bad: `services:
  web:
    image: team/web:2.1
  api:
    image: team/api:2.1
`,
  good: `services:
  api:
    image: team/api:2.1
  web:
    image: team/web:2.1
`,
  *check({ file }) {
    if (file.services.length === 0) return skip;
    const found = unsorted(
      file.services.map((entry) => entry.key),
      services,
    );
    if (found) yield found;
    for (const { value } of file.services) {
      const list =
        value?.kind === 'map'
          ? value.entries.find((entry) => entry.key.text === 'depends_on')?.value
          : undefined;
      const names =
        list?.kind === 'sequence'
          ? list.items.filter((item): item is YamlScalar => item.kind === 'scalar')
          : list?.kind === 'map'
            ? list.entries.map((entry) => entry.key)
            : [];
      const inside = unsorted(names, dependencies);
      if (inside) yield inside;
    }
  },
});

function unsorted(names: readonly YamlScalar[], peer: string): Observation | undefined {
  const index = names.findIndex((name, at) => at > 0 && names[at - 1]!.text.localeCompare(name.text) > 0);
  return index < 0
    ? undefined
    : {
        at: names[index]!.span,
        message: `"${names[index]!.text}" stands behind "${names[index - 1]!.text}".`,
        peers: [peer],
      };
}
