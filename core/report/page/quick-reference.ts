import type { DeploymentReview } from '../../engine/finding.ts';
import type { ReferenceCommand, ReferencePart } from '../../engine/quick-reference.ts';
import { type FindingListContext, later } from './finding-list.ts';
import { html, type Markup, words } from './markup.ts';

/** The commands for an emergency and for upkeep, to be copied. */
export function referencePart(
  { reference = [] }: DeploymentReview,
  context: FindingListContext,
): Markup | false {
  if (reference.length === 0) return false;
  const { prefix, interactive } = context;
  const parts = reference.map((part) => {
    const id = `${prefix}reference-${part.id}`;
    return html`<details class="checks" id="${id}"${!interactive && html` open`}${later(id, context)}><summary><span class="title">${part.title}</span> <span class="count">${part.commands.length}</span></summary>
${!later(id, context) && inside(part, interactive)}</details>
`;
  });
  return html`<p>Commands for this deployment, made of what its files say. Nothing here runs them.</p>
${parts}`;
}

function inside({ notes, commands }: ReferencePart, interactive: boolean): Markup {
  return html`${notes.map((note) => html`<p class="note">${words(note)}</p>`)}
<ul class="commands">
${commands.map((one) => item(one, interactive))}</ul>`;
}

function item({ does, command }: ReferenceCommand, interactive: boolean): Markup {
  const copy =
    interactive &&
    html`<button type="button" class="copy" data-action="copy" aria-label="Copy: ${does}">Copy</button>`;
  return html`<li class="command"><p>${does}</p><div class="line"><pre><code>${command}</code></pre>${copy}</div></li>
`;
}
