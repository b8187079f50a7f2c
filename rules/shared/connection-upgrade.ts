import {
  type DeployedNginx,
  type Directive,
  type Fix,
  insertBeside,
  type NginxConfig,
} from '../../core/rule.ts';
import { httpDirectives } from './nginx-levels.ts';
import { definedVariables } from './nginx-variables.ts';

/** What a new variable is called, the first that is free. */
const names = ['connection_upgrade', 'upgrade_connection', 'connection_or_upgrade'];

/** Write "upgrade" only where the client asks for one: by the map that is there, or by a new one. @param header a `proxy_set_header Connection upgrade` */
export function upgradeByMap(nginx: DeployedNginx, header: Directive): Fix | undefined {
  const { config } = nginx;
  const title = 'Send "upgrade" only where the client asks for one';
  const value = header.args[1]!;
  const known = fittingMap(config);
  if (known) return { title, safety: 'review', edits: [{ span: value.span, text: known }] };
  const neighbour = mapNeighbour(nginx, header);
  const defined = definedVariables(config);
  const name = names.find((one) => !defined.has(one));
  if (!neighbour || name === undefined) return undefined;
  const variable = `$${name}`;
  const lines = [`map $http_upgrade ${variable} {`, '\tdefault upgrade;', "\t'' '';", '}'];
  const { directive, where } = neighbour;
  const spaced = where === 'before' ? [...lines, ''] : ['', ...lines];
  const edits = [...insertBeside(directive.node, spaced, where), { span: value.span, text: variable }];
  return { title, safety: 'review', edits };
}

/** The variable of a map that makes "upgrade" of what a client asks for, and nothing of nothing. */
function fittingMap(config: NginxConfig): string | undefined {
  const map = httpDirectives(config).find(({ name, args, children }) => {
    if (name !== 'map' || args[0]?.text !== '$http_upgrade') return false;
    const value = (key: string) => children?.find((one) => one.name === key)?.args[0]?.text.toLowerCase();
    return value('default') === 'upgrade' && value('') === '';
  });
  return map?.args[1]?.text;
}

/** Where a map goes: behind the last one of the http level, else above its first upstream or server; in a file of the project. */
function mapNeighbour(
  { config, deployment }: DeployedNginx,
  header: Directive,
): { readonly directive: Directive; readonly where: 'before' | 'after' } | undefined {
  const own = httpDirectives(config).filter(({ span }) => deployment.files.includes(span.source.path));
  const here = own.filter(({ span }) => span.source === header.span.source);
  const level = here.length > 0 ? here : own;
  const last = level.findLast(({ name }) => name === 'map');
  if (last) return { directive: last, where: 'after' };
  const first = level.find(({ name }) => name === 'upstream' || name === 'server');
  return first && { directive: first, where: 'before' };
}
