import { html, Markup } from './markup.ts';
import { pageStyle } from './style.ts';

export interface PageDocument {
  readonly title: string;
  /** What `renderPage` gave. */
  readonly body: string;
  /** In an editor's web view: what lets the style and the one script in, and nothing else. */
  readonly view?: {
    /** Fresh for each document, of letters and digits. */
    readonly nonce: string;
    /** Address of the script that listens to the buttons. */
    readonly script: string;
    /** What the script is told. */
    readonly state: string;
  };
}

/**
 * A whole page. Without `view` it is one file that loads nothing and runs nothing.
 * Content Security Policy: https://www.w3.org/TR/CSP3/
 */
export function pageDocument({ title, body, view }: PageDocument): string {
  const policy = view
    ? `default-src 'none'; style-src 'nonce-${view.nonce}'; script-src 'nonce-${view.nonce}'; base-uri 'none'; form-action 'none'`
    : "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
  return html`<!DOCTYPE html>
<html lang="en"${!view && html` class="standalone"`}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style${view && html` nonce="${view.nonce}"`}>${new Markup(pageStyle)}</style>
</head>
<body${view && html` data-state="${view.state}"`}>
<div id="page">
${new Markup(body)}</div>
${
  view &&
  html`<p id="news" class="spoken" role="status" aria-live="polite"></p>
<script nonce="${view.nonce}" src="${view.script}"></script>
`
}</body>
</html>
`.text;
}
