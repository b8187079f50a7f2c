import type { Directive } from './nginx.ts';
import type { WalkState } from './nginx-walk-state.ts';

type Verdict = 'granted' | 'open' | 403 | 401;

/**
 * Whether the access phase lets the request through: `allow` and `deny`, `auth_basic`, `auth_request`, by `satisfy`.
 * What cannot be decided is taken to be granted, and a step says so.
 * @returns the status that it is refused with.
 */
export function refusal(state: WalkState): 401 | 403 | undefined {
  const checks = [byAddress(state), byPassword(state), byRequest(state)].filter((one) => one !== undefined);
  const refused = checks.filter(({ verdict }) => verdict === 403 || verdict === 401);
  const any = state.setting('satisfy')?.args[0]?.text === 'any';
  if (any && refused.length < checks.length) {
    const open = checks.find(({ verdict }) => verdict === 'granted')
      ? undefined
      : checks.find(({ verdict }) => verdict === 'open');
    if (open) state.step(open.text, open.at.span);
    return undefined;
  }
  const status = any ? (refused.find(({ verdict }) => verdict === 401) ?? refused[0]) : refused[0];
  for (const check of status ? [status] : checks)
    if (check.text !== '') state.step(check.text, check.at.span);
  return status?.verdict as 401 | 403 | undefined;
}

interface Check {
  readonly verdict: Verdict;
  /** Empty where nothing is to be said. */
  readonly text: string;
  readonly at: Directive;
}

function byAddress(state: WalkState): Check | undefined {
  const rules = nearestRules(state);
  for (const rule of rules) {
    const who = rule.args[0]?.text ?? '';
    const fits = who === 'all' ? true : contains(who, state.request.client);
    if (fits === 'unknown')
      return {
        verdict: 'open',
        text: "Who may ask depends on the client's address; others get 403.",
        at: rule,
      };
    if (!fits) continue;
    if (rule.name === 'allow') return { verdict: 'granted', text: '', at: rule };
    return { verdict: 403, text: `"deny ${who}" refuses it.`, at: rule };
  }
  return undefined;
}

function nearestRules({ block, config }: WalkState): readonly Directive[] {
  const isRule = ({ name }: Directive) => name === 'allow' || name === 'deny';
  for (let at = block; at; at = at.parent) {
    const rules = at.children?.filter(isRule) ?? [];
    if (rules.length > 0) return rules;
  }
  return config.directives.filter(isRule);
}

function contains(network: string, client: string | undefined): boolean | 'unknown' {
  if (client === undefined) return 'unknown';
  const [base = '', bits = '32'] = network.split('/');
  const wanted = addressNumber(base);
  const given = addressNumber(client);
  if (network.includes(':') || network.startsWith('unix')) return client.includes(':') ? 'unknown' : false;
  if (wanted === undefined || given === undefined) return 'unknown';
  const size = 2 ** (32 - Number(bits));
  return Math.floor(wanted / size) === Math.floor(given / size);
}

function addressNumber(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  return parts?.reduce((sum, part) => sum * 256 + part, 0);
}

function byPassword(state: WalkState): Check | undefined {
  const basic = state.setting('auth_basic');
  const realm = basic?.args[0]?.text;
  if (!basic || realm === undefined || realm === 'off' || !state.setting('auth_basic_user_file'))
    return undefined;
  const { headers } = state.request;
  if (headers && !headers.has('authorization'))
    return { verdict: 401, text: 'It asks for a user name and a password.', at: basic };
  return {
    verdict: 'open',
    text: 'It asks for a user name and a password; without them the answer is 401.',
    at: basic,
  };
}

function byRequest(state: WalkState): Check | undefined {
  const request = state.setting('auth_request');
  const uri = request?.args[0]?.text;
  if (!request || uri === undefined || uri === 'off') return undefined;
  return { verdict: 'open', text: `Whether it may pass is asked at ${uri}; here it passes.`, at: request };
}
