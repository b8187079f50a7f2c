import { parseArgs } from 'node:util';
import { closest } from '../core/analysis/closest.ts';

/** How a review is printed. */
export const formats = [
  'terminal',
  'json',
  'markdown',
  'html',
  'sarif',
  'junit',
  'github',
  'gitlab',
  'badge',
] as const;
export type Format = (typeof formats)[number];
export type FailOn = 'error' | 'warning' | 'info' | 'never';
export type FixMode = 'safe' | 'all';

export interface ReviewArguments {
  readonly command: 'review';
  /** As they were typed; the working directory where none were. */
  readonly paths: readonly string[];
  readonly format: Format;
  readonly fix: FixMode | undefined;
  readonly dryRun: boolean;
  readonly failOn: FailOn;
  readonly minScore: number | undefined;
  /** A JSON report: what is in it already is not told again and fails nothing. */
  readonly baseline: string | undefined;
  /** A git revision: what was found then is not told again and fails nothing. */
  readonly since: string | undefined;
  readonly environment: 'production' | 'development' | undefined;
  readonly rules: readonly string[];
  readonly all: boolean;
  readonly color: boolean;
}

export interface CompareArguments {
  readonly command: 'compare';
  /** Paths of two JSON reports. */
  readonly before: string;
  readonly after: string;
  readonly format: 'text' | 'json';
  readonly failOn: FailOn;
}

/** `explain request URL [path]`: where a request goes. */
export interface ExplainArguments {
  readonly command: 'explain';
  readonly url: string;
  readonly path: string;
  readonly format: 'text' | 'json';
  readonly color: boolean;
}

export interface RulesArguments {
  readonly command: 'rules';
  readonly format: 'text' | 'json';
}

export type Arguments =
  | ReviewArguments
  | RulesArguments
  | CompareArguments
  | ExplainArguments
  /** `wrong`: nothing was asked for. */
  | { readonly command: 'help'; readonly wrong: boolean }
  | { readonly command: 'version' };

/** A command line that means nothing; its message says what is wrong with it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const options = {
  format: { type: 'string' },
  fix: { type: 'string' },
  'dry-run': { type: 'boolean' },
  'fail-on': { type: 'string' },
  'min-score': { type: 'string' },
  baseline: { type: 'string' },
  since: { type: 'string' },
  environment: { type: 'string' },
  rule: { type: 'string', multiple: true },
  all: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

const severities = ['error', 'warning', 'info', 'never'] as const;
const commands = ['review', 'rules', 'compare', 'explain', 'help'] as const;

/** Read a command line (without node and the script). @throws UsageError */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parse(argv);
  const [command, ...paths] = positionals;
  if (values.help || command === 'help') return { command: 'help', wrong: false };
  if (values.version) return { command: 'version' };
  if (command === undefined && argv.length === 0) return { command: 'help', wrong: true };
  if (command === 'rules') {
    if (paths.length > 0) throw new UsageError(`"rules" takes no path, but "${paths[0]}" was given.`);
    return { command, format: oneOf('--format', values.format, ['text', 'json']) ?? 'text' };
  }
  if (command === 'explain') return explainArguments(paths, values.format, !values['no-color']);
  if (command === 'compare') {
    const [before, after, ...more] = paths;
    if (before === undefined || after === undefined || more.length > 0)
      throw new UsageError('"compare" takes two JSON reports: seaworthy compare before.json after.json.');
    return {
      command,
      before,
      after,
      format: oneOf('--format', values.format, ['text', 'json']) ?? 'text',
      failOn: oneOf('--fail-on', values['fail-on'], severities) ?? 'never',
    };
  }
  if (command !== 'review') throw new UsageError(unknownCommand(command));
  const fix = oneOf('--fix', values.fix, ['safe', 'all']);
  const dryRun = values['dry-run'] ?? false;
  if (dryRun && !fix)
    throw new UsageError('--dry-run shows what --fix would write: give --fix or --fix=all with it.');
  const { baseline, since } = values;
  if (baseline !== undefined && since !== undefined)
    throw new UsageError('--baseline and --since both say what is known already: give one of them.');
  return {
    command,
    paths: paths.length > 0 ? paths : ['.'],
    format: oneOf('--format', values.format, formats) ?? 'terminal',
    fix,
    dryRun,
    failOn: oneOf('--fail-on', values['fail-on'], severities) ?? 'error',
    minScore: score(values['min-score']),
    baseline,
    since,
    environment: oneOf('--environment', values.environment, ['production', 'development']),
    rules: values.rule ?? [],
    all: values.all ?? false,
    color: !values['no-color'],
  };
}

function explainArguments(
  [what, url, path = '.', ...more]: readonly string[],
  format: string | undefined,
  color: boolean,
): ExplainArguments {
  if (what !== 'request' || url === undefined || more.length > 0)
    throw new UsageError(
      '"explain" takes a request: seaworthy explain request https://example.com/path [path].',
    );
  return {
    command: 'explain',
    url,
    path,
    format: oneOf('--format', format, ['text', 'json']) ?? 'text',
    color,
  };
}

function parse(argv: readonly string[]) {
  // `--fix` may stand alone, which parseArgs does not allow an option with a value.
  const end = argv.indexOf('--');
  const args = argv.map((one, index) => (one === '--fix' && (end < 0 || index < end) ? '--fix=safe' : one));
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(explain(error));
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const unknown = /^Unknown option '(--?[^']*)'/.exec(error.message)?.[1];
  if (unknown === undefined) return error.message;
  const meant = closest(unknown.replace(/^-+/, ''), Object.keys(options));
  return `There is no option ${unknown}.${meant ? ` Did you mean --${meant}?` : ''}`;
}

function unknownCommand(command: string | undefined): string {
  if (command === undefined) return 'Say what to do: seaworthy review [path…].';
  const meant = closest(command, commands);
  if (meant) return `There is no command "${command}". Did you mean "${meant}"?`;
  return `There is no command "${command}". To review a path: seaworthy review ${command}`;
}

function oneOf<T extends string>(
  option: string,
  value: string | undefined,
  allowed: readonly T[],
): T | undefined {
  if (value === undefined) return undefined;
  const found = allowed.find((one) => one === value);
  if (found === undefined)
    throw new UsageError(`${option} takes ${allowed.join(', ')}; "${value}" is none of them.`);
  return found;
}

function score(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (!(number >= 0 && number <= 10))
    throw new UsageError(`--min-score takes a number from 0 to 10, not "${value}".`);
  return number;
}
