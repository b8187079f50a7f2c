import type { ShellCommand } from '../parse/shell-tree.ts';
import { hasOption, packageCall } from './package-commands.ts';

/** Managers of the system's own packages; those of languages install what is no program by its name. */
const systemManagers: ReadonlySet<string> = new Set([
  'apk',
  'apt',
  'apt-get',
  'aptitude',
  'dnf',
  'microdnf',
  'tdnf',
  'yum',
  'zypper',
]);

const automatic = ['--auto-remove', '--autoremove'];

/** What a stage's commands install and keep, by name; commands in the order in which they run. */
export class InstalledPackages {
  readonly names = new Set<string>();
  readonly #virtual = new Map<string, readonly string[]>();
  /** What `apt-mark auto` has left to the next removal of what nothing needs. */
  #automatic: readonly string[] = [];
  /** What was there when `apt-mark showmanual` was asked, mostly to be kept. */
  #manual: ReadonlySet<string> = new Set();

  run(command: ShellCommand): void {
    if (command.call?.program === 'apt-mark') this.#mark(command.call.args.map(({ text }) => text));
    const call = packageCall(command);
    if (!call || !systemManagers.has(call.manager)) return;
    const packages = call.operands.filter(({ dynamic }) => !dynamic).flatMap(({ text }) => packageName(text));
    if (call.action === 'remove') {
      // apk's groups go by a variable where their names are in one.
      const dynamic = call.operands.some((word) => word.dynamic);
      const groups = dynamic ? [...this.#virtual.keys()].filter((name) => name.includes('$')) : [];
      this.#remove([...packages, ...groups]);
      const unneeded = /^auto-?remove$/.test(call.verb?.text ?? '') || hasOption(call, ...automatic);
      if (unneeded) this.#remove(this.#automatic);
    }
    if (call.action !== 'install') return;
    // apk's `--virtual`: a name for the group, to remove it by.
    const group =
      call.manager === 'apk'
        ? call.options.find(({ name }) => name === '-t' || name === '--virtual')?.value
        : undefined;
    this.#add(packages, group);
  }

  #mark([verb, ...operands]: readonly string[]): void {
    if (verb === 'showmanual') this.#manual = new Set(this.names);
    if (verb === 'auto') this.#automatic = [...this.names].filter((name) => !this.#manual.has(name));
    if (verb === 'manual') this.#automatic = this.#automatic.filter((name) => !operands.includes(name));
  }

  #add(packages: readonly string[], group: string | undefined): void {
    const fresh = packages.filter((name) => !this.names.has(name));
    if (group !== undefined) this.#virtual.set(group, [...(this.#virtual.get(group) ?? []), ...fresh]);
    for (const name of packages) this.names.add(name);
  }

  #remove(packages: readonly string[]): void {
    for (const name of packages) {
      for (const member of this.#virtual.get(name) ?? [name]) this.names.delete(member);
      this.#virtual.delete(name);
    }
  }
}

/** A package's name without version, release, architecture or repository tag; nothing for files and URLs. */
function packageName(text: string): string[] {
  if (text.includes('/') && !/^[a-z0-9][\w.+-]*\/[\w.-]+$/i.test(text)) return [];
  const name = text.replace(/[=~<>@/].*$/, '').replace(/:(?:any|native|[a-z0-9]+)$/, '');
  return /^\.?[A-Za-z0-9][\w.+-]*$/.test(name) ? [name] : [];
}
