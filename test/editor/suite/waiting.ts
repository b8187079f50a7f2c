/** Tests wait for what the editor says, never for time. */
import { type Event, extensions, languages, TabInputWebview, Uri, window, workspace } from 'vscode';
import type { Api } from '../../../client/running.ts';
import { say } from './runner.ts';

/** The extension's own interface, activated. */
export async function extensionApi(): Promise<Api> {
  const extension = extensions.getExtension<Api>('seaworthy.seaworthy');
  if (!extension) throw new Error('The extension is not there.');
  return await extension.activate();
}

/** Wait until a condition holds, looking again whenever one of the events is fired. */
export function until(condition: () => boolean, ...events: readonly Event<never>[]): Promise<void> {
  return new Promise((done, fail) => {
    const look = () => {
      try {
        if (!condition()) return;
      } catch (error) {
        fail(error);
      }
      for (const one of listening) one.dispose();
      done();
    };
    const listening = events.map((event) => event(look));
    look();
  });
}

/** Wait until a document's problems of a rule are as wanted; `about` narrows them to messages that hold it. */
export async function untilFindings(
  uri: Uri,
  ruleId: string,
  about: string,
  wanted: (count: number) => boolean,
) {
  await until(
    () => wanted(findings(uri, ruleId, about).length),
    languages.onDidChangeDiagnostics as Event<never>,
  );
  return findings(uri, ruleId, about);
}

export function findings(uri: Uri, ruleId: string, about = '') {
  return languages
    .getDiagnostics(uri)
    .filter(
      ({ code, message }) => typeof code === 'object' && code.value === ruleId && message.includes(about),
    );
}

/** A file of the workspace, in an editor. */
export async function openFile(path: string) {
  const folder = workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('No folder is open.');
  return await window.showTextDocument(Uri.joinPath(folder.uri, path));
}

export interface Pictured {
  /** CSS selector of a thing to rest the mouse on, so that what it says is in the picture. */
  readonly hover?: string;
  /** CSS selector of something that the picture is to show. */
  readonly shows?: string;
  /** Words that the picture is to show. */
  readonly text?: string;
  /** Left, top, width and height of the part that is to be shown, in pixels. */
  readonly clip?: string;
  /** What to type where the focus is, in front of the picture; it replaces what is selected. */
  readonly keys?: string;
  /** A key to press behind the picture. */
  readonly key?: string;
}

/** A picture of the workbench into .cache/screenshots; nothing where the editor's launcher takes none. */
export async function picture(name: string, pictured: Pictured = {}): Promise<void> {
  const url = process.env.SEAWORTHY_SCREENSHOT_URL;
  if (!url) return;
  const response = await fetch(`${url}/${encodeURIComponent(name)}?${new URLSearchParams({ ...pictured })}`);
  // A picture is for people: no test fails for want of one.
  if (!response.ok) say(`no picture ${name}: ${await response.text()}`);
}

/** Whether the editor's launcher can look into a web view and press there. */
export const seesWebViews = process.env.SEAWORTHY_SCREENSHOT_URL !== undefined;

export interface InWebView extends Pictured {
  /** CSS selector of a thing in the web view to press once the picture is taken. */
  readonly press?: string;
  /** Ask axe-core about the web view that shows the text. */
  readonly axe?: 'yes';
}

/**
 * Wait for what a web view is to show, take a picture of it, and press there.
 * @returns what axe-core has to say, one line each, where it was asked.
 * @throws where it does not come to show it.
 */
export async function inWebView(name: string, wanted: InWebView): Promise<readonly string[]> {
  const query = new URLSearchParams({ ...wanted });
  const response = await fetch(
    `${process.env.SEAWORTHY_SCREENSHOT_URL}/${encodeURIComponent(name)}?${query}`,
  );
  const answer = await response.text();
  if (!response.ok) throw new Error(`${name}: ${answer}`);
  return answer.split('\n').filter(Boolean);
}

/** Close what was opened beside the editor. */
export async function closePreviews(): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  await window.tabGroups.close(tabs.filter(({ input }) => input instanceof TabInputWebview));
}
