import { defineRule, type PackageCall, type TextEdit, textOf } from '../../core/rule.ts';
import { packageCalls } from '../shared/run-commands.ts';

export default defineRule({
  id: 'dockerfile/apt-instead-of-apt-get',
  title: 'Call of apt in a script',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Write `apt-get` (or `apt-cache`) in scripts.',
  strength: 'Scripts call apt-get, whose command line is stable',
  rationale:
    '`apt` is made for people at a terminal. It says so itself ("apt does not have a stable CLI interface"), and what it does by default may change between releases. `apt-get` keeps its command line.',
  references: [
    'https://manpages.debian.org/bookworm/apt/apt.8.en.html#SCRIPT_USAGE_AND_DIFFERENCES_FROM_OTHER_APT_TOOLS',
  ],
  catalogue: ['dockerfile/apt-end-user-tool'],
  peers: ['hadolint:DL3027', 'checkov:CKV_DOCKER_9'],
  on: 'run',
  names: ['apt'],
  bad: `FROM debian:13-slim
RUN apt update \\
    && apt-get install -y --no-install-recommends curl \\
    && rm -rf /var/lib/apt/lists/*
USER nobody
`,
  good: `FROM debian:13-slim
RUN apt-get update \\
    && apt-get install -y --no-install-recommends curl \\
    && rm -rf /var/lib/apt/lists/*
USER nobody
`,
  *check({ run }) {
    const calls = packageCalls(run).filter(({ manager }) => manager === 'apt');
    const [first] = calls;
    if (!first) return;
    const edits = calls.map(replacement);
    const all = edits.every((edit) => edit !== undefined);
    yield {
      at: first.program.span,
      message: `"apt" has no stable command line; in scripts it is "${insteadOf(first)}".`,
      ...(all && { fix: { title: 'Call apt-get and apt-cache in this RUN', safety: 'safe', edits } }),
    };
  },
});

function insteadOf({ verb }: PackageCall): string {
  return verb && /^(?:show|search|policy|depends|rdepends)$/.test(verb.text) ? 'apt-cache' : 'apt-get';
}

function replacement(call: PackageCall): TextEdit | undefined {
  const { program, verb, options } = call;
  const instead = insteadOf(call);
  const same = verb && sameInAptGet.test(verb.text) && !options.some(({ word }) => word.dynamic);
  const written = textOf(program.span);
  const end = program.span.end - (written.length - written.lastIndexOf('apt') - 'apt'.length);
  if ((!same && instead === 'apt-get') || !/apt"?$/.test(written)) return undefined;
  return { span: { ...program.span, start: end - 'apt'.length, end }, text: instead };
}

/** Verbs that both have, with the same meaning; `upgrade` differs (apt's also installs new packages). */
const sameInAptGet =
  /^(?:install|reinstall|remove|purge|autoremove|update|dist-upgrade|clean|autoclean|source|build-dep|download|changelog|satisfy)$/;
