import {
  appendYaml,
  type DeployedService,
  type Fix,
  replaceYaml,
  setYaml,
  textOf,
  type YamlInput,
} from '../../core/rule.ts';
import { listed } from './listed.ts';

/** Services added to what another one depends on: started, or healthy where they have a health check. */
export function addDependencies(
  deployed: DeployedService,
  targets: readonly DeployedService[],
): Fix | undefined {
  const { service, name } = deployed;
  const { node } = service;
  if (!node) return undefined;
  const title = `Start "${name}" after ${listed(targets.map((one) => `"${one.name}"`))}`;
  const written = node.entries.find((entry) => entry.key.text === 'depends_on')?.value;
  if (!written && service.at('depends_on') !== undefined) return undefined;
  const awaited = targets.some(({ healthcheckFrom }) => healthcheckFrom !== undefined);
  if (written?.kind === 'sequence' && !awaited) {
    const edits = targets.length === 1 ? appendYaml(written, targets[0]!.name) : undefined;
    if (edits) return { title, safety: 'review', edits };
  }
  if (written?.kind === 'sequence' && textOf(written.span).includes('#')) return undefined;
  if (written && written.kind !== 'sequence' && written.kind !== 'map') return undefined;
  if (!written && !awaited) {
    const edits = setYaml(
      node,
      ['depends_on'],
      targets.map((one) => one.name),
    );
    return edits && { title, safety: 'review', edits };
  }
  const all: Record<string, YamlInput> = {};
  for (const one of service.dependsOn) all[one.service] = { condition: one.condition };
  const added = Object.fromEntries(targets.map((one) => [one.name, { condition: conditionFor(one) }]));
  if (written?.kind === 'sequence')
    return { title, safety: 'review', edits: replaceYaml(written, { ...all, ...added }) };
  if (!written) {
    const edits = setYaml(node, ['depends_on'], added);
    return edits && { title, safety: 'review', edits };
  }
  const [only] = targets;
  const edits =
    targets.length === 1 &&
    only &&
    setYaml(node, ['depends_on', only.name], { condition: conditionFor(only) });
  return edits ? { title, safety: 'review', edits } : undefined;
}

function conditionFor({ healthcheckFrom }: DeployedService): string {
  return healthcheckFrom === undefined ? 'service_started' : 'service_healthy';
}
