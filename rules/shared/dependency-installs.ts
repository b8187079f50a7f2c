import {
  compareVersions,
  type DeployedStage,
  joinPath,
  packageCall,
  type RunStep,
  type ShellCommand,
  type Span,
  type Stage,
} from '../../core/rule.ts';

/** A command that installs an application's dependencies, those for development among them. */
export interface DevelopmentInstall {
  readonly command: ShellCommand;
  /** `npm ci`: the command's first words. */
  readonly text: string;
  readonly span: Span;
  /** Offset behind those words. */
  readonly place: number;
  /** Where they are installed to. */
  readonly folder: RegExp;
  /** What leaves development dependencies out, to be written behind those words; none where it is not one option. */
  readonly option: string | undefined;
  /** The option cannot do anything but that, whatever the tool's version. */
  readonly certain: boolean;
}

interface Manager {
  readonly program: RegExp;
  readonly install: readonly string[];
  /** Called without a word it installs, where all of its options are these. */
  readonly bare?: RegExp;
  /** Where it puts them. */
  readonly folder: RegExp;
  /** Arguments, joined by blanks, that leave development dependencies out. */
  readonly omits: RegExp;
  /** Arguments that ask for them after all. */
  readonly includes?: RegExp;
  /** Variables that do so. */
  readonly variables: Readonly<Record<string, RegExp>>;
  /** A later command that throws them out again. */
  readonly prune?: RegExp;
  readonly option?: (deployed: DeployedStage) => string | undefined;
  readonly certain?: boolean;
  /** Whether the project has any, where only a file of it says so. */
  readonly holds?: (deployed: DeployedStage) => boolean;
}

const production = { NODE_ENV: /^production$/i };

/** Options from the tools' own documentation, 2026-11. */
const managers: readonly Manager[] = [
  {
    program: /^npm$/,
    folder: /node_modules$/,
    install: ['install', 'i', 'ci', 'clean-install'],
    omits:
      /--omit[= ]dev|--only[= ]prod(?:uction)?|--prod(?:uction)?(?!=false)\b|(?:^| )-g\b|--global\b|--package-lock-only/,
    includes: /--include[= ]dev|--production=false/,
    variables: {
      ...production,
      NPM_CONFIG_OMIT: /\bdev\b/,
      NPM_CONFIG_PRODUCTION: /^true$/,
      npm_config_omit: /\bdev\b/,
    },
    // Installing without them throws them out too.
    prune:
      /^npm (?:prune|ci|clean-install|install|i) (?:.* )?(?:--omit[= ]dev|--only[= ]prod|--production(?!=false)\b)/,
    // npm 6, which came with Node.js up to 14, does not know --omit.
    option: ({ base }) => {
      const old =
        base?.product === 'node' && base.version !== undefined && compareVersions(base.version, '15') < 0;
      return old ? '--only=production' : '--omit=dev';
    },
    certain: true,
  },
  {
    program: /^yarn$/,
    folder: /node_modules$/,
    install: ['install'],
    bare: /^--(?:frozen-lockfile|immutable.*|non-interactive|pure-lockfile|network-timeout.*|silent|ignore-[a-z-]+|prefer-offline|check-files|force)$/,
    omits: /--prod(?:uction)?(?!=false)\b|--mode[= ]/,
    includes: /--production=false/,
    variables: production,
    prune: /^yarn (?:install .*--production|workspaces focus .*--production)/,
    option: () => '--production',
  },
  {
    program: /^pnpm$/,
    folder: /node_modules$/,
    install: ['install', 'i'],
    omits: /--prod(?:uction)?\b|(?:^| )-P\b/,
    variables: production,
    prune: /^pnpm prune .*--prod/,
    option: () => '--prod',
    certain: true,
  },
  {
    program: /^composer(?:\.phar)?$/,
    folder: /vendor$/,
    install: ['install', 'i'],
    omits: /--no-dev\b/,
    variables: { COMPOSER_NO_DEV: /^1$/ },
    prune: /^composer (?:install|update) .*--no-dev/,
    option: () => '--no-dev',
    certain: true,
  },
  {
    program: /^bundler?$/,
    folder: /bundle$/,
    install: ['install'],
    bare: /^--(?:jobs.*|retry.*|quiet|frozen)$/,
    omits: /--without\b/,
    variables: { BUNDLE_WITHOUT: /development/, BUNDLE_ONLY: /./ },
  },
  {
    program: /^poetry$/,
    folder: /venv$|site-packages$/,
    install: ['install', 'sync'],
    omits: /--(?:no-dev|only|without)\b/,
    variables: { POETRY_WITHOUT: /dev/ },
    holds: hasDevelopmentGroup,
    option: () => '--only=main',
  },
  {
    program: /^uv$/,
    folder: /venv$|site-packages$/,
    install: ['sync'],
    omits: /--(?:no-dev|no-default-groups|only-group)\b/,
    variables: { UV_NO_DEV: /^(?:1|true)$/ },
    option: () => '--no-dev',
    certain: true,
  },
];

/** What a stage's own commands install of development dependencies and do not throw out again. */
export function developmentInstalls(deployed: DeployedStage): readonly DevelopmentInstall[] {
  const { stage, dockerfile } = deployed;
  const steps = stage.runs.flatMap((run) => run.commands.map((command) => ({ run, command })));
  const above = dockerfile.stages.filter(
    (one) => one.final && one.stage !== stage && one.stage.chain.includes(stage),
  );
  const afterwards = above.flatMap((one) => texts(one.stage));
  const written = steps.map((step) => words(step.command).join(' '));
  return steps.flatMap(({ run, command }, index) => {
    const manager = managers.find(({ program }) => program.test(command.call?.program ?? ''));
    const later = () => [...written.slice(index + 1), ...afterwards];
    if (manager) return installs(manager, command, run, deployed, later) ?? [];
    return requirements(command) ?? [];
  });
}

/** Groups of Poetry may be optional: only pyproject.toml says what it installs. */
function hasDevelopmentGroup({ dockerfile, deployment }: DeployedStage): boolean {
  const text = deployment.text(joinPath(dockerfile.context, 'pyproject.toml'))?.text ?? '';
  const optional = /^\[tool\.poetry\.group\.(?:dev|test)\]\s+optional\s*=\s*true/m.test(text);
  return !optional && /^\[tool\.poetry\.(?:dev-dependencies|group\.(?:dev|test)\.dependencies)\]/m.test(text);
}

/** Options of npm, yarn and pnpm whose value is the next word. */
const valued =
  /^(?:--prefix|-C|--cwd|--dir|--workspace|-w|--filter|-F|--registry|--cache|--loglevel|--network-timeout|--jobs|-j|--retry|--working-dir|-d)$/;

function installs(
  manager: Manager,
  command: ShellCommand,
  run: RunStep,
  deployed: DeployedStage,
  commandsAfter: () => readonly string[],
): DevelopmentInstall | undefined {
  const [program = '', ...args] = words(command);
  const plain = args.filter((word, index) => !word.startsWith('-') && !valued.test(args[index - 1] ?? ''));
  const bare =
    plain.length === 0 && manager.bare !== undefined && args.every((word) => manager.bare?.test(word));
  // Named packages are installed for what they are.
  if (!bare && (plain.length !== 1 || !manager.install.includes(plain[0]!))) return undefined;
  if (manager.holds?.(deployed) === false) return undefined;
  const joined = args.join(' ');
  const asked = manager.includes?.test(joined) ?? false;
  if (!asked && (manager.omits.test(joined) || isSet(manager, command, run, deployed.stage)))
    return undefined;
  const later = commandsAfter();
  if (later.some((text) => manager.prune?.test(text) || /^rm .*node_modules/.test(text))) return undefined;
  const configured = [...texts(deployed.stage), ...later];
  if (configured.some((text) => /^bundler? config .*without/.test(text)) && program.startsWith('bundle'))
    return undefined;
  const { word: name, args: written } = command.call!;
  const verb = written.find(({ text }) => text === plain[0]) ?? name;
  const { source } = name.span;
  const sameLine = source.position(name.span.start).line === source.position(verb.span.end).line;
  return {
    command,
    text: [program, ...plain].join(' '),
    span: sameLine ? { ...name.span, end: verb.span.end } : name.span,
    place: verb.span.end,
    folder: manager.folder,
    option: asked ? undefined : manager.option?.(deployed),
    certain: manager.certain ?? false,
  };
}

/** A stage's commands and those of the stages that it is built on, as texts. */
function texts(stage: Stage): readonly string[] {
  return stage.chain.flatMap((one) =>
    one.runs.flatMap((run) => run.commands.map((command) => words(command).join(' '))),
  );
}

function words({ call }: ShellCommand): string[] {
  return call ? [call.program, ...call.args.map(({ text }) => text)] : [];
}

/** A variable says so: before the command, in an earlier `export` of the step, by ENV or by an ARG's default. */
function isSet(manager: Manager, command: ShellCommand, run: RunStep, stage: Stage): boolean {
  return Object.entries(manager.variables).some(([name, wanted]) => {
    const own = command.assignments.find((one) => one.name === name)?.value?.text;
    if (own !== undefined) return wanted.test(own);
    const exported = run.commands.some(({ name: program, args }) => {
      return (
        program?.text === 'export' &&
        args.some(({ text }) => text.startsWith(`${name}=`) && wanted.test(text.slice(name.length + 1)))
      );
    });
    if (exported) return true;
    const before = stage.chain
      .flatMap((one) => one.definitions)
      .filter((one) => {
        return one.name === name && one.instruction.span.start < run.instruction.span.start;
      });
    const last = before.at(-1)?.value;
    return last !== undefined && (last.dynamic || wanted.test(last.value));
  });
}

const developmentFile = /(?:^|[/_.-])(?:dev|development|test|tests|testing|lint)(?=[_.-]).*\.(?:txt|in)$/i;

/** `pip install -r requirements-dev.txt`, `pipenv install --dev`. */
function requirements(command: ShellCommand): DevelopmentInstall[] | undefined {
  const [program = '', ...args] = words(command);
  const text = `${program} ${args[0] ?? ''}`.trim();
  const common = { command, place: 0, folder: /venv$|site-packages$/, option: undefined, certain: false };
  if (program === 'pipenv' && args.some((word) => word === '--dev' || word === '-d')) {
    return [{ ...common, text: `${text} --dev`, span: command.call!.word.span }];
  }
  const call = packageCall(command);
  if (call?.manager !== 'pip' || call.action !== 'install') return undefined;
  const written = command.call!.args;
  return written.flatMap((word, index) => {
    const listed =
      /^(?:-r|--requirement)$/.test(written[index - 1]?.text ?? '') &&
      !word.dynamic &&
      developmentFile.test(word.text);
    return listed ? [{ ...common, text: `pip install -r ${word.text}`, span: word.span }] : [];
  });
}

const builds =
  /^(?:(?:npm|pnpm|yarn|bun)(?! (?:install|i|ci|add|config|cache)\b)(?: \S+){0,4}? (?:build|compile|bundle|generate|dist)\b|(?:npx |yarn |pnpm (?:exec |dlx )?)?(?:turbo|nx)(?: run)? build\b|(?:npx |yarn |pnpm |pnpm exec )?(?:tsc|vite|next|nuxt|ng|webpack|rollup|esbuild|parcel|astro|remix|nest|react-scripts)\b.*)/;

/** Whether a command, as a text, builds a JavaScript application. */
export function isApplicationBuild(text: string): boolean {
  return builds.test(text);
}

/** Whether a stage builds the application, for which it needs what is installed for development. */
export function buildsApplication(stage: Stage): boolean {
  return texts(stage).some(isApplicationBuild);
}
