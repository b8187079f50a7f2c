import {
  type ComposeScalar,
  type ComposeValue,
  type Dependency,
  type DeployedService,
  type Edit,
  type Fix,
  replaceScalar,
  replaceYaml,
  setYaml,
  textOf,
  type YamlInput,
  type YamlSequence,
} from '../../core/rule.ts';
import { listed } from './listed.ts';

/** A dependency that is started before its target, which has a health check, is healthy. */
export function isUnawaited(
  { service, condition, value }: Dependency,
  { deployment }: DeployedService,
): boolean {
  const target = deployment.service(service);
  if (condition !== 'service_started' || !target || target.oneShot || target.service.broken) return false;
  return target.healthcheckFrom !== undefined && !scalarAt(value, 'condition')?.dynamic;
}

function scalarAt(value: ComposeValue | undefined, key: string): ComposeScalar | undefined {
  const found = value?.kind === 'mapping' ? value.entries.get(key)?.value : undefined;
  return found?.kind === 'scalar' ? found : undefined;
}

/** The condition written where the dependency is, or, for one of another file, in the most specific file. */
export function awaitHealth(dependency: Dependency, deployed: DeployedService): Fix | undefined {
  const { node } = deployed.service;
  const title = (names: readonly string[]) =>
    `Start "${deployed.name}" when ${listed(names.map((name) => `"${name}"`))} ${names.length === 1 ? 'is' : 'are'} healthy`;
  const written = node?.entries.find((entry) => entry.key.text === 'depends_on')?.value;
  if (!node) return undefined;
  if (written?.kind === 'sequence') {
    const converted = longForm(written, deployed);
    return converted && { title: title(converted.awaited), safety: 'safe', edits: converted.edits };
  }
  const condition = scalarAt(dependency.value, 'condition');
  const own = condition?.origin === 'own' && condition.node?.kind === 'scalar' ? condition.node : undefined;
  const edits = own
    ? [replaceScalar(own, 'service_healthy')]
    : setYaml(node, ['depends_on', dependency.service, 'condition'], 'service_healthy');
  return edits && { title: title([dependency.service]), safety: 'safe', edits };
}

/** The whole list in the long form, since one list cannot hold both; not where a comment would go with it. */
function longForm(
  list: YamlSequence,
  deployed: DeployedService,
): { readonly awaited: readonly string[]; readonly edits: readonly Edit[] } | undefined {
  const names = list.items.map((item) => (item.kind === 'scalar' ? item.text : undefined));
  if (names.includes(undefined) || textOf(list.span).includes('#')) return undefined;
  const dependencies = deployed.service.dependsOn.filter(
    (one) => names.includes(one.service) || isUnawaited(one, deployed),
  );
  const awaited = dependencies.filter((one) => isUnawaited(one, deployed)).map((one) => one.service);
  const value: Record<string, YamlInput> = {};
  for (const { service, condition } of dependencies) {
    value[service] = { condition: awaited.includes(service) ? 'service_healthy' : condition };
  }
  return { awaited, edits: replaceYaml(list, value) };
}
