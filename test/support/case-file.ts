import type { Files } from '../../scripts/generate/example-review.ts';

/** A place that a case expects a finding at; offsets in the text without its caret lines. */
export interface ExpectedMark {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** What the message must contain; empty where only the place matters. */
  readonly message: string;
}

export interface Case {
  readonly name: string;
  /** Line (1-based) of its heading in the case file. */
  readonly line: number;
  readonly files: Files;
  readonly marks: readonly ExpectedMark[];
  /** Files after the first fix, where the case shows it. */
  readonly fixed: Files | undefined;
  /** Its findings have no fix. */
  readonly unfixable: boolean;
  readonly environment: 'production' | 'development' | 'discovered';
  /** `YYYY-MM-DD`, where the case sets it. */
  readonly today: string | undefined;
  /** Option → value as JSON reads it, or as written where it is no JSON. */
  readonly options: Readonly<Record<string, unknown>>;
}

interface Draft {
  readonly name: string;
  readonly line: number;
  readonly files: Record<string, string>;
  readonly marks: ExpectedMark[];
  readonly fixed: Record<string, string>;
  readonly inputs: Map<string, string>;
  readonly options: Record<string, unknown>;
}

const defaultPaths: Readonly<Record<string, string>> = {
  yaml: 'compose.yaml',
  dockerfile: 'Dockerfile',
  nginx: 'nginx.conf',
};
const caretLine = /^( *#?[ ]*)(\^+)(?: (.*))?$/;
const inputNames = ['environment', 'today', 'endings', 'files', 'fix'];

/**
 * Read a case file. Headings of the second and lower levels are cases; what stands above a case's first fence is prose, but for list items of
 * the form `- environment: development`, which set its inputs:
 *
 * - `environment`: `production` (where nothing is said), `development`, or `discovered` (by names, places and configuration)
 * - `today`: the day of the review
 * - `endings`: `crlf` turns every line break of its files
 * - `files`: empty files that are there, with commas between
 * - `fix: none`: its findings have no fix
 * - `option NAME`: an option of the rule
 *
 * @throws where it is malformed, with the line.
 */
export function parseCaseFile(text: string): readonly Case[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const drafts: Draft[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const heading = /^(#+)\s+(.+?)\s*$/.exec(line);
    const draft = drafts.at(-1);
    if (heading) {
      if (heading[1] !== '#') drafts.push(startDraft(heading[2]!, at + 1, drafts));
    } else if (line.startsWith('```')) {
      if (!draft) throw malformed(at, 'a fence above the first case');
      at = readFence(lines, at, draft);
    } else if (/^\s*[-*]\s/.test(line)) {
      if (draft) readInput(line, at, draft);
    }
  }
  if (drafts.length === 0)
    throw new Error('no case: write one as "## what it is about" with fences below it');
  return drafts.map(finish);
}

function startDraft(name: string, line: number, before: readonly Draft[]): Draft {
  if (before.some((one) => one.name === name)) throw malformed(line - 1, `a second case "${name}"`);
  return { name, line, files: {}, marks: [], fixed: {}, inputs: new Map(), options: {} };
}

/** @returns the line of the fence's end. */
function readFence(lines: readonly string[], begin: number, draft: Draft): number {
  const ticks = /^`+/.exec(lines[begin]!)![0];
  const end = lines.findIndex((line, at) => at > begin && line.trimEnd() === ticks);
  if (end < 0) throw malformed(begin, 'a fence without an end');
  const [language = '', ...words] = lines[begin]!.slice(ticks.length).trim().split(/\s+/);
  const fixed = words[0] === 'fixed';
  const path = words[fixed ? 1 : 0] ?? defaultPaths[language];
  if (path === undefined) throw malformed(begin, `no path: \`\`\`${language} needs one behind it`);
  if (words.length > (fixed ? 2 : 1)) throw malformed(begin, `too many words behind \`\`\`${language}`);
  const target = fixed ? draft.fixed : draft.files;
  if (path in target) throw malformed(begin, `a second ${fixed ? 'fixed ' : ''}${path}`);
  const body = lines.slice(begin + 1, end);
  if (fixed) {
    if (body.some((line) => caretLine.test(line))) throw malformed(begin, 'carets in a fixed fence');
    target[path] = joined(body);
  } else readMarked(body, path, begin + 1, draft);
  return end;
}

/** Take the caret lines out of a fence's text. */
function readMarked(body: readonly string[], path: string, firstLine: number, draft: Draft): void {
  const kept: string[] = [];
  let offset = 0;
  for (const [number, line] of body.entries()) {
    const carets = caretLine.exec(line);
    const above = kept.at(-1);
    if (!carets) {
      if (above !== undefined) offset += above.length + 1;
      kept.push(line);
      continue;
    }
    const [, indent = '', marks = '', message = ''] = carets;
    const end = indent.length + marks.length;
    if (above === undefined) throw malformed(firstLine + number, 'carets with no line above them');
    if (end > above.length) throw malformed(firstLine + number, 'carets beyond the end of the line above');
    draft.marks.push({ path, start: offset + indent.length, end: offset + end, message: message.trim() });
  }
  draft.files[path] = joined(kept);
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function readInput(line: string, at: number, draft: Draft): void {
  const item = /^\s*[-*]\s+([^:]+):\s*(.*?)\s*$/.exec(line);
  if (!item) throw malformed(at, 'a list item that is no "- name: value"');
  if (Object.keys(draft.files).length > 0) throw malformed(at, 'an input below a fence');
  const [, name = '', value = ''] = item;
  const option = /^option (\w+)$/.exec(name);
  if (option) draft.options[option[1]!] = parseOption(value);
  else if (inputNames.includes(name)) draft.inputs.set(name, value);
  else throw malformed(at, `no input "${name}": there are ${inputNames.join(', ')} and option NAME`);
}

function parseOption(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function finish(draft: Draft): Case {
  const { name, line, inputs, options } = draft;
  if (Object.keys(draft.files).length === 0) throw malformed(line - 1, `no file in the case "${name}"`);
  const files = { ...draft.files };
  for (const path of inputs.get('files')?.split(/,\s*/) ?? []) {
    if (path in files) throw malformed(line - 1, `the file ${path} is given twice`);
    files[path] = '';
  }
  const environment = inputs.get('environment') ?? 'production';
  if (environment !== 'production' && environment !== 'development' && environment !== 'discovered') {
    throw malformed(line - 1, `no environment "${environment}"`);
  }
  const today = inputs.get('today');
  if (today !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(today))
    throw malformed(line - 1, `no day "${today}"`);
  const hasFix = Object.keys(draft.fixed).length > 0;
  if (hasFix && draft.marks.length === 0)
    throw malformed(line - 1, `the case "${name}" has a fixed fence and no finding`);
  const fix = inputs.get('fix');
  if (fix !== undefined && (fix !== 'none' || hasFix || draft.marks.length === 0))
    throw malformed(line - 1, `"fix" says "none" of findings without a fixed fence, not "${fix}"`);
  const whole: Case = {
    name,
    line,
    files,
    marks: draft.marks,
    fixed: hasFix ? draft.fixed : undefined,
    unfixable: fix === 'none',
    environment,
    today,
    options,
  };
  const endings = inputs.get('endings');
  if (endings !== undefined && endings !== 'crlf') throw malformed(line - 1, `no line endings "${endings}"`);
  return endings === 'crlf' ? withCarriageReturns(whole) : whole;
}

function withCarriageReturns(one: Case): Case {
  const turned = (files: Files): Files =>
    Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]));
  const moved = (path: string, offset: number) =>
    offset + one.files[path]!.slice(0, offset).split('\n').length - 1;
  const marks = one.marks.map((mark) => ({
    ...mark,
    start: moved(mark.path, mark.start),
    end: moved(mark.path, mark.end),
  }));
  return { ...one, files: turned(one.files), marks, fixed: one.fixed && turned(one.fixed) };
}

function malformed(at: number, what: string): Error {
  return new Error(`line ${at + 1}: ${what}`);
}
