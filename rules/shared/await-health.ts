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
  type YamlScalar,
  type YamlSequence,
} from '../../core/rule.ts';
import { listed } from './listed.ts';

/** A dependency that is started before its target, which has a health check, is healthy. */
export function isUnawaited(dependency: Dependency, deployed: DeployedService): boolean {
  if (!isStartedOnly(dependency, deployed)) return false;
  return deployed.deployment.service(dependency.service)?.healthcheckFrom !== undefined;
}

function isStartedOnly({ service, condition, value }: Dependency, { deployment }: DeployedService): boolean {
  const target = deployment.service(service);
  if (condition !== 'service_started' || !target || target.oneShot || target.service.broken) return false;
  return !scalarAt(value, 'condition')?.dynamic;
}

function scalarAt(value: ComposeValue | undefined, key: string): ComposeScalar | undefined {
  const found = value?.kind === 'mapping' ? value.entries.get(key)?.value : undefined;
  return found?.kind === 'scalar' ? found : undefined;
}

/** The condition written where the dependency is, or, for one of another file, in the most specific file. */
export function awaitHealth(dependency: Dependency, deployed: DeployedService): Fix | undefined {
  const change = conditions(dependency, deployed, (one) => isUnawaited(one, deployed));
  if (!change) return undefined;
  const names = listed(change.awaited.map((name) => `"${name}"`));
  return {
    title: `Start "${deployed.name}" when ${names} ${change.awaited.length === 1 ? 'is' : 'are'} healthy`,
    safety: 'safe',
    edits: change.edits,
  };
}

/** Edits after which all that depend on a service wait for the health check that it is given; undefined where one cannot be made to. */
export function awaitNewHealth({ name, deployment }: DeployedService): readonly Edit[] | undefined {
  const edits: Edit[] = [];
  for (const dependant of deployment.services) {
    const own = dependant.service.dependsOn.find((one) => one.service === name);
    if (!own || !isStartedOnly(own, dependant)) continue;
    const change = conditions(own, dependant, (one) => one === own || isUnawaited(one, dependant));
    if (!change) return undefined;
    edits.push(...change.edits);
  }
  return edits;
}

interface Change {
  /** Services whose health is waited for now. */
  readonly awaited: readonly string[];
  readonly edits: readonly Edit[];
}

function conditions(
  dependency: Dependency,
  deployed: DeployedService,
  waits: (dependency: Dependency) => boolean,
): Change | undefined {
  const { node } = deployed.service;
  const entry = node?.entries.find((one) => one.key.text === 'depends_on');
  if (!node) return undefined;
  if (entry?.value?.kind === 'sequence')
    return longForm(
      entry.value,
      entry.key.span.source.position(entry.key.span.start).column,
      deployed,
      waits,
    );
  const condition = scalarAt(dependency.value, 'condition');
  const own = condition?.origin === 'own' && condition.node?.kind === 'scalar' ? condition.node : undefined;
  const edits = own
    ? [replaceScalar(own, 'service_healthy')]
    : setYaml(node, ['depends_on', dependency.service, 'condition'], 'service_healthy');
  return edits && { awaited: [dependency.service], edits };
}

/** The whole list in the long form, since one list cannot hold both. */
function longForm(
  list: YamlSequence,
  keyColumn: number,
  { service }: DeployedService,
  waits: (dependency: Dependency) => boolean,
): Change | undefined {
  const items = list.items.filter((item): item is YamlScalar => item.kind === 'scalar');
  if (items.length < list.items.length) return undefined;
  const names = items.map((item) => item.text);
  const dependencies = service.dependsOn.filter((one) => names.includes(one.service) || waits(one));
  const awaited = dependencies.filter(waits).map((one) => one.service);
  const value = new Map<string, string>();
  for (const { service, condition } of dependencies)
    value.set(service, awaited.includes(service) ? 'service_healthy' : condition);
  // With a comment inside, each item becomes an entry where it stands.
  if (textOf(list.span).includes('#')) {
    if (list.flow || value.size > names.length) return undefined;
    const edits = items.map((item) => asEntry(item, keyColumn, value.get(item.text)!));
    return edits.every((edit) => edit !== undefined) ? { awaited, edits: edits.flat() } : undefined;
  }
  const whole: Readonly<Record<string, YamlInput>> = Object.fromEntries(
    Array.from(value, ([name, condition]) => [name, { condition }]),
  );
  return { awaited, edits: replaceYaml(list, whole) };
}

/** `- db # first` as an entry with its condition below; undefined where the item does not begin its line. */
function asEntry(item: YamlScalar, keyColumn: number, condition: string): readonly Edit[] | undefined {
  const { source, start, end } = item.span;
  const lineStart = source.text.lastIndexOf('\n', start - 1) + 1;
  const dash = /^( *)-\s+$/.exec(source.text.slice(lineStart, start));
  if (!dash || condition === undefined) return undefined;
  const column = Math.max(dash[1]!.length, keyColumn + 2);
  const rest = source.text.slice(end).search(/\r?\n|$/);
  const behind = end + rest;
  return [
    { span: { source, start: lineStart, end: start }, text: ' '.repeat(column) },
    { span: { source, start: end, end }, text: ':' },
    {
      span: { source, start: behind, end: behind },
      text: `${source.eol}${' '.repeat(column + 2)}condition: ${condition}`,
    },
  ];
}
