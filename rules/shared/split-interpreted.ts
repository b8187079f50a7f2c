import {
  insertInstruction,
  joinPath,
  keyword,
  nameOf,
  type RunStep,
  type ShellCommand,
} from '../../core/rule.ts';
import { isApplicationBuild } from './dependency-installs.ts';
import { absolute, copyLine, runtimeFiles, type Shape, type Split, wordsOfCommand } from './split-shape.ts';

const shuffling = /^(?:mkdir|chmod|cp|mv|rm|true|echo)$/;

interface NodeManager {
  readonly lock: string;
  /** Throws out what is only needed to build. */
  readonly prune: string;
}

/** docs.npmjs.com "npm prune", classic.yarnpkg.com "install", pnpm.io "prune"; 2026-11. */
const nodeManagers: Readonly<Record<string, NodeManager>> = {
  npm: { lock: 'package-lock.json', prune: 'npm prune --omit=dev' },
  yarn: {
    lock: 'yarn.lock',
    prune: 'yarn install --production --ignore-scripts --prefer-offline --frozen-lockfile',
  },
  pnpm: { lock: 'pnpm-lock.yaml', prune: 'CI=true pnpm prune --prod' },
};

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly workspaces?: unknown;
}

function manifestOf({ deployed }: Shape): Manifest | undefined {
  const { deployment, dockerfile } = deployed;
  try {
    return JSON.parse(deployment.text(joinPath(dockerfile.context, 'package.json'))?.text ?? '') as Manifest;
  } catch {
    return undefined;
  }
}

/** A JavaScript application that is bundled or compiled into a folder, and started from it. */
export function splitNode(shape: Shape): Split | undefined {
  const { deployed, process, runs } = shape;
  if (shape.repository !== 'node' || process.dynamic) return undefined;
  const { tree } = deployed.deployment;
  const { context } = deployed.dockerfile;
  const locks = Object.values(nodeManagers).filter(({ lock }) => tree.isFile(joinPath(context, lock)));
  const manager = locks.length === 1 ? locks[0] : undefined;
  const manifest = manifestOf(shape);
  if (!manager || !manifest || manifest.workspaces !== undefined) return undefined;
  // Workspaces and Yarn's later releases have ways of their own.
  if (['pnpm-workspace.yaml', '.yarnrc.yml'].some((name) => tree.isFile(joinPath(context, name))))
    return undefined;
  const run = runs.findLast(({ commands }) =>
    commands.some((one) => isApplicationBuild(wordsOfCommand(one).join(' '))),
  );
  const workdir = run && shape.workdirAt(run.instruction.span.start);
  if (!run || workdir === undefined || workdir !== shape.workdirAt(Number.POSITIVE_INFINITY))
    return undefined;
  const outputs = outputsOf(shape, startedBy(process.words, manifest), manifest, workdir);
  if (!outputs) return undefined;
  const extra = runtimeFiles(shape, run.instruction.span.start, /\.(?:[cm]?[jt]sx?|vue|svelte|s?css|html)$/);
  const files = [...new Set([...outputs, ...extra.map((one) => one.slice(workdir.length + 1))])];
  const paths = ['package.json', 'node_modules', ...files].map((file) => joinPath(workdir, file));
  return {
    last: run.instruction,
    first: deployed.stage.instructions[1]!,
    from: 'base',
    image: 'same',
    builds: (command) => buildsNode(command),
    edits: insertInstruction(
      run.instruction,
      [`${keyword(deployed.stage.from, 'RUN')} ${manager.prune}`],
      'after',
    ),
    lines: paths.map((path) => copyLine(path, workdir)),
    ships: `${files.map((file) => `"${file}"`).join(', ')}, "package.json" and the dependencies for production`,
  };
}

function buildsNode(command: ShellCommand): boolean {
  const [program = '', ...args] = wordsOfCommand(command);
  if (
    program === '' ||
    shuffling.test(program) ||
    /^(?:corepack|npx|tsc|vite|next|turbo|nest)$/.test(program)
  )
    return true;
  if (!/^(?:npm|yarn|pnpm)$/.test(program)) return false;
  const global = args.some((word) => /^(?:-g|--global|--location=global|global)$/.test(word));
  const packages = args
    .filter((word) => !/^(?:-|i$|install$|add$|global$)/.test(word))
    .map((word) => word.replace(/(?<=.)@.*$/, ''));
  return (
    !global ||
    packages.every((name) => /^(?:npm|yarn|pnpm|corepack|typescript|turbo|@nestjs\/cli|vite)$/.test(name))
  );
}

/** The words that start the process in the end, `npm start` looked up. */
function startedBy(words: readonly string[], manifest: Manifest): readonly string[] {
  const [program = '', ...args] = words;
  if (!/^(?:npm|yarn)$/.test(program)) return words;
  const name = args[0] === 'run' ? args[1] : args[0];
  if (name === undefined || args.length > (args[0] === 'run' ? 2 : 1)) return [];
  const script = manifest.scripts?.[name];
  return script === undefined || /[&|;$"'`<>=]/.test(script) ? [] : script.trim().split(/\s+/);
}

/** What the process reads of what was built, relative to its folder; undefined where that is not clear. */
function outputsOf(
  { deployed }: Shape,
  words: readonly string[],
  manifest: Manifest,
  workdir: string,
): readonly string[] | undefined {
  const { deployment, dockerfile } = deployed;
  const [program = '', ...args] = words;
  const there = (name: string) => deployment.tree.exists(joinPath(dockerfile.context, name));
  if (program === 'next' && args[0] === 'start' && manifest.dependencies?.next !== undefined) {
    return ['.next', ...['public', 'next.config.js', 'next.config.mjs', 'next.config.ts'].filter(there)];
  }
  if (
    nameOf(program) !== 'node' ||
    args.some((word) => /^(?:-r|--require|--import|--loader|--env-file)/.test(word))
  )
    return undefined;
  const entry = absolute(workdir, args.find((word) => !word.startsWith('-')) ?? '');
  if (entry === undefined || !entry.startsWith(`${workdir}/`)) return undefined;
  const [folder = '', ...below] = entry.slice(workdir.length + 1).split('/');
  // The build makes it: it is not among the sources.
  return below.length > 0 && /^(?:dist|build|out|lib|output|\.output)$/.test(folder) && !there(folder)
    ? [folder]
    : undefined;
}

const manifests =
  /(?:^|\/)(?:requirements[\w.*-]*|constraints[\w.*-]*|pyproject\.toml|poetry\.lock|uv\.lock|setup\.(?:py|cfg)|Pipfile(?:\.lock)?)$|^requirements\/?$/;

/** A Python application: its packages are compiled and installed in one stage, and copied as a virtual environment. */
export function splitPython(shape: Shape): Split | undefined {
  if (shape.repository !== 'python' || shape.process.dynamic) return undefined;
  const [started = ''] = shape.process.words;
  if (/^(?:poetry|uv|pipenv|pdm)$/.test(nameOf(started))) return undefined;
  const install = shape.runs.findLast(({ commands }) => commands.some(installsPython));
  if (!install) return undefined;
  const commands = shape.runs
    .flatMap((run) => run.commands)
    .map((command) => wordsOfCommand(command).join(' '));
  // Its own places, or those of the system in spite of an environment.
  if (
    commands.some((text) =>
      /--(?:system|user|target|prefix|root)\b|^pip\S* install .*-t |\bvirtualenv\b|\bvenv\b/.test(text),
    )
  )
    return undefined;
  const { stage } = shape.deployed;
  if (stage.environment.has('VIRTUAL_ENV') || stage.environment.has('PYTHONPATH')) return undefined;
  const common = {
    last: install.instruction,
    first: stage.instructions[1]!,
    from: 'base',
    image: 'same' as const,
    builds: buildsPython,
    sources: (path: string) => !manifests.test(path),
  };
  const workdir = shape.workdirAt(install.instruction.span.start);
  const path = stage.environment.get('PATH')?.value?.value ?? '';
  if (commands.some((text) => text.startsWith('uv sync'))) {
    const folder = workdir === undefined ? undefined : `${workdir}/.venv`;
    if (folder === undefined || !path.startsWith(`${folder}/bin:`)) return undefined;
    return {
      ...common,
      lines: [copyLine(folder, workdir)],
      ships: 'the sources and the virtual environment',
    };
  }
  if (stage.environment.has('PATH')) return undefined;
  const before = shape.runs.find(({ commands: own }) => own.some(installsPython))!;
  const set = `${keyword(stage.from, 'ENV')} VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH`;
  return {
    ...common,
    edits: insertInstruction(
      before.instruction,
      [`${keyword(stage.from, 'RUN')} python -m venv /opt/venv`, set],
      'before',
    ),
    variables: [set],
    lines: ['COPY --from=build /opt/venv /opt/venv'],
    ships: 'the sources and the virtual environment',
  };
}

function installsPython(command: ShellCommand): boolean {
  const text = wordsOfCommand(command).join(' ');
  return /^(?:pip[\d.]* install .*(?:-r |--requirement[ =]|(?:^| )\.(?:\[[\w,]+\])?(?: |$))|python[\d.]* -m pip install .*(?:-r |--requirement[ =])|poetry (?:install|sync)\b|uv sync\b)/.test(
    text,
  );
}

function buildsPython(command: ShellCommand): boolean {
  const text = wordsOfCommand(command).join(' ');
  return (
    text === '' ||
    /^(?:pip[\d.]* (?:install|cache)|python[\d.]* -m pip install|poetry (?:install|sync|config|cache)|uv sync|rm -rf? \S*cache)\b/.test(
      text,
    )
  );
}

/** A PHP application: what Composer needs stays in a stage between the base and the final one. */
export function splitPhp(shape: Shape): Split | undefined {
  const { stage } = shape.deployed;
  if (shape.repository !== 'php' && !/^dunglas\/frankenphp$/.test(shape.repository)) return undefined;
  const runs = shape.runs.filter(({ commands }) => commands.some(callsComposer));
  const [run] = runs;
  // A later step of Composer's works on what is in the image then.
  if (!run || runs.length !== 1 || !run.commands.every((command) => callsComposer(command))) return undefined;
  const workdir = shape.workdirAt(run.instruction.span.start);
  const first = firstOfComposer(shape, run);
  const between = stage.instructions.filter(
    ({ span: at }) => at.start >= first.span.start && at.start < run.instruction.span.start,
  );
  if (workdir === undefined || !between.every(({ name }) => /^(?:COPY|ENV|WORKDIR|ARG)$/.test(name)))
    return undefined;
  // Composer's own scripts may write elsewhere than into vendor.
  const words = run.commands.flatMap(wordsOfCommand);
  const all = stage.copies.some(
    ({ from, sources, instruction }) =>
      !from &&
      instruction.span.start < run.instruction.span.start &&
      sources.some(({ value }) => /^\.\/?$/.test(value)),
  );
  if (all && !words.includes('--no-scripts')) return undefined;
  return {
    first,
    last: run.instruction,
    from: 'base',
    image: 'same',
    builds: callsComposer,
    sources: (path) => !/^composer[\w.*]*$/.test(nameOf(path)),
    lines: [copyLine(`${workdir}/vendor`, workdir)],
    ships: 'the sources and "vendor"',
  };
}

/** The COPY that brings Composer or its manifests, where the build begins. */
function firstOfComposer({ deployed: { stage } }: Shape, run: RunStep) {
  const copy = stage.copies.find(
    ({ sources, from, instruction }) =>
      instruction.span.start < run.instruction.span.start &&
      sources.some(({ value }) => /(?:^|\/)composer[\w.*]*$/.test(value) || (!from && /^\.\/?$/.test(value))),
  );
  return copy?.instruction ?? run.instruction;
}

function callsComposer(command: ShellCommand): boolean {
  return /^(?:composer(?:\.phar)?|php \S*composer(?:\.phar)?) install\b/.test(
    wordsOfCommand(command).join(' '),
  );
}
