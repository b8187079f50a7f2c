import type { Location } from './nginx.ts';
import { fromBytes } from './nginx-uri.ts';
import type { WalkState } from './nginx-walk-state.ts';

const how: Readonly<Record<Location['modifier'], string>> = {
  '=': 'is exactly the path',
  '~': 'is the first regular expression that matches',
  '~*': 'is the first regular expression that matches',
  '^~': 'is the longest prefix, and no regular expression is asked',
  '': 'is the longest prefix',
  '@': 'is named',
};

/** Say which location takes the request, and which prefix a regular expression came before. */
export function sayLocation(
  state: WalkState,
  location: Location | undefined,
  passedOver: readonly Location[],
): void {
  const uri = fromBytes(state.uri);
  if (!location) {
    state.step(`No location matches ${uri}: the server itself answers.`, state.server!.directive.nameSpan);
    return;
  }
  state.step(`${uri}: location ${locationText(location)} ${how[location.modifier]}.`, location.pathSpan);
  const last = location.modifier.startsWith('~') ? passedOver.at(-1) : undefined;
  if (!last || last === location.parent) return;
  state.step(
    `The prefix ${locationText(last)} matches too, but a regular expression comes before it.`,
    last.pathSpan,
  );
}

/** A location's modifier and path, as they are written. */
export function locationText({ modifier, path }: Location): string {
  return modifier === '' ? path : modifier === '@' ? `@${path}` : `${modifier} ${path}`;
}
