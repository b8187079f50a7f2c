import type { ComposeResource, DeployedService, Deployment, Span } from '../../core/rule.ts';

/** A secret or config that Compose copies into a container. */
export interface Copied {
  readonly kind: 'secret' | 'config';
  readonly resource: ComposeResource;
  /** Where the service asks for it. */
  readonly span: Span;
  /** The variable that it comes from; undefined where it is written into the Compose file. */
  readonly variable: string | undefined;
}

/**
 * What Compose copies into a service's container: secrets and configs that come from a variable or from the Compose file. It cannot where the
 * root is read-only ("`file` is the sole supported option"); files are mounted.
 * Source: https://github.com/docker/compose/pull/12531 and pkg/compose/secrets.go of Compose 5, read 2026-11-24.
 */
export function copiedInto({ service, deployment }: DeployedService): readonly Copied[] {
  return (['secret', 'config'] as const).flatMap((kind) => {
    const grants = service.at(`${kind}s`);
    if (grants?.kind !== 'sequence') return [];
    return grants.items.flatMap((item) => {
      const source = item.kind === 'mapping' ? item.entries.get('source')?.value : item;
      const name = source?.kind === 'scalar' && !source.dynamic ? source.text : undefined;
      const resource = deployment.compose?.[`${kind}s`].find((one) => one.name === name);
      if (!source || !resource || !isCopied(resource)) return [];
      return [{ kind, resource, span: source.span, variable: variableOf(resource) }];
    });
  });
}

/** Whether services that get a secret have it copied in. */
export function isCopiedSecret({ compose }: Deployment, name: string): boolean {
  const resource = compose?.secrets.find((one) => one.name === name);
  return resource !== undefined && isCopied(resource);
}

function isCopied({ value, external }: ComposeResource): boolean {
  return (
    !external && ((value?.entries.has('environment') ?? false) || (value?.entries.has('content') ?? false))
  );
}

function variableOf({ value }: ComposeResource): string | undefined {
  const variable = value?.entries.get('environment')?.value;
  return variable?.kind === 'scalar' && !variable.dynamic ? variable.text : undefined;
}
