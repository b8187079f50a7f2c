import { defineRule, hasOption, type PackageCall, type RunSubject } from '../../core/rule.ts';
import { packageManagers } from '../facts/package-managers.ts';
import { callHead, isConfigured, packageCalls, withOption } from '../shared/run-commands.ts';

export default defineRule({
  id: 'dockerfile/missing-assume-yes',
  title: 'Package manager that waits for an answer',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Tell the package manager to assume yes.',
  strength: 'Package managers ask nothing in builds',
  rationale:
    'A build has no terminal. As soon as an installation brings anything beyond what is named, the package manager asks whether to go on, reads the end of its input for a no, and the build ends there. ' +
    'It may have worked while the packages had no further dependencies.',
  references: [
    'https://manpages.debian.org/bookworm/apt/apt-get.8.en.html',
    'https://dnf.readthedocs.io/en/latest/command_ref.html',
  ],
  catalogue: ['dockerfile/assume-yes'],
  peers: ['hadolint:DL3014', 'hadolint:DL3030', 'hadolint:DL3034', 'hadolint:DL3038', 'trivy:DS-0021'],
  on: 'run',
  bad: `FROM debian:13-slim
RUN apt-get update \\
    && apt-get install --no-install-recommends curl \\
    && rm -rf /var/lib/apt/lists/*
USER nobody
`,
  good: `FROM debian:13-slim
RUN apt-get update \\
    && apt-get install -y --no-install-recommends curl \\
    && rm -rf /var/lib/apt/lists/*
USER nobody
`,
  *check(subject) {
    for (const call of packageCalls(subject.run)) {
      const facts = packageManagers[call.manager]?.assumeYes;
      if (!facts || !asks(call) || hasOption(call, ...facts.options) || isAnswered(call, subject)) continue;
      const { text, at } = callHead(call);
      yield {
        at,
        message: `"${text}" asks before it goes on, and nobody answers in a build: ${facts.add} is missing.`,
        peers: call.manager === 'apt-get' ? [facts.peer, 'trivy:DS-0021'] : [facts.peer],
        fix: {
          title: `Answer with ${facts.add}`,
          safety: 'safe',
          edits: withOption(call, facts.add, facts.beforeVerb),
        },
      };
    }
  },
});

const asking = new Set(['install', 'remove', 'upgrade', 'release-upgrade']);
/** Options with which nothing is asked: simulations, downloads, help, and apt's -qq, which means yes. */
const quiet = [
  '-s',
  '--simulate',
  '--dry-run',
  '-D',
  '-d',
  '--download-only',
  '--downloadonly',
  '--print-uris',
  '-h',
  '--help',
  '--version',
  '--assumeno',
];

function asks(call: PackageCall): boolean {
  if (!call.action || !asking.has(call.action) || hasOption(call, ...quiet)) return false;
  const quietness = call.options.filter(({ name }) => name === '-q' || name === '--quiet');
  return !(
    call.options.some(({ name }) => /^-[a-z]*q[a-z]*q/.test(name)) ||
    quietness.length > 1 ||
    quietness.some(({ value }) => value === '2')
  );
}

/** By a pipe or a redirect, by an option that sets it, by words that are not known, or by a configuration file. */
function isAnswered({ command, options, operands }: PackageCall, { stage }: RunSubject): boolean {
  const [first] = command.pipeline;
  if (first !== command || command.redirects.some(({ operator }) => /^0?<|^<<</.test(operator))) return true;
  if (options.some(({ word }) => /assume-?yes/i.test(word.text) || word.dynamic)) return true;
  if (options.some(({ value = '' }) => /assume-?yes/i.test(value))) return true;
  if (operands.some(({ text }) => /^\$\{?[A-Z_]*(?:OPT|ARG|FLAG)/i.test(text))) return true;
  return isConfigured(stage.stage, /assume-?yes|assumeyes/i, /apt\.conf|(?:dnf|yum)\.conf|zypp/);
}
