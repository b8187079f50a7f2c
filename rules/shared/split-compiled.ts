import { nameOf, type RunStep, type ShellCommand } from '../../core/rule.ts';
import { alpineFor, distroless, dotnetRuntimeFor, javaRuntimeFor } from '../facts/runtime-images.ts';
import { absolute, copyLine, runtimeFiles, type Shape, type Split, wordsOfCommand } from './split-shape.ts';

const shuffling = /^(?:mkdir|cp|mv|rm|chmod|cd|touch|echo|strip|sed|ls|true)$/;

function building(...programs: readonly string[]): (command: ShellCommand) => boolean {
  return ({ call }) => call === undefined || shuffling.test(call.program) || programs.includes(call.program);
}

function lastRun(runs: readonly RunStep[], test: (text: string) => boolean): RunStep | undefined {
  return runs.findLast(({ commands }) => commands.some((command) => test(wordsOfCommand(command).join(' '))));
}

/** Value of an option, as its next word or behind an equals sign. */
function optionOf(words: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    const [name, ...value] = word.split('=');
    if (!names.includes(name!)) continue;
    return value.length > 0 ? value.join('=') : words[index + 1];
  }
  return undefined;
}

/** Whether some command of the build copies or moves something to a path. */
function isPut(shape: Shape, path: string): boolean {
  return shape.runs.some(({ commands, instruction }) =>
    commands.some((command) => {
      const [program = '', ...args] = wordsOfCommand(command);
      const target = args.at(-1);
      return (
        /^(?:cp|mv)$/.test(program) &&
        target !== undefined &&
        absolute(shape.workdirAt(instruction.span.start), target) === path
      );
    }),
  );
}

/** The program that starts, as an absolute path. */
function programPath(shape: Shape): string | undefined {
  const [program = ''] = shape.process.words;
  if (shape.process.dynamic || !program.includes('/')) return undefined;
  return absolute(shape.workdirAt(Number.POSITIVE_INFINITY), program);
}

/** One file that runs by itself. */
function program(
  shape: Shape,
  run: RunStep,
  path: string,
  image: { readonly from: string; readonly image: Split['image'] },
  programs: readonly string[],
  source: RegExp,
): Split {
  const at = run.instruction.span;
  const workdir = shape.workdirAt(at.end);
  const files = runtimeFiles(shape, at.start, source).filter((file) => !path.startsWith(`${file}/`));
  return {
    ...image,
    last: run.instruction,
    builds: building(...programs),
    lines: [path, ...files].map((one) => copyLine(one, workdir)),
    ships:
      files.length === 0 ? `"${path}"` : `"${path}", ${files.map((file) => `"${nameOf(file)}"`).join(', ')}`,
  };
}

/** A Go program that a step builds with `-o`. */
export function splitGo(shape: Shape): Split | undefined {
  if (shape.repository !== 'golang') return undefined;
  const run = lastRun(shape.runs, (text) => text.startsWith('go build '));
  const command = run?.commands.find((one) => wordsOfCommand(one)[1] === 'build');
  if (!run || !command) return undefined;
  const workdir = shape.workdirAt(run.instruction.span.start);
  const out = optionOf(wordsOfCommand(command), '-o');
  const path = out === undefined ? undefined : absolute(workdir, out);
  const [first = ''] = shape.process.words;
  const started =
    programPath(shape) ??
    (/^(?:\/usr(?:\/local)?)?\/bin\/[^/]+$/.test(path ?? '') && nameOf(path!) === first ? path : undefined);
  if (path === undefined || started !== path || run.commands.some(({ call }) => call?.program === 'cd'))
    return undefined;
  const variables = [...shape.deployed.stage.environment.values()].some(
    ({ name, value }) => name === 'CGO_ENABLED' && value?.value === '0',
  );
  const fixed =
    variables || command.assignments.some(({ name, value }) => name === 'CGO_ENABLED' && value?.text === '0');
  const alpine = shape.distribution === 'alpine';
  const image = alpine
    ? { from: alpineFor(shape.tag), image: 'system' as const }
    : { from: fixed ? distroless.static : distroless.base, image: 'none' as const };
  return program(shape, run, path, image, ['go'], /\.go$/);
}

/** A Rust program of `cargo build --release`. */
export function splitRust(shape: Shape): Split | undefined {
  if (shape.repository !== 'rust') return undefined;
  const path = programPath(shape);
  const run = lastRun(shape.runs, (text) => /^cargo build .*(?:--release|-r)\b/.test(text));
  if (path === undefined || !run) return undefined;
  if (!/\/target\/(?:[\w-]+\/)?release\/[\w-]+$/.test(path) && !isPut(shape, path)) return undefined;
  const last = shape.runs.findLast(({ commands }) => commands.every(building('cargo'))) ?? run;
  const alpine = shape.distribution === 'alpine';
  const image = alpine
    ? { from: alpineFor(shape.tag), image: 'system' as const }
    : { from: distroless.cc, image: 'none' as const };
  return program(
    shape,
    last.instruction.span.start > run.instruction.span.start ? last : run,
    path,
    image,
    ['cargo', 'rustup'],
    /\.rs$/,
  );
}

/** A jar that Maven or Gradle makes. */
export function splitJava(shape: Shape): Split | undefined {
  const from = javaRuntimeFor(shape.repository, shape.tag);
  const words = shape.process.words;
  const jar = words[words.indexOf('-jar') + 1];
  if (from === undefined || nameOf(words[0] ?? '') !== 'java' || !words.includes('-jar') || jar === undefined)
    return undefined;
  const path = absolute(shape.workdirAt(Number.POSITIVE_INFINITY), jar);
  const run = lastRun(shape.runs, (text) =>
    /^(?:mvnw?|gradlew?) .*\b(?:package|install|verify|build|assemble|bootJar|shadowJar)\b/.test(text),
  );
  if (path === undefined || !run) return undefined;
  const put = isPut(shape, path);
  if (!put && !/\/(?:target|build\/libs)\/[^/]+\.jar$/.test(path)) return undefined;
  const programs = ['mvn', 'mvnw', 'gradle', 'gradlew', 'dos2unix'];
  const last = put ? (lastRun(shape.runs, (text) => /^(?:cp|mv) .*\.jar$/.test(text)) ?? run) : run;
  const behind = last.instruction.span.start > run.instruction.span.start ? last : run;
  return {
    last: behind.instruction,
    from,
    image: 'system',
    builds: building(...programs),
    lines: [copyLine(path, shape.workdirAt(behind.instruction.span.end))],
    ships: `"${path}"`,
  };
}

/** What `dotnet publish -o` makes. */
export function splitDotnet(shape: Shape): Split | undefined {
  if (shape.repository !== 'mcr.microsoft.com/dotnet/sdk') return undefined;
  const { stage, dockerfile, deployment } = shape.deployed;
  const run = lastRun(shape.runs, (text) => text.startsWith('dotnet publish'));
  const command = run?.commands.find((one) => wordsOfCommand(one)[1] === 'publish');
  const [program = '', library = ''] = shape.process.words;
  if (!run || !command || program !== 'dotnet' || !library.endsWith('.dll')) return undefined;
  const out = absolute(
    shape.workdirAt(run.instruction.span.start),
    optionOf(wordsOfCommand(command), '-o', '--output') ?? '',
  );
  const path = absolute(shape.workdirAt(Number.POSITIVE_INFINITY), library);
  if (out === undefined || path === undefined || !path.startsWith(`${out}/`)) return undefined;
  const projects = deployment.tree
    .below(dockerfile.context)
    .filter((file) => /\.(?:cs|fs|vb)proj$/.test(file));
  const texts = projects.map((file) => deployment.text(file)?.text ?? 'Sdk.Web');
  const web = texts.length === 0 || texts.some((text) => /Sdk\.Web|Microsoft\.AspNetCore\.App/.test(text));
  const names = new Set(stage.environment.keys());
  // The SDK's image listens where the framework says, the run-time image on port 8080.
  const told =
    names.has('ASPNETCORE_URLS') ||
    names.has('ASPNETCORE_HTTP_PORTS') ||
    stage.exposed.some(({ value }) => value === 8080);
  if (web && !told) return undefined;
  // Alpine's run-time image knows no cultures, unlike its SDK.
  if (shape.distribution === 'alpine' && !names.has('DOTNET_SYSTEM_GLOBALIZATION_INVARIANT'))
    return undefined;
  const from = dotnetRuntimeFor(shape.tag, web);
  return from === undefined
    ? undefined
    : {
        last: run.instruction,
        from,
        image: 'system',
        builds: building('dotnet'),
        lines: [copyLine(out, shape.workdirAt(run.instruction.span.end))],
        ships: `"${out}"`,
      };
}
