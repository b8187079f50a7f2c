/**
 * The script of the report page in VS Code: hands on what is pressed, and takes in the page's newest inside while what
 * was opened, where the reader is and what has the focus stay as they were.
 */
import type { PageMessage, PagePress, PageState, PageTarget, PageUpdate } from '../server/protocol.ts';

interface VsCode {
  postMessage(message: PageMessage): void;
  getState(): PageState | undefined;
  setState(state: PageState): void;
}

declare function acquireVsCodeApi(): VsCode;

const actions: readonly string[] = [
  'goto',
  'fix',
  'fixAll',
  'ignore',
  'explain',
  'tick',
  'untick',
] satisfies PagePress['action'][];

const vscode = acquireVsCodeApi();
const page = document.getElementById('page')!;
const news = document.getElementById('news')!;
const given = JSON.parse(document.body.dataset.state ?? '{}') as PageState;
const before = vscode.getState();
let state: PageState = before?.deployment === given.deployment ? { ...before, ...given } : given;

applyOpen();
if (state.scroll !== undefined) window.scrollTo(0, state.scroll);
vscode.setState(state);

page.addEventListener('click', ({ target }) => {
  const pressed = target instanceof Element ? target.closest('[data-action]') : null;
  if (pressed) press(pressed);
  const link = target instanceof Element ? target.closest('a[href^="#"]') : null;
  if (link) openLinked(link.getAttribute('href')!.slice(1));
});
// What is drawn is no button of its own: Enter and Space press it as they press one.
page.addEventListener('keydown', (event) => {
  const { target, key } = event;
  if (!(target instanceof SVGElement) || (key !== 'Enter' && key !== ' ')) return;
  const pressed = target.closest('[data-action]');
  if (!pressed) return;
  event.preventDefault();
  press(pressed);
});
// `toggle` does not bubble.
page.addEventListener(
  'toggle',
  ({ target }) => {
    if (!(target instanceof HTMLDetailsElement) || target.id === '') return;
    if (state.open?.[target.id] === target.open) return;
    remember({ open: { ...state.open, [target.id]: target.open } });
    if (target.open && 'later' in target.dataset) vscode.postMessage({ action: 'opened', open: openParts() });
  },
  true,
);
window.addEventListener('scroll', () => remember({ scroll: window.scrollY }), { passive: true });
window.addEventListener('message', ({ data }: MessageEvent<PageUpdate>) => take(data));
vscode.postMessage({ action: 'ready', open: openParts() });

function press(pressed: Element): void {
  const action = pressed.getAttribute('data-action') ?? '';
  if (action === 'copy') copy(pressed);
  if (!isAction(action)) return;
  const target = JSON.parse(pressed.getAttribute('data-target') ?? '{}') as PageTarget;
  vscode.postMessage({ action, target });
}

/** The command beside the button. */
function copy(pressed: Element): void {
  const text = pressed.parentElement?.querySelector('code')?.textContent;
  if (!text) return;
  vscode.postMessage({ action: 'copy', text });
  news.textContent = 'Copied.';
}

function isAction(text: string): text is PagePress['action'] {
  return actions.includes(text);
}

/** The part that a link leads to is opened and gets the focus. */
function openLinked(id: string): void {
  const part = document.getElementById(id);
  if (!(part instanceof HTMLDetailsElement)) return;
  part.open = true;
  part.querySelector('summary')?.focus();
}

function openParts(): readonly string[] {
  return Object.entries(state.open ?? {}).flatMap(([id, open]) => (open ? id : []));
}

function take({ body, summary }: PageUpdate): void {
  const fresh = document.createElement('template');
  fresh.innerHTML = body;
  const focused = focusedPlace();
  const top = window.scrollY;
  keepDiagrams(fresh.content);
  page.replaceChildren(fresh.content);
  applyOpen();
  focusAgain(focused);
  window.scrollTo(0, top);
  if (news.textContent !== summary) news.textContent = summary;
  vscode.postMessage({ action: 'shown' });
}

/** While the new diagram is laid out, the one before stays. */
function keepDiagrams(fresh: DocumentFragment): void {
  for (const left of fresh.querySelectorAll('.topology.left')) {
    const id = left.closest('section')?.id;
    const before = id ? document.getElementById(id)?.querySelector('.topology') : undefined;
    if (before) left.replaceWith(before);
  }
}

function applyOpen(): void {
  for (const [id, open] of Object.entries(state.open ?? {})) {
    const part = document.getElementById(id);
    if (part instanceof HTMLDetailsElement) part.open = open;
  }
}

interface FocusedPlace {
  /** The part that it lies in. */
  readonly id: string;
  /** Which of the part's things that can have the focus, from 0. */
  readonly index: number;
}

const focusable = 'summary, button, a[href], [tabindex]';

function focusedPlace(): FocusedPlace | undefined {
  const { activeElement } = document;
  const part = activeElement?.closest('[id]:not(#page)');
  if (!activeElement || !part || !page.contains(part)) return undefined;
  return { id: part.id, index: [...part.querySelectorAll(focusable)].indexOf(activeElement) };
}

/** What was pressed may be gone: then the next of its kind in its part has the focus, or else the findings' heading. */
function focusAgain(place: FocusedPlace | undefined): void {
  if (!place) return;
  const inPart = [...(document.getElementById(place.id)?.querySelectorAll<HTMLElement>(focusable) ?? [])];
  const next = inPart[Math.min(place.index, inPart.length - 1)] ?? page.querySelector<HTMLElement>('summary');
  next?.focus({ preventScroll: true });
}

function remember(change: Partial<PageState>): void {
  state = { ...state, ...change };
  vscode.setState(state);
}
