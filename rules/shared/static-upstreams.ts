import { type DeployedNginx, type DeployedService, type Hop, routesOf } from '../../core/rule.ts';

/** A way from nginx to another service of the deployment by a name that nginx looks up once, when it starts. */
export interface StaticHop extends Hop {
  readonly service: DeployedService;
}

/** The ways of one nginx that hold the address of its start, each place once. */
export function staticHops(nginx: DeployedNginx): readonly StaticHop[] {
  if (nginx.services.length === 0) return [];
  const places = new Map(
    nginx.deployment
      .derive(routesOf)
      .from(nginx)
      .filter(isStatic(nginx))
      .map((hop) => [hop.directive, hop]),
  );
  return [...places.values()];
}

function isStatic({ services }: DeployedNginx): (hop: Hop) => hop is StaticHop {
  return (hop): hop is StaticHop =>
    hop.service !== undefined &&
    hop.reachable !== 'unknown' &&
    !services.includes(hop.service) &&
    !hop.service.service.broken &&
    !hop.directive.args.some(({ text }) => text === 'resolve');
}
