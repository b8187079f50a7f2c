import {
  type Directive,
  effective,
  insertBeside,
  insertIntoBlock,
  type Location,
  type NginxConfig,
  type Span,
  span,
  type TextEdit,
} from '../../core/rule.ts';

/** Paths at which passwords are tried, and those at which programs ask by the thousand. */
const logins =
  /(?:^|[/_(|-])(?:log-?in|sign-?in|sign-?up|auth|oauth2?|token|register|password|reset-password|wp-login|xmlrpc|session)(?=[/_.?$)|\\-]|$)/i;
const apis = /(?:^|[/(|])(?:api|graphql|rest)(?:[/)|]|$)/i;

const rates = { login: { rate: '10r/m', burst: 5 }, api: { rate: '10r/s', burst: 20 } } as const;

export type LimitedKind = keyof typeof rates;

/** Whether a location's path is one for logins or for an interface. */
export function limitedKind({ path }: Location): LimitedKind | undefined {
  return logins.test(path) ? 'login' : apis.test(path) ? 'api' : undefined;
}

/** A limit is in force, or not everybody can ask: an internal location, a password, an address list, a client certificate. */
export function isLimited(block: Directive): boolean {
  const says = (name: string, value: string) =>
    effective(block, name).some(({ args }) => args[0]?.text === value);
  if (effective(block, 'limit_req').length > 0 || block.first('internal')) return true;
  const needsPassword = effective(block, 'auth_basic').some(({ args }) => args[0]?.text !== 'off');
  return needsPassword || says('deny', 'all') || says('ssl_verify_client', 'on');
}

export interface RateZone {
  readonly name: string;
  readonly span: Span;
}

/** The zones that the http level defines. */
export function rateZones(config: NginxConfig): readonly RateZone[] {
  const levels = [config, ...config.all('http')];
  return levels.flatMap((level) => level.all('limit_req_zone')).flatMap(zoneOf);
}

function zoneOf({ args }: Directive): readonly RateZone[] {
  const argument = args.find(({ text }) => text.startsWith('zone='));
  const name = argument?.text.slice('zone='.length).replace(/:.*/, '');
  if (!argument || argument.quote || !name) return [];
  const start = argument.span.start + 'zone='.length;
  return [{ name, span: span(argument.span.source, start, start + name.length) }];
}

/** Limits a location by a zone of a fitting name, or by a new one that is defined above its server. */
export function limitRequests(
  { directive, server }: Location,
  kind: LimitedKind,
  zone: string | undefined,
): readonly TextEdit[] {
  const { rate, burst } = rates[kind];
  const after = ['proxy_pass', 'grpc_pass', 'fastcgi_pass', 'uwsgi_pass', 'limit_req_status'];
  const limit = `limit_req zone=${zone ?? kind} burst=${burst} nodelay;`;
  // Who asks too often is told so; without it nginx answers as if the service were down.
  const told = effective(directive, 'limit_req_status').length > 0;
  const use = insertIntoBlock(directive.node, told ? [limit] : [limit, 'limit_req_status 429;'], { after });
  if (zone !== undefined) return use;
  const definition = `limit_req_zone $binary_remote_addr zone=${kind}:10m rate=${rate};`;
  return [...insertBeside(server.directive.node, [definition], 'before'), ...use];
}
