import {
  type AnyRule,
  type ComposeResource,
  type Deployment,
  defineRule,
  type Fix,
  removeYaml,
  skip,
} from '../../core/rule.ts';
import { escaped, isWordElsewhere, rootAt } from './compose-places.ts';
import { declared, type ResourceKind, resourceKinds, usedBy } from './named-resources.ts';

interface UnusedResource {
  readonly kind: ResourceKind;
  readonly rationale: string;
  readonly references: readonly string[];
}

/** A rule about what is declared at the top level and used by no service. */
export function unusedResource({ kind, rationale, references }: UnusedResource): AnyRule {
  const { section, use, name } = resourceKinds[kind];
  const service = `services:\n  app:\n    image: team/app:2.1\n${use.replace('NAME', name)}`;
  const body = kind === 'network' || kind === 'volume' ? '' : `    file: ./${name}\n`;
  const Kind = `${kind[0]!.toUpperCase()}${kind.slice(1)}`;
  return defineRule({
    id: `compose/unused-${kind}`,
    title: `${Kind} that no service uses`,
    category: 'correctness',
    severity: 'warning',
    priority: 3,
    remedy: `Give the ${kind} to the service that it is meant for, or take it out.`,
    rationale,
    references,
    catalogue: ['compose/unused-secret', ...(kind === 'volume' ? ['deployment/volume-unused'] : [])],
    on: 'deployment',
    bad: `${service}${section}:\n  ${name}:\n${body}  old:\n${body}`,
    good: `${service}${section}:\n  ${name}:\n${body}`,
    *check(deployment) {
      const resources = declared(deployment, kind).filter(
        (one) => !(kind === 'network' && one.name === 'default'),
      );
      if (resources.length === 0 || deployment.services.some((one) => one.service.broken)) return skip;
      const used = new Set(
        deployment.services.flatMap((one) => usedBy(one.service, kind).map((use) => use.name)),
      );
      for (const resource of resources) {
        if (used.has(resource.name) || isMentioned(resource, kind, deployment)) continue;
        const fix = remove(resource, kind, deployment);
        yield {
          at: resource.nameSpan,
          message: `No service uses the ${kind} "${resource.name}".`,
          tag: 'unnecessary',
          ...(fix && { fix }),
        };
      }
    },
  });
}

/** Named in a label, a command or a variable (`traefik.docker.network=web`), or in a file that this one may be joined with. */
function isMentioned(
  { name, nameSpan }: ComposeResource,
  kind: ResourceKind,
  deployment: Deployment,
): boolean {
  if (isWordElsewhere(deployment, name)) return true;
  if (kind !== 'network') return false;
  const pattern = new RegExp(`[=:,/ ]["']?${escaped(name)}["']?(?=$|[\\s,;&|])(?!:)`, 'm');
  const { source } = nameSpan;
  return pattern.test(source.text.slice(0, nameSpan.start)) || pattern.test(source.text.slice(nameSpan.end));
}

function remove(
  { name, nameSpan }: ComposeResource,
  kind: ResourceKind,
  deployment: Deployment,
): Fix | undefined {
  const root = rootAt(deployment, nameSpan);
  const { section } = resourceKinds[kind];
  const map = root?.entries.find((entry) => entry.key.text === section)?.value;
  if (!root || map?.kind !== 'map' || map.anchor) return undefined;
  const own = map.entries.find((entry) => entry.key.text === name);
  // An anchor may be wanted elsewhere.
  if (!own || own.value?.anchor) return undefined;
  const edits = map.entries.length === 1 ? removeYaml(root, section) : removeYaml(map, name);
  return { title: `Take out the ${kind} "${name}"`, safety: 'safe', edits };
}
