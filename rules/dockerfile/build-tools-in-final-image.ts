import {
  type DeployedStage,
  defineRule,
  firstLine,
  nameOf,
  type ShellCommand,
  type Span,
  skip,
} from '../../core/rule.ts';
import { isApplicationBuild } from '../shared/dependency-installs.ts';
import { imageName } from '../shared/image-name.ts';
import { listed } from '../shared/listed.ts';

export default defineRule({
  id: 'dockerfile/build-tools-in-final-image',
  title: 'Build tools in the final image',
  category: 'supply-chain',
  severity: 'warning',
  priority: 2,
  remedy: 'Build in a stage of its own and copy only what it made into the final one.',
  strength: 'Multi-stage builds keep build tools out of the images',
  rationale:
    'Compilers, bundlers and sources are not needed to run what they made. In the final image they multiply its size, come along on every pull, and give an intruder the tools to build more. ' +
    'A first stage may hold all of it; `COPY --from` takes the result.',
  references: [
    'https://docs.docker.com/build/building/multi-stage/',
    'https://docs.docker.com/build/building/best-practices/#use-multi-stage-builds',
  ],
  catalogue: ['dockerfile/multi-stage'],
  production: true,
  on: 'stage',
  bad: `FROM golang:1.26
WORKDIR /src
COPY go.mod main.go ./
RUN go build -o /server .
USER nobody
CMD ["/server"]
`,
  good: `FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod main.go ./
RUN go build -o /server .

FROM gcr.io/distroless/base-debian13:nonroot
COPY --from=build /server /server
CMD ["/server"]
`,
  *check(deployed) {
    if (!deployed.final || deployed.stage.runs.length === 0) return skip;
    const found = buildCommand(deployed) ?? compilerPackages(deployed);
    if (found) yield { at: firstLine(found.at), message: found.message };
  },
});

interface Found {
  readonly at: Span;
  readonly message: string;
}

/** Commands that compile, and what they leave behind. */
const toolchains: readonly { readonly command: RegExp; readonly leaves: string }[] = [
  { command: /^go (?:build|install)\b/, leaves: 'the Go toolchain' },
  { command: /^cargo (?:build|install)\b/, leaves: 'the Rust toolchain' },
  { command: /^mvnw? .*\b(?:package|install|verify)\b/, leaves: 'Maven, its repository and the JDK' },
  {
    command: /^gradlew? .*\b(?:build|assemble|bootJar|shadowJar|installDist)\b/,
    leaves: 'Gradle, its caches and the JDK',
  },
  { command: /^dotnet (?:publish|build)\b/, leaves: 'the .NET SDK' },
  { command: /^swift build\b/, leaves: 'the Swift toolchain' },
  { command: /^(?:stack|cabal) (?:build|install)\b/, leaves: 'the Haskell toolchain' },
];

function commandsOf({ stage }: DeployedStage): readonly ShellCommand[] {
  return stage.chain.toReversed().flatMap((one) => one.runs.flatMap((run) => run.commands));
}

function textOfCommand({ name, args }: ShellCommand): string {
  return [nameOf(name?.text ?? ''), ...args.map(({ text }) => text)].join(' ');
}

function buildCommand(deployed: DeployedStage): Found | undefined {
  const commands = commandsOf(deployed);
  const all = commands.map(textOfCommand);
  const pruned = all.some((text) =>
    /^(?:npm|pnpm) prune\b|^yarn install .*--production|^rm .*(?:node_modules|go\/pkg|\.cargo|\.m2)/.test(
      text,
    ),
  );
  for (const [index, text] of all.entries()) {
    const bundles = isApplicationBuild(text);
    const leaves = bundles
      ? 'the sources and what the build needed'
      : toolchains.find(({ command }) => command.test(text))?.leaves;
    if (leaves === undefined || pruned) continue;
    const shown = text
      .split(' ')
      .slice(0, bundles ? 3 : 2)
      .join(' ');
    const message = `${imageName(deployed)} is built where it runs: "${shown}" leaves ${leaves} in it.`;
    return { at: commands[index]!.span, message };
  }
  return undefined;
}

const compilers =
  /^(?:build-essential|build-base|gcc(?:-\d+)?|g\+\+(?:-\d+)?|gcc-c\+\+|clang|cmake|rustc|rust|cargo|go|golang(?:-go)?|default-jdk|openjdk-?\d+(?:-jdk)?|maven|gradle)$/;

/** Packages of compilers that are installed and stay. */
function compilerPackages(deployed: DeployedStage): Found | undefined {
  const names = [...deployed.stage.packages].filter((name) => compilers.test(name));
  const words = commandsOf(deployed).flatMap(({ args }) => args);
  const word = words.find(({ text }) => names.some((name) => text === name || text.startsWith(`${name}=`)));
  if (!word) return undefined;
  const quoted = listed(names.map((name) => `"${name}"`));
  return {
    at: word.span,
    message: `${imageName(deployed)} keeps its compilers: ${quoted} ${names.length > 1 ? 'are' : 'is'} installed and not removed in it.`,
  };
}
