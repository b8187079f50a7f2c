import {
  type AnyRule,
  closest,
  type Deployment,
  defineRule,
  type Fix,
  setYaml,
  skip,
} from '../../core/rule.ts';
import { isKeyElsewhere, rootAt } from './compose-places.ts';
import { declared, type ResourceKind, type ResourceUse, resourceKinds, usedBy } from './named-resources.ts';

interface UndefinedResource {
  readonly kind: ResourceKind;
  readonly rationale: string;
  readonly references: readonly string[];
}

/** A rule that holds the names that services use against what the files declare at the top level. */
export function undefinedResource({ kind, rationale, references }: UndefinedResource): AnyRule {
  const { section, use, name, keys } = resourceKinds[kind];
  const example = `services:\n  app:\n    image: team/app:2.1\n${use.replace('NAME', name)}`;
  const simple = kind === 'network' || kind === 'volume';
  const Kind = `${kind[0]!.toUpperCase()}${kind.slice(1)}`;
  return defineRule({
    id: `compose/undefined-${kind}`,
    title: `${Kind} that is declared nowhere`,
    category: 'correctness',
    severity: 'error',
    priority: 0,
    remedy: `Declare the ${kind} under the top-level \`${section}\`, or correct its name.`,
    rationale,
    references,
    catalogue: ['compose/undefined-secret'],
    on: 'service',
    ...(keys && { names: keys }),
    bad: example,
    good: `${example}${section}:\n  ${name}:\n${simple ? '' : `    file: ./${name}\n`}`,
    *check({ service, deployment }) {
      const used = usedBy(service, kind);
      if (used.length === 0) return skip;
      const known = deployment.derive(declaredNames)[kind];
      for (const one of new Map(used.map((each) => [each.name, each])).values()) {
        if (known.has(one.name) || (kind === 'network' && one.name === 'default')) continue;
        // Pieces that are joined on the command line show what they lack in another piece.
        if (isKeyElsewhere(deployment, one.name)) continue;
        yield {
          at: one.span,
          message: `"${service.name}" uses the ${kind} "${one.name}", which no "${section}" declares: Compose refuses the project.`,
          fix: () => fixes(one, deployment, kind, [...known]),
        };
      }
    },
  });
}

/** The names that a deployment declares, of each kind. */
function declaredNames(deployment: Deployment): Readonly<Record<ResourceKind, ReadonlySet<string>>> {
  const names = (kind: ResourceKind) => new Set(declared(deployment, kind).map((one) => one.name));
  return {
    network: names('network'),
    volume: names('volume'),
    secret: names('secret'),
    config: names('config'),
  };
}

function fixes(
  { name, span }: ResourceUse,
  deployment: Deployment,
  kind: ResourceKind,
  known: readonly string[],
): readonly Fix[] {
  const root = rootAt(deployment, span);
  if (!root) return [];
  const { section } = resourceKinds[kind];
  const meant = closest(name, known);
  const found: Fix[] = [];
  if (meant !== undefined) {
    const title = `Use the ${kind} "${meant}"`;
    found.push({ title, safety: 'review', edits: [{ span: partOfName(span, name), text: meant }] });
  }
  const simple = kind === 'network' || kind === 'volume';
  // Who alone is on a network that may be closed is not helped by an open one.
  if (kind === 'network' && isStoresOnly(name, deployment)) return found;
  const edits = setYaml(root, [section, name], simple ? null : { file: `./${name}` });
  if (edits) found.push({ title: `Declare the ${kind} "${name}"`, safety: 'review', edits });
  return found;
}

function isStoresOnly(network: string, { services }: Deployment): boolean {
  const users = services.filter((one) => one.service.networks.some((own) => own.value === network));
  return users.every((one) => one.image?.role === 'database' || one.image?.role === 'cache');
}

/** A name in quotes without them. */
function partOfName(span: ResourceUse['span'], name: string): ResourceUse['span'] {
  const start = span.start + Math.max(span.source.text.slice(span.start, span.end).indexOf(name), 0);
  return { source: span.source, start, end: start + name.length };
}
