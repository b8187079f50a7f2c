import { defineRule, firstLine, type ShellCommand, skip } from '../../core/rule.ts';
import { copyManifestsFirst } from '../shared/manifest-copy.ts';

interface Install {
  /** What says which packages are meant. */
  readonly manifests: RegExp;
  readonly test: (program: string, args: readonly string[]) => boolean;
}

/** Installs of an application's dependencies, and the files that they read. */
const installs: readonly Install[] = [
  {
    manifests: /package(?:-lock)?\*?\.json|yarn\.lock|pnpm-lock\.yaml|\.npmrc|bun\.lock/,
    test: (program, args) =>
      (program === 'npm' && /^(?:ci|install|i|clean-install)$/.test(args[0] ?? '') && noPackages(args)) ||
      (/^(?:yarn|pnpm|bun)$/.test(program) &&
        (args.length === 0 ||
          args[0] === 'install' ||
          args[0] === 'i' ||
          /^--(?:frozen|prod|immutable)/.test(args[0]!)) &&
        noPackages(args)),
  },
  {
    manifests: /requirements[\w.-]*\*?\.txt|pyproject\.toml|poetry\.lock|Pipfile|uv\.lock/,
    test: (program, args) =>
      (/^(?:pip3?|uv)$/.test(program) && args.includes('install') && args.includes('-r')) ||
      (program === 'poetry' && args[0] === 'install') ||
      (program === 'uv' && args[0] === 'sync') ||
      (program === 'pipenv' && /^(?:install|sync)$/.test(args[0] ?? '')),
  },
  {
    manifests: /composer\.(?:json|lock)|composer\*/,
    test: (program, args) => program === 'composer' && args[0] === 'install',
  },
  { manifests: /Gemfile/, test: (program, args) => program === 'bundle' && args[0] === 'install' },
  {
    manifests: /go\.(?:mod|sum)/,
    test: (program, args) => program === 'go' && args[0] === 'mod' && args[1] === 'download',
  },
];

export default defineRule({
  id: 'dockerfile/late-dependency-install',
  title: 'Dependencies installed after all sources',
  category: 'performance',
  severity: 'info',
  priority: 3,
  remedy: 'Copy the manifest and its lock file first, install, and copy the sources behind.',
  strength: 'Dependencies are installed before the sources are copied',
  rationale:
    'A layer is built anew when something it is made of has changed. ' +
    'With all sources copied before, every edit of a line installs all dependencies again.',
  references: ['https://docs.docker.com/build/cache/optimize/#order-your-layers'],
  catalogue: ['dockerfile/layer-cache-order'],
  on: 'stage',
  bad: {
    'go.mod': 'module example.org/app\n',
    'go.sum': '',
    Dockerfile: `FROM golang:1.26 AS build
WORKDIR /src
COPY . .
RUN go mod download
RUN go build -o /app
`,
  },
  good: {
    'go.mod': 'module example.org/app\n',
    'go.sum': '',
    Dockerfile: `FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -o /app
`,
  },
  *check(deployed) {
    const { stage } = deployed;
    const all = stage.copies.find(
      ({ from, sources, instruction }) =>
        !from &&
        sources.some(({ value }) => /^\.?\/?$/.test(value)) &&
        !instruction.flags.some(({ name }) => name === 'exclude'),
    );
    if (!all) return skip;
    for (const run of stage.runs) {
      if (run.instruction.span.start < all.instruction.span.start) continue;
      const command = run.commands.find((one) => installOf(one));
      if (!command) continue;
      const { manifests } = installOf(command)!;
      const before = stage.copies.some(
        ({ instruction, sources }) =>
          instruction.span.start < all.instruction.span.start &&
          sources.some(({ value }) => manifests.test(value)),
      );
      const mounted = run.instruction.flags.some(
        ({ name, value }) => name === 'mount' && manifests.test(value?.value ?? ''),
      );
      if (before || mounted) return;
      const fix = copyManifestsFirst(deployed, all, run, command);
      yield {
        at: firstLine(command.span),
        message:
          'All sources are copied before this step: every change of any of them installs the dependencies again.',
        related: [{ at: all.instruction.nameSpan, message: 'They are copied here.' }],
        ...(fix && { fix }),
      };
      return;
    }
    return skip;
  },
});

function installOf({ call }: ShellCommand): Install | undefined {
  if (!call) return undefined;
  const args = call.args.map(({ text }) => text);
  return installs.find(({ test }) => test(call.program, args));
}

/** `npm install left-pad` installs one package, whatever the manifest says. */
function noPackages(args: readonly string[]): boolean {
  return args.slice(1).every((text) => text.startsWith('-'));
}
