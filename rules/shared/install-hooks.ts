import { type Deployment, joinPath, type ShellCommand } from '../../core/rule.ts';

/** A file that a package's own script reads when its dependencies are installed. */
export interface HookInput {
  /** `postinstall`: which script. */
  readonly hook: string;
  /** What of it reads the file: `prisma generate`. */
  readonly command: string;
  /** Relative to the package's folder. */
  readonly file: string;
}

/**
 * Scripts that an install runs of the package itself.
 * Sources: docs.npmjs.com "scripts", "npm ci"; pnpm.io "install"; yarnpkg.com "Lifecycle scripts". 2026-11.
 * @returns none for a command that is no such install, or that leaves scripts out.
 */
function hooksOf({ name, args }: ShellCommand): readonly string[] {
  const words = args.map((word) => word.text);
  if (args.some((word) => word.dynamic) || words.some((word) => /ignore-scripts|^-g$|^--global$/.test(word)))
    return [];
  const names = words.filter((word) => !word.startsWith('-'));
  const bare = ['preinstall', 'install', 'postinstall'];
  switch (name?.text) {
    case 'npm':
      return names.length === 1 && /^(?:ci|clean-install|install|i)$/.test(names[0] ?? '')
        ? [...bare, 'prepare']
        : [];
    case 'pnpm':
    case 'yarn':
      return names.length === 1
        ? names[0] === 'install'
          ? bare
          : []
        : names.length === 0 && name.text === 'yarn'
          ? bare
          : [];
    default:
      return [];
  }
}

/** Files that the scripts of a package's own installation cannot do without. @param folder of its package.json. */
export function hookInputs(
  deployment: Deployment,
  folder: string,
  install: ShellCommand,
): readonly HookInput[] {
  const hooks = hooksOf(install);
  // Settings may leave scripts out.
  if (hooks.length === 0 || deployment.tree.isFile(joinPath(folder, '.npmrc'))) return [];
  const scripts = scriptsOf(deployment.text(joinPath(folder, 'package.json'))?.text);
  return hooks.flatMap((hook) => {
    const script = scripts[hook];
    // What may fail, or is asked first, is no need.
    if (typeof script !== 'string' || /\|\||;|\bif\b|\btest\b|\[/.test(script)) return [];
    return script.split('&&').flatMap((part) => {
      const command = part.trim();
      const file = fileOf(command);
      return file === undefined ? [] : [{ hook, command, file }];
    });
  });
}

/** The file that a command reads by its name, or by the tool's own rule. */
function fileOf(command: string): string | undefined {
  const schema =
    /^(?:npx |pnpm (?:exec )?|yarn )?prisma generate(?: --no-hints| --no-engine)*(?: --schema[= ](\S+))?$/.exec(
      command,
    );
  if (schema) return (schema[1] ?? 'prisma/schema.prisma').replace(/^\.\//, '');
  const run =
    /^(?:(?:node|sh|bash|python3?|tsx|ts-node) )?(\.?\/?[\w@][\w@./-]*\.(?:[cm]?[jt]s|sh|py))(?: |$)/.exec(
      command,
    );
  const path = run?.[1];
  return path === undefined || path.startsWith('/') || path.includes('..') || path.includes('node_modules')
    ? undefined
    : path.replace(/^\.\//, '');
}

function scriptsOf(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const { scripts } = JSON.parse(text ?? '{}') as { readonly scripts?: Readonly<Record<string, unknown>> };
    return scripts ?? {};
  } catch {
    return {};
  }
}
