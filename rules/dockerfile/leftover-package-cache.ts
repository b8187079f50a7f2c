import {
  appendCommand,
  defineRule,
  type Fix,
  hasOption,
  insertWords,
  type PackageCall,
  packageCall,
  type RunStep,
  type RunSubject,
  type Stage,
  span,
  type TextEdit,
} from '../../core/rule.ts';
import { type CacheFacts, packageManagers } from '../facts/package-managers.ts';
import {
  callHead,
  callText,
  hasVariable,
  needsLists,
  packageCalls,
  ships,
  takesAway,
  unlayeredMounts,
} from '../shared/run-commands.ts';

export default defineRule({
  id: 'dockerfile/leftover-package-cache',
  title: 'Package manager’s cache left in the image',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Take the cache away in the same RUN, or keep it out of the layer with an option or a cache mount.',
  strength: 'Images hold packages without the package managers’ caches',
  rationale:
    'A layer keeps what its RUN leaves behind; what a later instruction deletes is still pulled and stored on every host. ' +
    'Package lists and download caches are tens to hundreds of megabytes that nothing reads at run time. With `--mount=type=cache` they stay with the builder and make the next build faster.',
  references: [
    'https://docs.docker.com/build/building/best-practices/#apt-get',
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
  ],
  catalogue: [
    'dockerfile/apt-lists',
    'dockerfile/apk-cache',
    'dockerfile/yum-clean',
    'dockerfile/dnf-clean',
    'dockerfile/zypper-clean',
    'dockerfile/pip-cache',
    'dockerfile/yarn-cache',
    'dockerfile/npm-cache',
  ],
  peers: [
    'hadolint:DL3009',
    'hadolint:DL3019',
    'hadolint:DL3032',
    'hadolint:DL3036',
    'hadolint:DL3040',
    'hadolint:DL3042',
    'hadolint:DL3060',
    'trivy:DS-0015',
    'trivy:DS-0019',
    'trivy:DS-0020',
    'trivy:DS-0025',
    'trivy:DS-0027',
  ],
  on: 'run',
  bad: `FROM debian:13-slim
RUN apt-get update \\
    && apt-get install -y --no-install-recommends curl
USER nobody
CMD ["sleep", "60"]
`,
  good: `FROM debian:13-slim
RUN apt-get update \\
    && apt-get install -y --no-install-recommends curl \\
    && rm -rf /var/lib/apt/lists/*
USER nobody
CMD ["sleep", "60"]
`,
  *check(subject) {
    const { run, stage } = subject;
    const calls = packageCalls(run);
    // Whether the image that an ONBUILD's step ends in ships, and what its later steps need, is not known here.
    if (calls.length === 0 || run.onbuild || !ships(stage)) return;
    const seen = new Set<CacheFacts>();
    for (const call of calls) {
      const cache = packageManagers[call.manager]?.cache;
      if (!cache || seen.has(cache) || !leaves(call, cache)) continue;
      seen.add(cache);
      const own = calls.filter(({ manager }) => packageManagers[manager]?.cache === cache);
      if (isKept(subject, cache, own, call)) continue;
      const head = callHead(call);
      yield {
        at: head.at,
        message: `"${head.text}" leaves ${cache.what} in the image: this RUN does not clear the cache.`,
        peers: cache.peers,
        fix: () => fixFor(subject, cache, own),
      };
    }
  },
});

function leaves(call: PackageCall, { leftBy, option }: CacheFacts): boolean {
  if (!call.action || !leftBy.includes(call.action)) return false;
  // Without the network apk fetches no index.
  if (call.manager === 'apk' && hasOption(call, '--no-network')) return false;
  // pip takes the beginning of an option for the whole.
  return option === undefined || !hasOption(call, option, '--no-cache');
}

/** It is kept out of the layer, or somebody else's matter. */
function isKept(
  { run, stage }: RunSubject,
  cache: CacheFacts,
  own: readonly PackageCall[],
  call: PackageCall,
): boolean {
  // Lists that are fetched and not used in the same step are a defect of their own.
  if (own.every(({ action }) => action === 'update')) return true;
  if (unlayeredMounts(run).some((target) => cache.path.test(target.replace(/\/$/, '')))) return true;
  const after = run.commands.filter(({ span }) => span.start > call.command.span.start);
  if (after.some((command) => takesAway(command, cache))) return true;
  if (call.manager === 'yarn' && (hasOption(call, '--immutable') || usesModernYarn(stage.stage))) return true;
  if (cache.variables === undefined) return false;
  // An image that nothing is known of may have set it.
  const unknown = stage.base === undefined && stage.stage.chain.at(-1)!.base.kind !== 'scratch';
  return unknown || hasVariable(stage.stage, run, call.command, cache.variables);
}

/** Yarn 2 and later, whose Plug’n’Play runs packages from the cache. */
function usesModernYarn({ chain }: Stage): boolean {
  const sign = /(?:^|\/)\.(?:yarnrc\.yml|yarn|pnp\.c?js)\b/;
  return chain.some(
    ({ runs, copies }) =>
      copies.some(({ sources }) => sources.some(({ value }) => sign.test(value))) ||
      runs.some(({ commands }) =>
        commands.some((command) =>
          /^corepack\b|^yarn set version\b|^yarn policies\b/.test(callText(command)),
        ),
      ),
  );
}

function fixFor({ run, stage }: RunSubject, cache: CacheFacts, own: readonly PackageCall[]): Fix | undefined {
  const { option, clean } = cache;
  const leaving = own.filter((call) => leaves(call, cache));
  const without = option === undefined ? [undefined] : leaving.map((call) => withoutCache(run, call, option));
  if (without.every((edits) => edits !== undefined)) {
    return { title: `Install with ${option}`, safety: 'safe', edits: without.flat() };
  }
  if (own.some(({ manager }) => /^apt/.test(manager)) && needsLists(stage, run)) return undefined;
  // On a line of its own it would hide the failure of the one command above.
  if (run.instruction.heredocs.length > 0 && run.commands.length === 1 && !run.commands[0]!.errexit)
    return undefined;
  const edits = appendCommand(run.instruction, run.commands, own.at(-1)!.command, clean);
  return edits && { title: `Take the cache away in the same RUN: ${clean}`, safety: 'safe', edits };
}

/** The option behind the verb; an update before an installation with it is taken out, as that reads the index anew. */
function withoutCache(
  { commands }: RunStep,
  call: PackageCall,
  option: string,
): readonly TextEdit[] | undefined {
  const { command, verb, action } = call;
  if (!verb) return undefined;
  if (action !== 'update') return insertWords(verb, option);
  const next = commands[commands.indexOf(command) + 1];
  const joined = next?.operator && next.after !== '||' && next.scope === command.scope;
  const install = next && packageCall(next);
  if (!joined || install?.manager !== call.manager) return undefined;
  const { source, start, end } = command.span;
  // A comment on the way would lose what it is about.
  if (source.text.slice(end, next.span.start).includes('#')) return undefined;
  return [{ span: span(source, start, next.span.start), text: '' }];
}
