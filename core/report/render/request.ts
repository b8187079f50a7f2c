import type { Placed, RequestExplanation } from '../../engine/request.ts';
import { place, shownPath } from '../report.ts';
import type { Tone } from './terminal.ts';
import { printable } from './width.ts';

/** What a rendering of a request's way is told beside it. */
export interface RequestContext {
  /** The request as it was asked about. */
  readonly url: string;
  /** Absolute path of the folder that files are shown relative to. */
  readonly cwd: string;
}

/** Where a request goes, for a terminal. */
export function renderRequest(
  explanations: readonly RequestExplanation[],
  context: RequestContext & { style(tone: Tone, text: string): string },
): string {
  const { cwd, url, style } = context;
  const whereOf = ({ at }: Placed) => (at ? `  ${style('quiet', spot(at, cwd))}` : '');
  const parts = explanations.map((one) => {
    const rows: readonly (readonly [string, Placed | undefined])[] = [
      ['server', one.server],
      ['location', one.location],
      ...one.headers.map((header) => ['header', header] as const),
    ];
    const facts = rows.flatMap(([label, what]) =>
      what ? [`  ${style('quiet', label.padEnd(8))}  ${printable(what.text)}${whereOf(what)}`] : [],
    );
    const steps = one.steps.map((step, index) => `  ${index + 1}. ${printable(step.text)}${whereOf(step)}`);
    const others = one.otherwise.map(
      ({ when, summary }) => `  Where ${printable(when)}: ${printable(summary)}`,
    );
    return [
      style('file', printable(titleOf(one, cwd))),
      `  ${style('strong', printable(one.summary))}`,
      ...facts,
      ...steps,
      ...others,
    ].join('\n');
  });
  return `${[style('strong', printable(url)), ...parts].join('\n\n')}\n`;
}

/** The same as a Markdown page. @param href where a path and a line (from 1) lead. */
export function renderRequestMarkdown(
  explanations: readonly RequestExplanation[],
  context: RequestContext & { href(path: string, line: number): string },
): string {
  const { cwd, url, href } = context;
  const whereOf = ({ at }: Placed) =>
    at ? ` ([${escaped(spot(at, cwd))}](${href(at.source.path, place(at).line)}))` : '';
  const parts = explanations.map((one) => {
    const facts = [
      ...(one.server ? [`- Server: ${escaped(one.server.text)}${whereOf(one.server)}`] : []),
      ...(one.location ? [`- Location: ${escaped(one.location.text)}${whereOf(one.location)}`] : []),
      ...one.headers.map((header) => `- Header: ${escaped(header.text)}${whereOf(header)}`),
    ];
    const steps = one.steps.map((step, index) => `${index + 1}. ${escaped(step.text)}${whereOf(step)}`);
    const others = one.otherwise.map(({ when, summary }) => `- Where ${escaped(when)}: ${escaped(summary)}`);
    return [
      `## ${escaped(titleOf(one, cwd))}`,
      `**${escaped(one.summary)}**`,
      facts.join('\n'),
      ...(steps.length > 0 ? [`### The way\n\n${steps.join('\n')}`] : []),
      ...(others.length > 0 ? [`### Otherwise\n\n${others.join('\n')}`] : []),
    ]
      .filter((part) => part !== '')
      .join('\n\n');
  });
  const none = parts.length === 0 ? ['No nginx configuration here listens on this port.'] : [];
  return `${[`# ${escaped(url)}`, ...none, ...parts].join('\n\n')}\n`;
}

/** The same for programs: places as file, line and column from 1. */
export function renderRequestJson(
  explanations: readonly RequestExplanation[],
  { url, cwd }: RequestContext,
): string {
  const answers = explanations.map((one) => ({ ...one, configuration: shownPath(one.configuration, cwd) }));
  const spots = (_key: string, value: unknown) =>
    isSpan(value) ? { file: shownPath(value.source.path, cwd), ...place(value) } : value;
  return `${JSON.stringify({ version: 1, url, answers }, spots, 2)}\n`;
}

function isSpan(value: unknown): value is NonNullable<Placed['at']> {
  return typeof value === 'object' && value !== null && 'source' in value && 'start' in value;
}

function titleOf({ deployment, configuration, service }: RequestExplanation, cwd: string): string {
  const main = configuration.startsWith('<') ? "the image's own nginx.conf" : shownPath(configuration, cwd);
  return service === undefined ? main : `${deployment}, service ${service}: ${main}`;
}

function spot(at: NonNullable<Placed['at']>, cwd: string): string {
  return `${shownPath(at.source.path, cwd)}:${place(at).line}`;
}

/** Addresses inside a deployment are no links: a colon is escaped as well. */
function escaped(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>()#+!|~$&:]/g, '\\$&');
}
