import { type Peer, type PeerCheck, peers, withoutOurs } from './peer-checks.ts';
import { fixKind, generatedNote, type RuleExample } from './rule-page.ts';

/** docs/coming-from.md: every check of the tools beside this one, and what stands for it here. */
export function comingFromPage(examples: readonly RuleExample[]): string {
  return `${generatedNote}

# Coming from another tool

Every check of the tools that people mostly come from, and the rule that stands for it here.
A rule is on unless its line says otherwise; a check that asks for what most projects do not want is off until it is asked for.

${peers.map((peer) => section(peer, examples)).join('\n')}`;
}

function section(peer: Peer, examples: readonly RuleExample[]): string {
  const lines = peer.checks.map((check) => line(peer, check, examples));
  return `## ${peer.title}

${peer.ignores}

| theirs | about | ours | on | fix |
|---|---|---|---|---|
${lines.join('\n')}
`;
}

function line({ tool }: Peer, check: PeerCheck, examples: readonly RuleExample[]): string {
  const { id, about } = check;
  const key = `${tool}:${id}`;
  const ours = examples.filter(({ rule }) => rule.peers?.includes(key) || check.ours?.includes(rule.id));
  if (ours.length === 0)
    return `| \`${id}\` | ${about} | – ${check.reason ?? withoutOurs[key] ?? 'Not covered yet.'} | | |`;
  const links = ours.map(({ rule }) => `[\`${rule.id}\`](rules/${rule.id}.md)`).join(', ');
  const on = ours.map(({ rule }) => (rule.off ? 'off' : 'yes'));
  const fixes = ours.map(fixKind);
  return `| \`${id}\` | ${about} | ${links} | ${once(on)} | ${once(fixes)} |`;
}

/** `yes`, or `yes, off` for rules that differ. */
function once(words: readonly string[]): string {
  return [...new Set(words)].join(', ');
}

/** Checks that have neither a rule nor a reason, as `tool:id`. */
export function uncovered(claimed: ReadonlySet<string>): readonly string[] {
  return peers.flatMap(({ tool, checks }) =>
    checks
      .filter(({ ours, reason }) => !ours && reason === undefined)
      .map(({ id }) => `${tool}:${id}`)
      .filter((key) => !claimed.has(key) && !(key in withoutOurs)),
  );
}
