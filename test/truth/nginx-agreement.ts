/** What `nginx -t` and the rules say of the same text, side by side. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../rules/index.ts';
import { reference } from '../../rules/shared/nginx-reference.ts';
import { reviewFiles } from '../../scripts/generate/example-review.ts';

/** What both can refuse: each with nginx's words for it and our rule. */
const classes: readonly (readonly [name: string, words: RegExp, rule: string])[] = [
  ['unknown', /unknown directive/, 'nginx/unknown-directive'],
  ['context', /is not allowed here/, 'nginx/wrong-context'],
  [
    'arity',
    /invalid number of arguments|is not terminated by ";"|has no opening "\{"/,
    'nginx/wrong-argument-count',
  ],
  ['duplicate', /directive is duplicate|"\w+" is duplicate/, 'nginx/duplicate-directive'],
  ['syntax', /unexpected|too many arguments|too long parameter/, 'nginx/syntax'],
];
const asked = classes.map(([, , rule]) => rule);

export interface Verdict {
  readonly nginx: string;
  readonly line: number | undefined;
  readonly message: string;
}

export interface Agreement {
  /** `both clean`, `both refuse`, or which of the two is alone. */
  readonly outcome: 'both clean' | 'both refuse' | 'only nginx' | 'only rules' | 'beyond this nginx';
  readonly nginx: string;
  readonly rules: string;
  readonly message: string;
  readonly ours: string;
}

/** Ask both about a main file. @param folder where nginx writes and reads */
export function compare(text: string, folder: string): Agreement {
  const verdict = ask(text, folder);
  const found = reviewFiles({ 'nginx.conf': text }, { rules, only: asked })
    .findings.filter(({ ruleId }) => asked.includes(ruleId))
    .map(({ ruleId, at, message }) => ({ ruleId, message, line: at.source.position(at.start).line + 1 }))
    .sort((a, b) => a.line - b.line);
  // nginx stops at its first complaint: what we say below it is not judged.
  const { line } = verdict;
  const judged =
    verdict.nginx === 'other' ? found.filter((one) => line !== undefined && one.line < line) : found;
  const [first] = judged;
  const refuses = verdict.nginx !== 'clean' && verdict.nginx !== 'other';
  const known = /unknown directive "([^"]+)"/.exec(verdict.message)?.[1];
  const beyond = verdict.nginx === 'unknown' && known !== undefined && reference().has(known);
  const outcome = beyond
    ? 'beyond this nginx'
    : refuses
      ? first
        ? 'both refuse'
        : 'only nginx'
      : first
        ? 'only rules'
        : 'both clean';
  return {
    outcome,
    nginx: verdict.nginx,
    rules: first ? (classes.find(([, , rule]) => rule === first.ruleId)?.[0] ?? '') : 'clean',
    message: verdict.message,
    ours: first ? `${first.line}: ${first.message}` : '',
  };
}

/** Why the two do not agree, where that is known and as it should be; undefined for what has to be looked into. */
export function explanation(
  { outcome, nginx, rules: ours, message }: Agreement,
  text: string,
): string | undefined {
  if (outcome === 'only rules' && ours === 'syntax' && (nginx === 'clean' || nginx === 'other'))
    return 'a lost ";" or "}" runs two directives together: nginx takes the second for words of the first, or refuses them as such';
  if (outcome !== 'only nginx') return undefined;
  if (nginx === 'arity' && message.includes('"limit_req_zone"'))
    return 'the commercial nginx takes a fourth argument, and the table does not know which one runs';
  if (nginx === 'arity' && message.includes('"keepalive"'))
    return 'nginx 1.29.7 and later take "local" for a second argument';
  if (nginx === 'duplicate' && message.includes('"http2_'))
    return 'nginx 1.25.1 and later ignore the directive';
  if (nginx === 'unknown' && /^\s*(?:load_module|include [^;]*modules)/m.test(text))
    return 'modules are included: a directive may be one of theirs';
  return undefined;
}

/** What `nginx -t` says first. */
export function ask(text: string, folder: string): Verdict {
  const path = join(folder, 'nginx.conf');
  writeFileSync(path, text);
  const { status, stderr } = spawnSync(
    '/usr/sbin/nginx',
    ['-t', '-q', '-p', folder, '-c', path, '-g', 'error_log stderr;'],
    { encoding: 'utf8' },
  );
  if (status === 0) return { nginx: 'clean', line: undefined, message: '' };
  const emerg = stderr.split('\n').find((each) => each.includes('[emerg]')) ?? stderr;
  const message = emerg.replace(/^.*?\[emerg\] \d+#\d+: /, '');
  const line = /:(\d+)$/.exec(message.trim())?.[1];
  const kind = classes.find(([, words]) => words.test(message))?.[0] ?? 'other';
  return { nginx: kind, line: line === undefined ? undefined : Number(line), message };
}
