import type { Finding } from '../../engine/finding.ts';
import type { Span } from '../../text/index.ts';
import { rangeOf } from '../render/json.ts';
import { html, type Markup, type Piece } from './markup.ts';

/** What a button of the page is about, as it stands in its `data-target`, as JSON. */
export interface PageTarget {
  readonly path: string;
  /** 0-based; columns in UTF-16 units. */
  readonly line: number;
  readonly character: number;
  /** The finding there, where it is one. */
  readonly ruleId?: string;
  readonly message?: string;
  /** Which of the finding's fixes. */
  readonly fix?: number;
  /** The checklist's item, by its id, of the deployment. */
  readonly item?: string;
  readonly deployment?: string;
}

export type PageAction = 'goto' | 'fix' | 'fixAll' | 'ignore' | 'explain' | 'tick' | 'untick';

export function placeTarget(at: Span): PageTarget {
  const { start } = rangeOf(at);
  return { path: at.source.path, line: start.line, character: start.character };
}

export function findingTarget(finding: Finding, fix?: number): PageTarget {
  const { ruleId, message, at } = finding;
  return { ...placeTarget(at), ruleId, message, ...(fix !== undefined && { fix }) };
}

/** Whether a target means this finding: by its rule, its words and its place. */
export function isTarget(finding: Finding, target: PageTarget): boolean {
  if (finding.ruleId !== target.ruleId || finding.message !== target.message) return false;
  const { path, line, character } = placeTarget(finding.at);
  return path === target.path && line === target.line && character === target.character;
}

/** @param spoken what a screen reader says, where the words on it do not say what it is about. */
export function button(action: PageAction, target: PageTarget, words: Piece, spoken?: string): Markup {
  const label = spoken === undefined ? undefined : html` aria-label="${spoken}"`;
  return html`<button type="button" class="${action}"${pressed(action, target)}${label}>${words}</button>`;
}

/** A box of the checklist. It shows what is remembered: pressing it changes nothing by itself. */
export function box(ticked: boolean, target: PageTarget, spoken: string): Markup {
  const action = ticked ? 'untick' : 'tick';
  return html`<button type="button" role="checkbox" aria-checked="${String(ticked)}" class="box"${pressed(action, target)} aria-label="${spoken}">${ticked && '✔'}</button>`;
}

/** What makes a thing that is drawn a button. */
export function drawnButton(action: PageAction, target: PageTarget, spoken: string): Markup {
  return html` role="button" tabindex="0" aria-label="${spoken}"${pressed(action, target)}`;
}

function pressed(action: PageAction, target: PageTarget): Markup {
  return html` data-action="${action}" data-target="${asciiJson(target)}"`;
}

/** In signs that nothing makes visible on the way, so that what comes back is what went out. */
function asciiJson(target: PageTarget): string {
  return JSON.stringify(target).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
