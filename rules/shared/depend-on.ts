import {
  appendYaml,
  type DeployedService,
  type Edit,
  type Fix,
  replaceYaml,
  setYaml,
  textOf,
  type YamlInput,
  type YamlSequence,
} from '../../core/rule.ts';

/** Make a service start after another one: when that is healthy, where it has a health check. */
export function dependOn({ service }: DeployedService, target: DeployedService): Fix | undefined {
  const { node } = service;
  if (!node) return undefined;
  const healthy = target.healthcheckFrom !== undefined;
  const written = node.entries.find((entry) => entry.key.text === 'depends_on')?.value;
  let edits: readonly Edit[] | undefined;
  if (written?.kind === 'sequence')
    edits = healthy ? asLongForm(written, target.name) : appendYaml(written, target.name);
  else if (healthy || written)
    edits = setYaml(
      node,
      ['depends_on', target.name, 'condition'],
      healthy ? 'service_healthy' : 'service_started',
    );
  else edits = setYaml(node, ['depends_on'], [target.name]);
  const when = healthy ? 'is healthy' : 'was started';
  return edits && { title: `Start "${service.name}" when "${target.name}" ${when}`, safety: 'review', edits };
}

/** One list cannot hold a condition: all of it in the long form; not where a comment would go with it. */
function asLongForm(list: YamlSequence, added: string): readonly Edit[] | undefined {
  if (textOf(list.span).includes('#')) return undefined;
  const value: Record<string, YamlInput> = {};
  for (const item of list.items) {
    if (item.kind !== 'scalar') return undefined;
    value[item.text] = { condition: 'service_started' };
  }
  value[added] = { condition: 'service_healthy' };
  return replaceYaml(list, value);
}
