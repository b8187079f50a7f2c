import { type DeployedService, firstLine, type Span } from '../../core/rule.ts';
import { isOfficialPostgres, mayBeConfigured } from './postgres-service.ts';
import { postgresSettings } from './postgres-settings.ts';

export interface ConnectionLimit {
  readonly allowed: number;
  /** Without those kept for the administrator. */
  readonly usable: number;
  /** Where it is set; the service's name where it is the database's own. */
  readonly at: Span;
  readonly own: boolean;
}

/**
 * How many connections a database takes; undefined where a configuration that is not looked into may say. Defaults:
 * postgresql.org "Connections and Authentication", dev.mysql.com and mariadb.com "max_connections", read 2026-11.
 */
export function connectionLimit(store: DeployedService): ConnectionLimit | undefined {
  const { service, image } = store;
  if (isOfficialPostgres(store)) {
    const set = postgresSettings(store).get('max_connections');
    if (set) return limit(Number(set.text), 3, firstLine(set.span), true);
    return mayBeConfigured(store) ? undefined : limit(100, 3, service.nameSpan, false);
  }
  const stock = !store.built && /^(?:mysql|mariadb)$/.test(service.image?.reference?.repository ?? '');
  if (!stock || !image || service.entrypoint || service.command?.dynamic) return undefined;
  if (service.mounts.some((mount) => /\.cnf$|\/etc\/mysql|conf\.d/.test(mount.target))) return undefined;
  for (const word of service.command?.words ?? []) {
    const set = /^--max[-_]connections=(\d+)$/.exec(word.text)?.[1];
    if (set) return limit(Number(set), 0, firstLine(word.span), true);
  }
  return limit(151, 0, service.nameSpan, false);
}

function limit(allowed: number, kept: number, at: Span, own: boolean): ConnectionLimit | undefined {
  return Number.isInteger(allowed) ? { allowed, usable: allowed - kept, at, own } : undefined;
}
