import { defineRule, type PackageCall, type PackageManager, type ShellWord } from '../../core/rule.ts';
import { listed } from '../shared/listed.ts';
import { callHead, packageCalls } from '../shared/run-commands.ts';

export default defineRule({
  id: 'dockerfile/unpinned-packages',
  title: 'Packages without a version',
  category: 'supply-chain',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Name a version for each package.',
  rationale:
    'What is installed depends on the day of the build. But distributions take old versions off their mirrors, so that a pinned package breaks the build with the next security fix; who pins has to have a tool that renews. So this is off until it is asked for, manager by manager.',
  references: [
    'https://docs.docker.com/build/building/best-practices/#apt-get',
    'https://pip.pypa.io/en/stable/topics/repeatable-installs/',
  ],
  catalogue: ['dockerfile/package-versions'],
  peers: [
    'hadolint:DL3008',
    'hadolint:DL3013',
    'hadolint:DL3016',
    'hadolint:DL3018',
    'hadolint:DL3028',
    'hadolint:DL3033',
    'hadolint:DL3037',
    'hadolint:DL3041',
    'hadolint:DL3062',
  ],
  options: {
    managers: ['apt-get', 'apt', 'apk', 'dnf', 'microdnf', 'yum', 'zypper', 'pip', 'npm', 'gem', 'go'],
  },
  optionDocs: { managers: 'The package managers whose packages are to have versions.' },
  on: 'run',
  bad: `FROM alpine:3.22
RUN apk add --no-cache curl
USER nobody
`,
  good: `FROM alpine:3.22
RUN apk add --no-cache curl=8.14.1-r2
USER nobody
`,
  *check({ run }, { options }) {
    for (const call of packageCalls(run)) {
      const facts = pins[call.manager];
      if (!facts || call.action !== 'install' || !options.managers.includes(call.manager)) continue;
      if (call.options.some(({ name }) => facts.given?.test(name))) continue;
      const open = call.operands.filter((word) => isOpen(word, facts, call));
      if (open.length === 0) continue;
      const { at } = callHead(call);
      const names = listed(open.map(({ text }) => `"${text}"`));
      yield {
        at: open.length === 1 ? open[0]!.span : at,
        message: `${names} ${open.length > 1 ? 'are' : 'is'} installed in whatever version there is on the day of the build.`,
        peers: [facts.peer],
      };
    }
  },
});

interface Pin {
  readonly pinned: RegExp;
  /** Options that give the version, or take it from a file. */
  readonly given?: RegExp;
  readonly peer: string;
}

const rpm = /-\d|=/;

const pins: Readonly<Partial<Record<PackageManager, Pin>>> = {
  'apt-get': {
    pinned: /=|\/[a-z]/,
    given: /^(?:-t|--target-release|--default-release)$/,
    peer: 'hadolint:DL3008',
  },
  apt: { pinned: /=|\/[a-z]/, given: /^(?:-t|--target-release)$/, peer: 'hadolint:DL3008' },
  apk: { pinned: /[=<>~]/, peer: 'hadolint:DL3018' },
  dnf: { pinned: rpm, peer: 'hadolint:DL3041' },
  microdnf: { pinned: rpm, peer: 'hadolint:DL3041' },
  yum: { pinned: rpm, peer: 'hadolint:DL3033' },
  zypper: { pinned: /[=<>]|-\d/, peer: 'hadolint:DL3037' },
  pip: {
    pinned: /[=<>~!@]|^\.|\.whl$/,
    given: /^(?:-r|--requirement|-c|--constraint|-e|--editable)$/,
    peer: 'hadolint:DL3013',
  },
  npm: { pinned: /.@|^(?:\.|\/|git|https?:|file:)|\.tgz$/, peer: 'hadolint:DL3016' },
  gem: { pinned: /:\d/, given: /^(?:-v|--version)$/, peer: 'hadolint:DL3028' },
  go: { pinned: /@(?!latest$)|^\.|^all$/, peer: 'hadolint:DL3062' },
};

/** A package by its name alone: no file, no URL, no group, nothing that a variable may pin. */
function isOpen({ text, dynamic }: ShellWord, { pinned }: Pin, { manager, verb }: PackageCall): boolean {
  if (manager === 'npm' && /^@[\w.-]+\/[\w.-]+$/.test(text)) return true;
  if (dynamic || pinned.test(text) || /^[./@]|:\/\/|\.(?:deb|rpm|apk|gem|tar\.gz)$/.test(text)) return false;
  if (manager === 'go') return verb?.text === 'install' && text.includes('/');
  return /^[A-Za-z0-9]/.test(text);
}
