import type { DeployedStage, ShellCommand, Span, Stage } from '../../core/rule.ts';
import { isApplicationBuild } from './dependency-installs.ts';
import { imageName } from './image-name.ts';
import { listed } from './listed.ts';
import { callText } from './run-commands.ts';

/** Something that builds, and what to say of it. */
export interface BuildTool {
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
  { command: /^composer(?:\.phar)? install\b/, leaves: 'Composer and its cache' },
  { command: /^swift build\b/, leaves: 'the Swift toolchain' },
  { command: /^(?:stack|cabal) (?:build|install)\b/, leaves: 'the Haskell toolchain' },
];

function commandsOf({ stage }: DeployedStage): readonly ShellCommand[] {
  return stage.chain.toReversed().flatMap((one) => one.runs.flatMap((run) => run.commands));
}

/** The command by which a stage that ships, or one that it is built on, compiles the application. */
export function buildCommand(deployed: DeployedStage): BuildTool | undefined {
  const commands = commandsOf(deployed);
  const all = commands.map(callText);
  const pruned = all.some((text) =>
    /^(?:npm|pnpm) prune\b|^yarn install .*--production|^rm .*(?:node_modules|go\/pkg|\.cargo|\.m2|composer)/.test(
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

/** An image of tools and nothing else: it is there to build with. */
function isToolbox({ chain, cmd, entrypoint }: Stage): boolean {
  return !cmd && !entrypoint && chain.every(({ copies }) => copies.length === 0);
}

/** Packages of compilers that are installed and stay. */
export function compilerPackages(deployed: DeployedStage): BuildTool | undefined {
  if (isToolbox(deployed.stage)) return undefined;
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
