import {
  defineRule,
  type PackageCall,
  packageCall,
  type ShellCommand,
  type ShellWord,
} from '../../core/rule.ts';
import { callText } from '../shared/run-commands.ts';

export default defineRule({
  id: 'dockerfile/unverified-packages',
  title: 'Signature check of packages switched off',
  category: 'supply-chain',
  severity: 'error',
  priority: 1,
  remedy: 'Import the repository’s key and let the package manager check signatures.',
  strength: 'Package managers check signatures',
  rationale:
    'The signature is what says that a package comes from the distribution and not from a mirror, a proxy or whoever sits between. Without the check anything that answers the download runs as root in the build and stays in the image.',
  references: [
    'https://wiki.debian.org/SecureApt',
    'https://dnf.readthedocs.io/en/latest/conf_ref.html#gpgcheck-label',
  ],
  catalogue: ['dockerfile/signature-check-off'],
  peers: [
    'checkov:CKV2_DOCKER_7',
    'checkov:CKV2_DOCKER_8',
    'checkov:CKV2_DOCKER_9',
    'checkov:CKV2_DOCKER_10',
    'checkov:CKV2_DOCKER_11',
  ],
  on: 'run',
  bad: `FROM debian:13-slim
RUN apt-get update \\
    && apt-get install -y --no-install-recommends --allow-unauthenticated curl \\
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
    for (const command of run.commands) {
      const found = optionOf(command);
      if (!found) continue;
      yield {
        at: found.word.span,
        message: `"${found.word.text}" takes packages without a valid signature, whoever made them.`,
        peers: found.peer ? [found.peer] : [],
      };
    }
  },
});

interface Found {
  readonly word: ShellWord;
  readonly peer?: string;
}

const options: readonly { readonly manager: RegExp; readonly option: RegExp; readonly peer?: string }[] = [
  { manager: /^apk$/, option: /^--allow-untrusted$/, peer: 'checkov:CKV2_DOCKER_7' },
  {
    manager: /^apt(?:-get)?$|^aptitude$/,
    option: /^--allow-unauthenticated$/,
    peer: 'checkov:CKV2_DOCKER_8',
  },
  { manager: /^apt(?:-get)?$|^aptitude$/, option: /^--force-yes$/, peer: 'checkov:CKV2_DOCKER_11' },
  {
    manager: /^apt(?:-get)?$|^aptitude$/,
    option: /^(?:-o|--option=)?APT::Get::AllowUnauthenticated=(?:true|yes|1)$/i,
  },
  { manager: /^(?:dnf|yum|tdnf|microdnf)$/, option: /^--no-?gpgcheck$/, peer: 'checkov:CKV2_DOCKER_9' },
  { manager: /^(?:dnf|yum|tdnf|microdnf)$/, option: /^(?:--setopt=)(?:\*\.)?gpgcheck=(?:0|false|no)$/i },
  { manager: /^zypper$/, option: /^--(?:no-gpg-checks|allow-unsigned-rpm)$/ },
];

function optionOf(command: ShellCommand): Found | undefined {
  const call = packageCall(command);
  if (call) return managerOption(call);
  const { call: other } = command;
  if (other?.program === 'rpm') {
    const word = other.args.find(({ text }) => /^--(?:nosignature|nogpgcheck)$/.test(text));
    return word && { word, peer: 'checkov:CKV2_DOCKER_10' };
  }
  if (other?.program !== 'echo' && other?.program !== 'printf') return undefined;
  // A source that is written to apt's list with the check off.
  const word = other.args.find(({ text }) => /^deb\b.*\btrusted=yes\b/.test(text));
  return word && !/localhost|file:|copy:/.test(callText(command)) ? { word } : undefined;
}

function managerOption({ manager, command }: PackageCall): Found | undefined {
  // The packages are files that the build made or copied.
  if (manager === 'apk' && command.args.some(({ text }) => /\.apk$/.test(text))) return undefined;
  for (const word of command.args) {
    const known = options.find((one) => one.manager.test(manager) && one.option.test(word.text));
    if (known) return { word, ...(known.peer && { peer: known.peer }) };
  }
  return undefined;
}
