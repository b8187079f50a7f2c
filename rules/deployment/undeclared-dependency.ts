import { type DeployedService, defineRule, firstLine, skip } from '../../core/rule.ts';
import { connectionsByClient, isStore } from '../shared/connections.ts';
import { dependOn } from '../shared/depend-on.ts';

export default defineRule({
  id: 'deployment/undeclared-dependency',
  title: 'Service connects to a store that it does not depend on',
  category: 'health',
  severity: 'warning',
  priority: 2,
  remedy: 'Name the store in `depends_on`, with `condition: service_healthy` where it has a health check.',
  strength: 'Services depend on the stores that they connect to',
  rationale:
    'Compose starts services without an order unless `depends_on` gives one. An application that finds no database when it starts often ends, or runs on without ever trying again; ' +
    'and `docker compose up api` starts it without its database.',
  references: ['https://docs.docker.com/compose/how-tos/startup-order/'],
  catalogue: ['deployment/dependency-undeclared'],
  production: true,
  on: 'service',
  bad: `services:
  api:
    image: team/api:2.1
    environment:
      DATABASE_URL: postgres://shop:\${DB_PASSWORD}@db:5432/shop
  db:
    image: postgres:18
    healthcheck:
      test: ["CMD-SHELL", "pg_isready -U shop"]
`,
  good: `services:
  api:
    image: team/api:2.1
    environment:
      DATABASE_URL: postgres://shop:\${DB_PASSWORD}@db:5432/shop
    depends_on:
      db:
        condition: service_healthy
  db:
    image: postgres:18
    healthcheck:
      test: ["CMD-SHELL", "pg_isready -U shop"]
`,
  *check(client) {
    const found = client.deployment.derive(connectionsByClient).get(client) ?? [];
    const used = found.filter(({ target }) => isStore(target) && !target.oneShot);
    if (used.length === 0 || reconnects(client)) return skip;
    const told = new Set<DeployedService>();
    for (const { target, host } of used) {
      if (told.has(target) || isTied(client, target) || isTied(target, client)) continue;
      const { profiles } = target.service;
      if (profiles.length > 0 && !client.service.profiles.every((name) => profiles.includes(name))) continue;
      if (profiles.length > 0 && client.service.profiles.length === 0) continue;
      told.add(target);
      yield {
        at: firstLine(host.span),
        message: `"${client.name}" connects to "${target.name}" (${host.value.name}) and does not depend on it: they start in any order.`,
        related: [{ at: target.service.nameSpan, message: `"${target.name}" is this one.` }],
        fix: () => dependOn(client, target),
      };
    }
  },
});

/** What watches or passes on is made to wait for the other end. */
function reconnects({ image }: DeployedService): boolean {
  return image !== undefined && image.role !== 'application' && image.role !== 'runtime';
}

/** Whether one starts after the other, over others too, or shares its network with it. */
function isTied(one: DeployedService, other: DeployedService): boolean {
  const seen = new Set<DeployedService>([one]);
  for (const service of seen) {
    if (service === other) return true;
    for (const name of before(service)) {
      const next = service.deployment.service(name);
      if (next) seen.add(next);
    }
  }
  return false;
}

function before({ service }: DeployedService): readonly string[] {
  const links = service.at('links');
  const linked =
    links?.kind === 'sequence'
      ? links.items.map((item) => (item.kind === 'scalar' ? (item.text.split(':')[0] ?? '') : ''))
      : [];
  const shared = /^service:(.+)$/.exec(service.networkMode?.text ?? '')?.[1];
  return [...service.dependsOn.map((one) => one.service), ...linked, ...(shared ? [shared] : [])];
}
