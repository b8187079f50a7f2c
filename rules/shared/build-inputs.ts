import { type CopyStep, type DeployedDockerfile, joinPath, type ShellCommand } from '../../core/rule.ts';

/** A file that a step of a build cannot do without. */
export interface BuildInput {
  /** Relative to the build context. */
  readonly path: string;
  /** The step that needs it, in words: `"npm ci"`. */
  readonly step: string;
}

interface Need {
  /** Matches the command's words joined by blanks. */
  readonly command: RegExp;
  readonly files: readonly string[];
}

/** Sources: docs.npmjs.com "npm ci", yarnpkg.com and pnpm.io "install", go.dev/ref/mod, doc.rust-lang.org/cargo, the tools' own documentation. 2026-11. */
const needs: readonly Need[] = [
  {
    command: /^npm (?:ci|clean-install)\b/,
    files: ['package.json', 'package-lock.json', 'npm-shrinkwrap.json'],
  },
  { command: /^npm (?:install|i|run)\b/, files: ['package.json'] },
  {
    command: /^yarn(?: install)?\b.* --(?:frozen-lockfile|immutable)\b/,
    files: ['package.json', 'yarn.lock'],
  },
  { command: /^pnpm (?:install|i)\b.* --frozen-lockfile\b/, files: ['package.json', 'pnpm-lock.yaml'] },
  { command: /^go (?:build|install|mod download|test)\b/, files: ['go.mod', 'go.sum'] },
  { command: /^cargo (?:build|install)\b.* --locked\b/, files: ['Cargo.toml', 'Cargo.lock'] },
  { command: /^cargo (?:build|install)\b/, files: ['Cargo.toml'] },
  {
    command: /^(?:python3? -m )?pip3? install\b.* \.(?:\[\w+\])?(?: |$)/,
    files: ['pyproject.toml', 'setup.py'],
  },
  { command: /^(?:poetry install|uv sync)\b/, files: ['pyproject.toml'] },
  { command: /^(?:npx |yarn |pnpm )?prisma (?:generate|migrate)\b/, files: ['prisma/schema.prisma'] },
  { command: /^(?:\.\/)?mvnw?\b/, files: ['pom.xml'] },
  { command: /^(?:npx |yarn |pnpm )?tsc\b/, files: ['tsconfig.json'] },
  { command: /^composer install\b/, files: ['composer.json', 'composer.lock'] },
  { command: /^bundle install\b/, files: ['Gemfile', 'Gemfile.lock'] },
];

/** What a bundler reads by its own rule, whatever the sources import. Sources: create-react-app.dev "Folder structure", vite.dev "index.html and project root". */
const bundlers: readonly { readonly script: RegExp; readonly file: string; readonly name: string }[] = [
  {
    script: /\b(?:react-scripts|craco|react-app-rewired) build\b/,
    file: 'public/index.html',
    name: 'react-scripts',
  },
  { script: /(?:^|[\s;&])vite build\b/, file: 'index.html', name: 'vite' },
];

/** Files of the context that the Dockerfile's needed steps read and that are there; each path once. */
export function buildInputs(dockerfile: DeployedDockerfile): readonly BuildInput[] {
  const { deployment, context } = dockerfile;
  const commands = dockerfile.stages
    .filter((stage) => stage.needed)
    .flatMap((stage) => stage.stage.runs.flatMap((run) => run.commands));
  const inputs = new Map<string, BuildInput>();
  for (const command of commands) {
    const text = wordsOf(command);
    for (const { path, step } of [
      ...byCommand(text),
      ...byRequirements(command),
      ...byBundler(text, dockerfile),
    ]) {
      if (!inputs.has(path) && deployment.tree.isFile(joinPath(context, path)))
        inputs.set(path, { path, step });
    }
  }
  return [...inputs.values()];
}

function wordsOf({ name, args }: ShellCommand): string {
  return [name, ...args].flatMap((word) => word?.text ?? []).join(' ');
}

function byCommand(text: string): readonly BuildInput[] {
  return needs
    .filter(({ command }) => command.test(text))
    .flatMap(({ files }) =>
      files.map((path) => ({ path, step: `"${text.split(' ').slice(0, 2).join(' ')}"` })),
    );
}

/** `pip install -r requirements/prod.txt`. */
function byRequirements({ name, args }: ShellCommand): readonly BuildInput[] {
  if (!/^(?:pip3?|uv|python3?)$/.test(name?.text ?? '')) return [];
  return args.flatMap((word, index) => {
    const option = args[index - 1]?.text;
    return (option === '-r' || option === '--requirement') && !word.dynamic && !word.text.startsWith('/')
      ? [{ path: word.text, step: '"pip install"' }]
      : [];
  });
}

function byBundler(text: string, { deployment, context }: DeployedDockerfile): readonly BuildInput[] {
  const script = /^(?:npm run|yarn(?: run)?|pnpm(?: run)?|bun run) ([\w:.-]+)/.exec(text)?.[1];
  const run =
    script === undefined
      ? text
      : packageScript(deployment.text(joinPath(context, 'package.json'))?.text, script);
  return bundlers
    .filter((one) => one.script.test(run))
    .map(({ file, name }) => ({
      path: file,
      step: script === undefined ? `"${name}"` : `"${name}", run by "${script}"`,
    }));
}

/** A script of a package.json; empty where there is none or the file is no JSON. */
function packageScript(text: string | undefined, name: string): string {
  try {
    const { scripts } = JSON.parse(text ?? '{}') as { readonly scripts?: Readonly<Record<string, unknown>> };
    const script = scripts?.[name];
    return typeof script === 'string' ? script : '';
  } catch {
    return '';
  }
}

/** Whether a step takes a file of the context by its folder or a pattern; a file that is named is looked for, and its absence is another defect. */
export function wouldCopy(copy: CopyStep, path: string): boolean {
  return copy.sources.some(({ value, dynamic }) => {
    const source = value.replace(/^\.?\/+/, '').replace(/\/$/, '');
    if (dynamic || source === path) return false;
    if (source === '' || source === '.') return true;
    const pattern = source
      .replaceAll(/[.+^${}()|\\]/g, '\\$&')
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]');
    return new RegExp(`^${pattern}(?:/|$)`).test(path);
  });
}
