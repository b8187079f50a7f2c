import { defineRule, hasOption, type ShellWord } from '../../core/rule.ts';
import { packageManagers } from '../facts/package-managers.ts';
import { callHead, isConfigured, packageCalls, ships, withOption } from '../shared/run-commands.ts';

export default defineRule({
  id: 'dockerfile/recommended-packages',
  title: 'Recommended packages installed along',
  category: 'supply-chain',
  severity: 'info',
  priority: 3,
  remedy: 'Install with `--no-install-recommends` and name what is needed.',
  strength: 'Installations with apt hold what is named and needed',
  rationale:
    'By default apt installs what its packages recommend: documentation tools, mail servers, X libraries. It makes images larger, and each of those packages has flaws to be fixed in time. ' +
    'Now and then a recommended package is needed after all (`ca-certificates` with `curl`); then it is named.',
  references: [
    'https://docs.docker.com/build/building/best-practices/#apt-get',
    'https://ubuntu.com/blog/we-reduced-our-docker-images-by-60-with-no-install-recommends',
  ],
  catalogue: ['dockerfile/apt-no-recommends'],
  peers: ['hadolint:DL3015', 'trivy:DS-0029'],
  on: 'run',
  names: ['apt-get', 'apt'],
  bad: `FROM debian:13-slim
RUN apt-get update \\
    && apt-get install -y curl \\
    && rm -rf /var/lib/apt/lists/*
USER nobody
`,
  good: `FROM debian:13-slim
RUN apt-get update \\
    && apt-get install -y --no-install-recommends curl \\
    && rm -rf /var/lib/apt/lists/*
USER nobody
`,
  *check({ run, stage }) {
    // What the image that an ONBUILD's step ends in needs is not known here.
    if (run.onbuild) return;
    for (const call of packageCalls(run)) {
      const facts = packageManagers[call.manager]?.noRecommends;
      if (!facts || call.action !== 'install' || hasOption(call, ...facts.options) || !ships(stage)) continue;
      // Without packages (`apt-get install -f`) it mends what was installed by hand.
      if (call.operands.length === 0) continue;
      if (call.options.some(({ word, value = '' }) => /recommends/i.test(word.text + value))) continue;
      if (isConfigured(stage.stage, /APT::Install-Recommends/i, /apt\.conf/)) continue;
      const after = call.options.find(
        ({ word }) => call.verb && isNext(call.verb, word) && /^-(?:[yq]+|-yes|-assume-yes)$/.test(word.text),
      );
      const { text, at } = callHead(call);
      yield {
        at,
        message: `"${text}" also installs what its packages merely recommend.`,
        fix: {
          title: `Install with ${facts.add}`,
          // What was only recommended may have been used.
          safety: 'review',
          edits: withOption(after ? { ...call, verb: after.word } : call, facts.add),
        },
      };
    }
  },
});

/** Nothing but blanks and line breaks stand between two words. */
function isNext(first: ShellWord, second: ShellWord): boolean {
  const { source, end } = first.span;
  return second.span.start > end && /^(?:\s|\\)*$/.test(source.text.slice(end, second.span.start));
}
