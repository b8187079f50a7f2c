/**
 * The page's style sheet: in an editor by its theme's colours, elsewhere by the reader's choice of light or dark.
 * Variables: https://code.visualstudio.com/api/references/theme-color
 */
export const pageStyle = `
:root {
  --text: var(--vscode-foreground, light-dark(#1f2328, #e6e6e6));
  --page: var(--vscode-editor-background, light-dark(#ffffff, #1b1b1b));
  --quiet: var(--vscode-descriptionForeground, light-dark(#59636e, #a8a8a8));
  --line: var(--vscode-panel-border, var(--vscode-contrastBorder, light-dark(#d1d9e0, #3d3d3d)));
  --raised: var(--vscode-editorWidget-background, light-dark(#f6f8fa, #252526));
  --code: var(--vscode-textCodeBlock-background, light-dark(#f0f2f4, #2a2a2a));
  --link: var(--vscode-textLink-foreground, light-dark(#0969da, #4daafc));
  --focus: var(--vscode-focusBorder, light-dark(#0969da, #4daafc));
  --good: light-dark(#1a7f37, #4ac26b);
  --fair: light-dark(#57801a, #a3c255);
  --weak: light-dark(#9a6700, #e0a93a);
  --poor: light-dark(#c02a2e, #ff7b72);
  --mark: var(--vscode-editor-findMatchHighlightBackground, light-dark(#fff0b3, #614d12));
  font: var(--vscode-font-size, 14px)/1.5 var(--vscode-font-family, system-ui, sans-serif);
  color: var(--text);
  background: var(--page);
}
.standalone { color-scheme: light dark; }
:root:has(body.vscode-light), :root:has(body.vscode-high-contrast-light) { color-scheme: light; }
:root:has(body.vscode-dark), :root:has(body.vscode-high-contrast:not(.vscode-high-contrast-light)) { color-scheme: dark; }
:root:has(body.vscode-high-contrast) { --line: var(--vscode-contrastBorder); --raised: var(--page); --quiet: var(--text); }
* { box-sizing: border-box; }
body { margin: 0; padding: 0 1.5rem 3rem; background: var(--page); color: var(--text); }
main { max-width: 60rem; margin: 0 auto; }
h1 { font-size: 1.5rem; font-weight: 600; margin: 1.25rem 0 .25rem; }
h2 { font-size: 1.2rem; font-weight: 600; margin: 2rem 0 .6rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; font-weight: 600; margin: 1.1rem 0 .5rem; }
p { margin: .35rem 0; }
ul, ol { padding-left: 1.4rem; margin: .4rem 0; }
ol { padding-left: 2rem; }
code, pre { font-family: var(--vscode-editor-font-family, ui-monospace, monospace); font-size: .92em; color: inherit; background: none; padding: 0; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.date, .note, .id, .count, .line-number { color: var(--quiet); }
.count { font-weight: 400; font-size: .9em; }
.overview { display: flex; gap: 1.5rem; align-items: center; flex-wrap: wrap; margin: 1rem 0; }
.overview > div { flex: 1 1 18rem; }
.overview h2 { border: 0; margin: 0; padding: 0; overflow-wrap: anywhere; }
.verdict { font-size: 1.25rem; font-weight: 600; }
.verdict.good { color: var(--good); } .verdict.fair { color: var(--fair); } .verdict.weak { color: var(--weak); } .verdict.poor { color: var(--poor); }
.waiting { border-left: 3px solid var(--weak); padding-left: .6rem; }
.dial { flex: none; }
.dial text { fill: var(--text); font-weight: 600; }
.dial .of { fill: var(--quiet); font-weight: 400; }
.track { stroke: var(--line); fill: none; }
.dial .fill { stroke: currentColor; }
.bar { width: 100%; height: 8px; display: block; }
.bar .track { fill: var(--line); stroke: none; }
.bar .fill { fill: currentColor; }
svg.good { color: var(--good); } svg.fair { color: var(--fair); } svg.weak { color: var(--weak); } svg.poor { color: var(--poor); }
.vscode-high-contrast .bar { outline: 1px solid var(--line); border-radius: 4px; }
.vscode-high-contrast .bar .track { fill: var(--page); }
table { border-collapse: collapse; width: 100%; }
th { font-weight: 400; text-align: left; }
thead th { color: var(--quiet); font-size: .9em; }
th, td { padding: .2rem .6rem .2rem 0; }
.bar-cell { width: 40%; min-width: 6rem; }
.figure { font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
.gain { color: var(--good); font-variant-numeric: tabular-nums; white-space: nowrap; margin-left: .4rem; }
.rule { border: 1px solid var(--line); border-radius: 5px; margin: .45rem 0; background: var(--raised); }
summary { cursor: pointer; padding: .45rem .7rem; }
summary .title { font-weight: 600; }
summary .id { float: right; margin-left: 1rem; }
.severity { display: inline-block; width: 1.3em; text-align: center; margin-right: .35rem; font-weight: 700; }
.severity.error { color: var(--poor); } .severity.warning { color: var(--weak); } .severity.info { color: var(--link); }
.rule-body { padding: 0 .8rem .5rem 2.3rem; }
.findings { list-style: none; padding: 0; margin: 0; }
.finding { padding: .55rem 0; border-top: 1px solid var(--line); }
.finding .message { margin-top: 0; overflow-wrap: anywhere; }
.source { margin: .3rem 0; padding: .35rem .6rem; background: var(--code); overflow-x: auto; border-radius: 3px; }
.vscode-high-contrast .source { border: 1px solid var(--line); }
.vscode-high-contrast mark { background: none; outline: 1px dotted; }
.line-number { display: inline-block; min-width: 2.5em; margin-right: .8em; text-align: right; user-select: none; }
mark { background: var(--mark); color: inherit; text-decoration: underline; text-underline-offset: 3px; }
.related { list-style: none; padding-left: .6rem; border-left: 2px solid var(--line); }
button { font: inherit; cursor: pointer; }
.goto, .explain { border: 0; padding: 0; background: none; color: var(--link); text-align: left; overflow-wrap: anywhere; }
.goto { font-family: var(--vscode-editor-font-family, ui-monospace, monospace); font-size: .92em; }
.goto:hover, .explain:hover { text-decoration: underline; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .4rem; }
.fix, .fixAll, .ignore, .copy { border: 1px solid var(--vscode-button-border, transparent); border-radius: 3px; padding: .2rem .7rem; text-align: left; }
.fix, .fixAll { background: var(--vscode-button-background); color: var(--vscode-button-foreground); }
.fix:hover, .fixAll:hover { background: var(--vscode-button-hoverBackground); }
.fix + .fix, .fixAll, .ignore, .copy { background: var(--vscode-button-secondaryBackground); color: var(--vscode-button-secondaryForeground); }
.fix + .fix:hover, .ignore:hover, .copy:hover { background: var(--vscode-button-secondaryHoverBackground); }
.vscode-high-contrast .fix, .vscode-high-contrast .fixAll, .vscode-high-contrast .ignore, .vscode-high-contrast .copy { border-color: var(--vscode-contrastBorder); }
.verb { font-weight: 600; }
.fix-title { color: var(--quiet); }
.topology { --room: max(100%, min(100vw - 4.5rem, 84rem)); width: var(--room); margin-inline: calc((100% - var(--room)) / 2); overflow: auto; max-height: min(85vh, 60rem); border: 1px solid var(--line); border-radius: 5px; }
.topology.left { height: 85vh; }
.topology svg { display: block; max-width: 100%; min-width: 40rem; height: auto; margin: 0 auto; }
.topology text { fill: var(--text); }
.topology .role, .area text, .line text { fill: var(--quiet); }
.area rect { fill: var(--raised); stroke: var(--line); stroke-dasharray: 4 3; }
.node rect { fill: var(--page); stroke: var(--quiet); stroke-width: 1.2; }
.node.store rect { stroke-width: 2.4; }
.node.internet rect, .node.volume rect { fill: var(--code); }
.node .name { font-weight: 600; }
.node[data-action] { cursor: pointer; }
.node[data-action]:hover > rect, .node[data-action]:focus-visible > rect { stroke: var(--focus); stroke-width: 2.4; }
.badge rect { stroke: none; fill: var(--weak); }
.badge.error rect { fill: var(--poor); }
.badge text { fill: var(--page); font-weight: 700; }
.line path { stroke: var(--quiet); stroke-width: 1.4; }
.line.awaited path { stroke-dasharray: 5 4; }
.line.stored path { stroke-width: 1; }
.line.broken path { stroke: var(--poor); stroke-width: 2; }
.arrow { fill: var(--quiet); }
.legend { color: var(--quiet); font-size: .9em; }
.strengths { columns: 20rem; }
.strengths li { break-inside: avoid; }
.services { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .7rem; }
.service { border: 1px solid var(--line); border-radius: 5px; padding: .6rem .8rem; background: var(--raised); }
.service h3 { margin: 0; overflow-wrap: anywhere; }
.service h3 .goto { font: inherit; }
.service-score { display: flex; align-items: center; gap: .6rem; }
.checks { border: 1px solid var(--line); border-radius: 5px; margin: .45rem 0; background: var(--raised); }
.checklist { list-style: none; padding: 0 .8rem .3rem; margin: 0; }
.check { display: flex; gap: .7rem; padding: .5rem 0; border-top: 1px solid var(--line); break-inside: avoid; }
.check p { margin: 0; overflow-wrap: anywhere; }
.box { flex: none; width: 1.35em; height: 1.35em; padding: 0; margin-top: .1em; line-height: 1.2em; text-align: center; font-weight: 700; border: 1px solid transparent; border-radius: 3px; background: none; color: var(--text); }
.check.open .box, .check.ticked .box { border-color: var(--quiet); }
.check.proven .box { color: var(--good); } .check.refuted .box { color: var(--poor); }
.commands { list-style: none; padding: 0 .8rem .4rem; margin: 0; }
.command { padding: .4rem 0; }
.command .line { display: flex; align-items: flex-start; gap: .5rem; }
.command pre { flex: 1; min-width: 0; margin: .2rem 0; padding: .35rem .6rem; background: var(--code); border-radius: 3px; white-space: pre-wrap; overflow-wrap: anywhere; }
.vscode-high-contrast .command pre { border: 1px solid var(--line); }
.copy { margin-top: .2rem; flex: none; }
.checks > p { padding: 0 .8rem; }
.accepted li { margin-bottom: .6rem; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; margin: 0; }
@media (max-width: 34rem) { body { padding: 0 .8rem 2rem; } summary .id { float: none; display: block; margin-left: 2rem; } .rule-body { padding-left: .8rem; } table .note { display: none; } }
@media print {
  .standalone { color-scheme: light; font-size: 10.5pt; }
  body { padding: 0; }
  main { max-width: none; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
  .finding, .service, .overview, tr { break-inside: avoid; }
  h2, h3, summary { break-after: avoid; }
  .topology { overflow: visible; border: 0; max-height: none; width: auto; margin: 0; break-inside: avoid; }
  .topology svg { min-width: 0; max-height: 8.5in; }
  .source { white-space: pre-wrap; overflow-wrap: anywhere; }
  * { print-color-adjust: exact; }
}
`;
