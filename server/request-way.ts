import type { Hover, Position } from 'vscode-languageserver-protocol';
import { explainRequest, parseRequestUrl, type RequestsHere, requestsTo } from '../core/index.ts';
import { renderRequestMarkdown } from '../core/report/render/request.ts';
import { rangeOf } from './diagnostics.ts';
import type { RequestWayParams, RequestWayResult } from './protocol.ts';
import type { Session } from './session.ts';

/** Where a request goes, as a Markdown page. */
export function requestWay({ url, link }: RequestWayParams, session: Session): RequestWayResult {
  const asked = parseRequestUrl(url);
  if (!asked) return {};
  session.review();
  const markdown = renderRequestMarkdown(explainRequest(session.project.deployments, asked), {
    url,
    cwd: session.roots[0] ?? '/',
    href: (path, line) => {
      const uri = session.uriOf(path);
      return link ? filled(link, uri, line) : `${uri}#L${line}`;
    },
  });
  return { markdown };
}

/** Markdown ends a link at a parenthesis. */
function filled(link: string, uri: string, line: number): string {
  const written = encodeURIComponent(uri).replaceAll('(', '%28').replaceAll(')', '%29');
  return link.replaceAll('{uri}', written).replaceAll('{line}', String(line));
}

/** Which requests come to the location or server name under the pointer. */
export function requestHover(
  session: Session,
  path: string,
  { line, character }: Position,
): Hover | undefined {
  session.review();
  const source = session.project.files.nginx(path)?.source;
  const start = source?.lineStarts[line];
  if (start === undefined) return undefined;
  const here = requestsTo(session.project.deployments, path, start + character);
  if (!here) return undefined;
  return { contents: { kind: 'markdown', value: hereText(here, session) }, range: rangeOf(here.at) };
}

function hereText({ text, others, example }: RequestsHere, session: Session): string {
  const items = others.map(({ text: other, at }) => {
    if (!at) return `- ${escaped(other)}`;
    const line = at.source.position(at.start).line + 1;
    return `- ${escaped(other)} ([line ${line}](${session.uriOf(at.source.path)}#L${line}))`;
  });
  return [
    escaped(text),
    ...(items.length > 0 ? [`Part of them go elsewhere:\n\n${items.join('\n')}`] : []),
    ...(example ? [escaped(`${example.url}: ${example.summary}`)] : []),
  ].join('\n\n');
}

/** Paths and patterns are full of what Markdown takes for its own, and addresses inside a deployment are no links. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~$&:]/g, '\\$&');
}

/** Two hovers of one place, one below the other. */
export function joined(first: Hover | undefined, second: Hover | undefined): Hover | undefined {
  if (!first || !second) return first ?? second;
  const texts = [first, second].map(({ contents }) =>
    typeof contents === 'object' && 'value' in contents ? contents.value : '',
  );
  return { ...first, contents: { kind: 'markdown', value: texts.join('\n\n---\n\n') } };
}
