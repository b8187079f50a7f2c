import type { ShellCommand, ShellWord } from '../parse/shell-tree.ts';

/** What a package manager is told to do. `update` fetches its lists; `release-upgrade` goes to another release. */
export type PackageAction = 'install' | 'remove' | 'update' | 'upgrade' | 'release-upgrade' | 'clean';

/** Package managers whose command lines are read, by the name of their program. */
export type PackageManager =
  | 'apt-get'
  | 'apt'
  | 'aptitude'
  | 'apk'
  | 'dnf'
  | 'microdnf'
  | 'tdnf'
  | 'yum'
  | 'zypper'
  | 'pip'
  | 'npm'
  | 'yarn'
  | 'pnpm'
  | 'gem'
  | 'go'
  | 'cargo';

/** A command that calls a package manager. */
export interface PackageCall {
  /** `pip` for `pip3` and `python -m pip`, `dnf` for `dnf5`; everything else by its program's name. */
  readonly manager: PackageManager;
  readonly command: ShellCommand;
  /** The word that starts it: `apt-get`, `python3`. */
  readonly program: ShellWord;
  /** The word that says what to do: `install`; absent for `yarn` alone. */
  readonly verb: ShellWord | undefined;
  readonly action: PackageAction | undefined;
  /** Words behind the verb that are neither options nor their values: packages, files, URLs. */
  readonly operands: readonly ShellWord[];
  readonly options: readonly PackageOption[];
}

/** `--name=value`, `--name value`, `-n value` or `-n`. */
export interface PackageOption {
  readonly name: string;
  readonly value?: string;
  readonly word: ShellWord;
}

interface Grammar {
  readonly verbs: Readonly<Record<string, PackageAction>>;
  /** Options whose value is the next word. */
  readonly valued: readonly string[];
  /** What it does without a verb. */
  readonly bare?: PackageAction;
  /** Words before the verb: `yarn global add`. */
  readonly before?: string;
}

const apt: Grammar = {
  verbs: {
    install: 'install',
    remove: 'remove',
    purge: 'remove',
    autoremove: 'remove',
    'auto-remove': 'remove',
    update: 'update',
    upgrade: 'upgrade',
    'safe-upgrade': 'upgrade',
    'dist-upgrade': 'release-upgrade',
    'full-upgrade': 'release-upgrade',
    clean: 'clean',
    distclean: 'clean',
    'dist-clean': 'clean',
  },
  valued: '-t --target-release --default-release -o --option -c --config-file -a --host-architecture'.split(
    ' ',
  ),
};

const dnf: Grammar = {
  verbs: {
    install: 'install',
    localinstall: 'install',
    reinstall: 'install',
    groupinstall: 'install',
    remove: 'remove',
    erase: 'remove',
    autoremove: 'remove',
    makecache: 'update',
    'check-update': 'update',
    update: 'upgrade',
    upgrade: 'upgrade',
    'distro-sync': 'release-upgrade',
    clean: 'clean',
  },
  valued:
    '-c --config --enablerepo --disablerepo --repo --repoid -x --exclude --releasever --installroot --setopt'.split(
      ' ',
    ),
};

/** The tools' own manuals: apt-get(8), apk(8), dnf(8), zypper(8), and the documentation of pip, npm, Yarn, pnpm, RubyGems, Go and Cargo. */
const grammars: Readonly<Record<PackageManager, Grammar>> = {
  'apt-get': apt,
  apt,
  aptitude: apt,
  apk: {
    verbs: { add: 'install', del: 'remove', update: 'update', upgrade: 'upgrade', cache: 'clean' },
    valued:
      '-X --repository -p --root --keys-dir --repositories-file --cache-dir --wait --arch -t --virtual'.split(
        ' ',
      ),
  },
  dnf,
  microdnf: dnf,
  tdnf: dnf,
  yum: dnf,
  zypper: {
    verbs: {
      install: 'install',
      in: 'install',
      remove: 'remove',
      rm: 'remove',
      refresh: 'update',
      ref: 'update',
      update: 'upgrade',
      up: 'upgrade',
      patch: 'upgrade',
      'dist-upgrade': 'release-upgrade',
      dup: 'release-upgrade',
      clean: 'clean',
      cc: 'clean',
    },
    valued: '-r --repo --from -t --type -R --root -D --reposd-dir'.split(' '),
  },
  pip: {
    verbs: { install: 'install', uninstall: 'remove', cache: 'clean' },
    valued:
      '-r --requirement -c --constraint -e --editable -t --target -i --index-url --extra-index-url -f --find-links --trusted-host --prefix --root --platform --python-version --proxy --timeout --retries --cache-dir --progress-bar --upgrade-strategy --no-binary --only-binary'.split(
        ' ',
      ),
  },
  npm: {
    verbs: {
      install: 'install',
      i: 'install',
      add: 'install',
      ci: 'install',
      'clean-install': 'install',
      uninstall: 'remove',
      remove: 'remove',
      rm: 'remove',
      update: 'upgrade',
      cache: 'clean',
    },
    valued: '--prefix -C --workspace -w --registry --cache --loglevel --omit --include'.split(' '),
  },
  yarn: {
    verbs: { install: 'install', add: 'install', remove: 'remove', upgrade: 'upgrade', cache: 'clean' },
    valued: '--cwd --registry --network-timeout --cache-folder --modules-folder'.split(' '),
    bare: 'install',
    before: 'global',
  },
  pnpm: {
    verbs: {
      install: 'install',
      i: 'install',
      add: 'install',
      remove: 'remove',
      update: 'upgrade',
      store: 'clean',
    },
    valued: '--dir -C --filter -F --registry --store-dir'.split(' '),
  },
  gem: {
    verbs: { install: 'install', i: 'install', uninstall: 'remove', update: 'upgrade', cleanup: 'clean' },
    valued: '-v --version -i --install-dir -n --bindir -s --source -P --platform'.split(' '),
  },
  go: {
    verbs: { install: 'install', get: 'install', clean: 'clean' },
    valued: '-o -tags -ldflags -gcflags -mod -C'.split(' '),
  },
  cargo: {
    verbs: { install: 'install', uninstall: 'remove', update: 'upgrade' },
    valued:
      '--version --vers --git --branch --tag --rev --path --root --features -F --target --registry -j --jobs'.split(
        ' ',
      ),
  },
};

const known = new WeakMap<ShellCommand, { readonly call: PackageCall | undefined }>();

/** What a command asks of a package manager; undefined where it calls none. */
export function packageCall(command: ShellCommand): PackageCall | undefined {
  let found = known.get(command);
  if (!found) {
    found = { call: readCall(command) };
    known.set(command, found);
  }
  return found.call;
}

/**
 * Whether a call is given an option: `-y` also in a cluster (`-qy`), `--yes` also as `--yes=true`.
 * @param names with their dashes.
 */
export function hasOption({ options }: PackageCall, ...names: readonly string[]): boolean {
  return options.some(({ name, value }) => {
    if (names.includes(name)) return value !== 'false' && value !== '0';
    return /^-[A-Za-z]{2,5}$/.test(name) && names.some((one) => one.length === 2 && name.includes(one[1]!));
  });
}

function readCall(command: ShellCommand): PackageCall | undefined {
  const { call } = command;
  if (!call || call.word.dynamic) return undefined;
  const python =
    /^python[\d.]*$/.test(call.program) && call.args[0]?.text === '-m' && call.args[1]?.text === 'pip';
  const manager = python ? 'pip' : managerOf(call.program);
  if (!manager) return undefined;
  const grammar = grammars[manager];
  const read = readWords(python ? call.args.slice(2) : call.args, grammar);
  const [first, ...others] = read.operands;
  const [verb, ...operands] = first !== undefined && first.text === grammar.before ? others : read.operands;
  const action = verb ? ownAction(grammar, verb.text) : grammar.bare;
  return { manager, command, program: call.word, verb, action, operands, options: read.options };
}

function ownAction({ verbs }: Grammar, verb: string): PackageAction | undefined {
  return Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
}

function managerOf(program: string): PackageManager | undefined {
  if (/^pip[\d.]*$/.test(program)) return 'pip';
  if (program === 'dnf5') return 'dnf';
  if (program === 'npm.cmd') return 'npm';
  return Object.hasOwn(grammars, program) ? (program as PackageManager) : undefined;
}

function readWords(
  args: readonly ShellWord[],
  { valued }: Grammar,
): Pick<PackageCall, 'operands' | 'options'> {
  const operands: ShellWord[] = [];
  const options: PackageOption[] = [];
  let ended = false;
  for (let index = 0; index < args.length; index++) {
    const word = args[index]!;
    if (ended || !/^-./.test(word.text)) operands.push(word);
    else if (word.text === '--') ended = true;
    else {
      const equals = word.text.indexOf('=');
      const name = equals < 0 ? word.text : word.text.slice(0, equals);
      const value =
        equals >= 0 ? word.text.slice(equals + 1) : valued.includes(name) ? args[++index]?.text : undefined;
      options.push({ name, word, ...(value !== undefined && { value }) });
    }
  }
  return { operands, options };
}
