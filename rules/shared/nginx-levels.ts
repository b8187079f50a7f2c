import type { Directive, NginxConfig } from '../../core/rule.ts';

/** The directives of the http level: of every `http` block, or the top level of a fragment for it. */
export function httpDirectives(config: NginxConfig): readonly Directive[] {
  if (config.entryContext === 'http') return config.directives;
  return config.all('http').flatMap(({ children }) => children ?? []);
}

/** Whether a directive belongs to `http`, rather than to `stream` or `mail`. */
export function isHttp(directive: Directive): boolean {
  let at: Directive = directive;
  while (at.parent) at = at.parent;
  return at.name === 'http' || (at.context !== 'main' && !/^(?:stream|mail)/.test(at.context));
}
