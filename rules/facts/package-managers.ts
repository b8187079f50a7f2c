import type { PackageAction, PackageManager } from '../../core/rule.ts';

/** What a package manager leaves behind in a layer, and how it is kept out of it. */
export interface CacheFacts {
  /** What it is called in a message. */
  readonly what: string;
  /** Actions that leave it. */
  readonly leftBy: readonly PackageAction[];
  /** Where it lies; as an argument of `rm` or the target of a cache mount. */
  readonly path: RegExp;
  /** A later command, its words joined by blanks, that takes it away. */
  readonly cleaned: RegExp;
  /** The command to add. */
  readonly clean: string;
  /** The option that keeps it from being written at all, and is to be preferred. */
  readonly option?: string;
  /** Variables that move it or switch it off. */
  readonly variables?: RegExp;
  readonly peers: readonly string[];
}

/** What a package manager needs in an image build. Actions are core's reading of its verbs. */
export interface PackageManagerFacts {
  /** It asks before it acts, unless told not to. */
  readonly assumeYes?: {
    readonly options: readonly string[];
    readonly add: string;
    /** The option stands before the verb. */
    readonly beforeVerb?: boolean;
    readonly peer: string;
  };
  readonly noRecommends?: {
    readonly options: readonly string[];
    readonly add: string;
    readonly peer: string;
  };
  readonly cache?: CacheFacts;
}

const yes = ['-y', '--yes', '--assume-yes'];

/** https://manpages.debian.org/bookworm/apt/apt-get.8.en.html, read 2026-11. */
const apt: PackageManagerFacts = {
  assumeYes: { options: yes, add: '-y', peer: 'hadolint:DL3014' },
  noRecommends: {
    options: ['--no-install-recommends', '--install-recommends'],
    add: '--no-install-recommends',
    peer: 'hadolint:DL3015',
  },
  cache: {
    what: 'the package lists of apt',
    // Packages themselves are thrown away by the images' own /etc/apt/apt.conf.d/docker-clean.
    leftBy: ['update'],
    path: /^\/var\/lib\/(?:apt(?:\/lists)?(?:\/.*)?|\*|\{[^}]*\bapt\b.*)$|^\/var\/lib\/?$/,
    cleaned: /^apt(?:-get)? (?:.* )?dist-?clean\b/,
    clean: 'rm -rf /var/lib/apt/lists/*',
    peers: ['hadolint:DL3009'],
  },
};

/** https://dnf.readthedocs.io/en/latest/command_ref.html, read 2026-11. */
const dnf: PackageManagerFacts = {
  assumeYes: { options: ['-y', '--assumeyes'], add: '-y', peer: 'hadolint:DL3038' },
  cache: dnfCache('dnf', ['hadolint:DL3040', 'trivy:DS-0019']),
};

function dnfCache(program: 'dnf' | 'microdnf' | 'yum', peers: readonly string[]): CacheFacts {
  return {
    what: `the packages and metadata of ${program}`,
    leftBy: ['install', 'update', 'upgrade', 'release-upgrade'],
    path: /^\/var\/cache(?:\/(?:yum|dnf|libdnf5|\*|\{.*).*)?\/?$/,
    cleaned: /^(?:yum|dnf5?|microdnf) (?:.* )?clean (?:-\S+ )*(?:all|packages|expire-cache)\b/,
    clean: `${program} clean all`,
    peers,
  };
}

export const packageManagers: Readonly<Partial<Record<PackageManager, PackageManagerFacts>>> = {
  'apt-get': apt,
  apt,
  aptitude: { cache: apt.cache! },
  /** https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper, read 2026-11. */
  apk: {
    cache: {
      what: 'the package index of apk',
      leftBy: ['install', 'update', 'upgrade'],
      path: /^\/var\/cache(?:\/(?:apk|\*|\{.*).*)?\/?$|^\/etc\/apk\/cache/,
      cleaned: /^apk (?:.* )?cache clean\b/,
      clean: 'rm -rf /var/cache/apk/*',
      option: '--no-cache',
      peers: ['hadolint:DL3019', 'trivy:DS-0025'],
    },
  },
  dnf,
  // It never asks.
  microdnf: { cache: dnfCache('microdnf', ['hadolint:DL3040', 'trivy:DS-0027']) },
  yum: {
    assumeYes: { options: ['-y', '--assumeyes'], add: '-y', peer: 'hadolint:DL3030' },
    cache: dnfCache('yum', ['hadolint:DL3032', 'trivy:DS-0015']),
  },
  /** https://manpages.opensuse.org/Tumbleweed/zypper/zypper.8.en.html, read 2026-11. */
  zypper: {
    assumeYes: {
      options: ['-n', '--non-interactive', '-y', '--no-confirm'],
      add: '--non-interactive',
      beforeVerb: true,
      peer: 'hadolint:DL3034',
    },
    cache: {
      what: 'the packages and metadata of zypper',
      leftBy: ['install', 'update', 'upgrade', 'release-upgrade'],
      path: /^\/var\/cache(?:\/(?:zypp|\*|\{.*).*)?\/?$/,
      cleaned: /^zypper (?:.* )?(?:clean|cc)\b/,
      clean: 'zypper clean --all',
      peers: ['hadolint:DL3036', 'trivy:DS-0020'],
    },
  },
  /** https://pip.pypa.io/en/stable/topics/caching/, read 2026-11. */
  pip: {
    cache: {
      what: 'the download cache of pip',
      leftBy: ['install'],
      path: /(?:^|\/)\.cache(?:\/pip)?(?:\/.*)?$/,
      cleaned: /^pip[\d.]* cache purge\b|^python[\d.]* -m pip cache purge\b/,
      clean: 'pip cache purge',
      option: '--no-cache-dir',
      variables: /^PIP_(?:NO_CACHE_DIR|CACHE_DIR)$|^XDG_CACHE_HOME$/,
      peers: ['hadolint:DL3042'],
    },
  },
  /** https://docs.npmjs.com/cli/v11/commands/npm-cache, read 2026-11. */
  npm: {
    cache: {
      what: 'the download cache of npm',
      leftBy: ['install'],
      path: /(?:^|\/)\.npm(?:\/.*)?$/,
      cleaned: /^npm (?:.* )?cache (?:.* )?(?:clean|clear|rm)\b/,
      clean: 'npm cache clean --force',
      variables: /^npm_config_cache$/i,
      peers: [],
    },
  },
  /** https://classic.yarnpkg.com/lang/en/docs/cli/cache/, read 2026-11. */
  yarn: {
    cache: {
      what: 'the download cache of Yarn',
      leftBy: ['install', 'upgrade'],
      path: /(?:^|\/)\.cache(?:\/yarn)?(?:\/.*)?$|yarn[-/.]?cache|(?:^|\/)\.yarn/i,
      cleaned: /^yarn (?:.* )?cache clean\b/,
      clean: 'yarn cache clean',
      variables: /^YARN_CACHE_FOLDER$/,
      peers: ['hadolint:DL3060'],
    },
  },
};
