import type { ShellCommand, ShellWord } from '../parse/shell-tree.ts';

interface Manager {
  readonly install: readonly string[];
  readonly remove: readonly string[];
  /** Options whose value is the next word. */
  readonly valued: readonly string[];
}

const apt: Manager = {
  install: ['install'],
  remove: ['remove', 'purge', 'autoremove', 'auto-remove'],
  valued: [
    '-t',
    '--target-release',
    '--default-release',
    '-o',
    '--option',
    '-c',
    '--config-file',
    '-a',
    '--host-architecture',
  ],
};
const dnf: Manager = {
  install: ['install', 'localinstall', 'reinstall'],
  remove: ['remove', 'erase'],
  valued: [
    '-c',
    '--config',
    '--enablerepo',
    '--disablerepo',
    '--repo',
    '--repoid',
    '-x',
    '--exclude',
    '--releasever',
    '--installroot',
    '--setopt',
  ],
};

/** Options from the tools' own manuals: apk(8), apt-get(8), dnf(8), zypper(8). */
const managers: Readonly<Record<string, Manager>> = {
  apk: {
    install: ['add'],
    remove: ['del'],
    valued: [
      '-X',
      '--repository',
      '-p',
      '--root',
      '--keys-dir',
      '--repositories-file',
      '--cache-dir',
      '--wait',
      '--arch',
    ],
  },
  apt,
  'apt-get': apt,
  aptitude: apt,
  dnf,
  dnf5: dnf,
  microdnf: dnf,
  tdnf: dnf,
  yum: dnf,
  zypper: {
    install: ['install', 'in'],
    remove: ['remove', 'rm'],
    valued: ['-r', '--repo', '--from', '-t', '--type', '-R', '--root', '-D', '--reposd-dir'],
  },
};

/** Programs that run the command behind them. */
const wrappers = new Set(['sudo', 'env', 'exec', 'command', 'nice', 'time', 'nohup', 'eatmydata']);

/** A command's program and arguments, with `sudo`, `env A=b` and their like taken off. */
export function programAndArguments(
  command: ShellCommand,
): { program: string; args: readonly ShellWord[] } | undefined {
  let words = command.name ? [command.name, ...command.args] : [];
  while (words[0] && wrappers.has(baseName(words[0].text))) {
    words = words.slice(1);
    while (words[0] && (words[0].text.startsWith('-') || /^[A-Za-z_]\w*=/.test(words[0].text)))
      words = words.slice(1);
  }
  const [first, ...args] = words;
  return first && { program: baseName(first.text), args };
}

function baseName(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}

/** What a stage's commands install and keep, by name; commands in the order in which they run. */
export class InstalledPackages {
  readonly names = new Set<string>();
  readonly #virtual = new Map<string, readonly string[]>();

  run(command: ShellCommand): void {
    const call = programAndArguments(command);
    const manager = call && Object.hasOwn(managers, call.program) ? managers[call.program] : undefined;
    if (!call || !manager) return;
    const { operands, group } = readArguments(call.args, call.program === 'apk', manager);
    const [action, ...packages] = operands;
    if (action === undefined) return;
    if (manager.install.includes(action)) this.#add(packages.flatMap(packageName), group);
    else if (manager.remove.includes(action)) this.#remove(packages.flatMap(packageName));
  }

  #add(packages: readonly string[], group: string | undefined): void {
    const fresh = packages.filter((name) => !this.names.has(name));
    if (group !== undefined) this.#virtual.set(group, fresh);
    for (const name of packages) this.names.add(name);
  }

  #remove(packages: readonly string[]): void {
    for (const name of packages) {
      for (const member of this.#virtual.get(name) ?? [name]) this.names.delete(member);
      this.#virtual.delete(name);
    }
  }
}

/** Words that are no options, dynamic ones left out; `group` is apk's `--virtual`. */
function readArguments(args: readonly ShellWord[], isApk: boolean, manager: Manager) {
  const operands: string[] = [];
  let group: string | undefined;
  for (let index = 0; index < args.length; index++) {
    const { text, dynamic } = args[index]!;
    const virtual = isApk ? /^(?:-t|--virtual)(?:=(.*))?$/.exec(text) : null;
    if (virtual) group = virtual[1] ?? args[++index]?.text;
    else if (text.startsWith('-')) index += manager.valued.includes(text) ? 1 : 0;
    else if (!dynamic) operands.push(text);
  }
  return { operands, group };
}

/** A package's name without version, release, architecture or repository tag; nothing for files and URLs. */
function packageName(text: string): string[] {
  if (text.includes('/') && !/^[a-z0-9][\w.+-]*\/[\w.-]+$/i.test(text)) return [];
  const name = text.replace(/[=~<>@/].*$/, '').replace(/:(?:any|native|[a-z0-9]+)$/, '');
  return /^\.?[A-Za-z0-9][\w.+-]*$/.test(name) ? [name] : [];
}
