import { type AnyRule, defineRule, type EffectiveHeader, type Server, skip } from '../../core/rule.ts';
import { droppedHeaders } from './dropped-headers.ts';
import { inHttp } from './nginx-example.ts';
import { serverName, tlsListen } from './nginx-places.ts';
import { addHeader, headersByServer, onlyProxies } from './response-headers.ts';

/** What sets one rule of the family apart from the others. */
export interface MissingHeader {
  readonly id: string;
  readonly title: string;
  readonly severity: 'warning' | 'info';
  readonly priority: 1 | 2 | 3;
  readonly header: string;
  /** The value that the fix writes, and other fixes: title → header and value. */
  readonly value: string;
  readonly alternatives?: readonly {
    readonly title: string;
    readonly header: string;
    readonly value: string;
  }[];
  /** What follows from its absence, as the end of a sentence. */
  readonly consequence: string;
  /** Another header that does the same. */
  readonly satisfiedBy?: (header: Pick<EffectiveHeader, 'name' | 'value'>) => boolean;
  /** It matters for redirects too. */
  readonly redirects?: boolean;
  /** Applications send it for themselves, as a rule. */
  readonly applications: boolean;
  readonly strength: string;
  readonly rationale: string;
  readonly references: readonly string[];
  readonly catalogue: string;
  readonly peers?: readonly string[];
}

const example = (...headers: readonly string[]) =>
  inHttp(
    'server {',
    '  listen 443 ssl;',
    '  server_name example.org;',
    '  ssl_certificate /etc/nginx/tls/example.org.pem;',
    '  ssl_certificate_key /etc/nginx/tls/example.org.key;',
    ...headers,
    '  root /srv/www;',
    '}',
  );

/** A rule that asks every HTTPS server for a header, once per server; a block that drops it is another rule's business. */
export function missingHeader(facts: MissingHeader): AnyRule {
  const { header, value, satisfiedBy, alternatives = [] } = facts;
  const line = (name: string, text: string) => `add_header ${name} "${text}" always;`;
  const isIt = (one: Pick<EffectiveHeader, 'name' | 'value'>) =>
    one.name.toLowerCase() === header.toLowerCase() || satisfiedBy?.(one);
  return defineRule({
    id: facts.id,
    title: facts.title,
    category: 'security',
    severity: facts.severity,
    priority: facts.priority,
    remedy: `Send \`${header}: ${value}\` with every response.`,
    strength: facts.strength,
    rationale: facts.rationale,
    references: facts.references,
    catalogue: [facts.catalogue],
    ...(facts.peers && { peers: facts.peers }),
    production: true,
    on: 'server',
    bad: example(),
    good: example(`  ${line(header, value)}`),
    *check({ deployment, server, nginx }) {
      if (!server.tls || !nginx.config.complete) return skip;
      const headers = deployment.derive(headersByServer).get(server);
      if (!headers || !answers(server, facts.redirects ?? false)) return skip;
      if (headers.some(isIt)) return;
      // nginx/dropped-headers names those that the server's own headers take away: one defect is said once.
      const { dropped } = droppedHeaders(server.directive);
      if (dropped.some(({ args }) => isIt({ name: args[0]?.text ?? '', value: args[1]?.text ?? '' })))
        return skip;
      const proxied = facts.applications && onlyProxies(server);
      const fix = (title: string, name: string, text: string) => ({
        title,
        safety: 'review' as const,
        edits: addHeader(server, line(name, text)),
      });
      yield {
        at: tlsListen(server),
        message: proxied
          ? `nginx adds no ${header} to what ${serverName(server)} passes on: unless the application sends it, ${facts.consequence}.`
          : `${capital(serverName(server))} sends no ${header}: ${facts.consequence}.`,
        ...(proxied && { severity: 'info' as const }),
        fix: () => [
          fix(`Send ${header}: ${value}`, header, value),
          ...alternatives.map((one) => fix(one.title, one.header, one.value)),
        ],
      };
    },
  });
}

/** Whether a server answers with more than redirects, or with redirects where they count. */
function answers(server: Server, redirects: boolean): boolean {
  if (!server.redirectsOnly) return true;
  // A catch-all sends strangers elsewhere; nobody comes back to its own names.
  if (server.names.every(({ text }) => text === '_' || text === '')) return false;
  return (
    redirects &&
    [
      ...server.directive.all('return'),
      ...server.locations.flatMap(({ directive }) => directive.all('return')),
    ].some(({ args }) => /^30|^https?:/.test(args[0]?.text ?? ''))
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
