import {
  type DockerfileInstruction,
  type Fix,
  insertInstruction,
  isInside,
  keyword,
  packageCall,
  type RunStep,
  type ShellCommand,
  type Source,
  span,
  type TextEdit,
  textOf,
} from '../../core/rule.ts';
import { imageName } from './image-name.ts';
import { finalPackages, onlyBuildPackages } from './split-packages.ts';
import { absolute, type Shape, type Split } from './split-shape.ts';

/** Variables that only builds read. */
const buildVariable =
  /^(?:GO[A-Z0-9]*|CGO_\w+|CARGO_\w+|RUSTFLAGS|RUSTUP_\w+|MAVEN_\w+|GRADLE_\w+|NPM_CONFIG_\w+|YARN_\w+|PNPM_\w+|PIP_\w+|POETRY_\w+|UV_(?!PROJECT)\w+|COMPOSER_\w+|DEBIAN_FRONTEND|NUGET_\w+)$/i;

/** Instructions about the container, which the final stage carries. */
const moved = /^(?:EXPOSE|LABEL|VOLUME|HEALTHCHECK|STOPSIGNAL|CMD|ENTRYPOINT)$/;

const account = /^(?:adduser|addgroup|useradd|groupadd|usermod)$/;
const prepares = /^(?:adduser|addgroup|useradd|groupadd|usermod|mkdir)$/;
const folders = /^(?:mkdir|chown|chmod|install|true)$/;

/** The fix that takes a Dockerfile apart into a build stage and a final one; undefined where something in it has no clear place. */
export function assemble(shape: Shape, split: Split): Fix | undefined {
  const { stage } = shape.deployed;
  const all = stage.instructions.slice(1);
  const end = split.last.span.end;
  const start = split.first?.span.start ?? stage.from.span.end;
  const head = all.filter(({ span: at }) => at.start >= start && at.start <= end);
  const tail = all.filter(({ span: at }) => at.start > end);
  if (!tail.every((one) => fitsBehind(one, shape, split))) return undefined;
  if (split.image === 'none' && needsShell(shape)) return undefined;
  const final = finalStage(shape, split, head, tail);
  if (!final) return undefined;
  const { source } = stage.from.span;
  const cased = (line: string) => line.replace(/^[A-Z]+/, (word) => keyword(stage.from, word));
  const own = keyword(stage.from, 'AS');
  const named = {
    span: span(source, stage.from.span.end, stage.from.span.end),
    text: ` ${own} ${split.first ? 'base' : 'build'}`,
  };
  const between = split.first
    ? insertInstruction(split.first, ['', cased(`FROM base ${own} build`)], 'before')
    : [];
  const lines = ['', ...final.lines.map(cased)];
  return {
    title: titleOf(shape, split),
    safety: 'review',
    edits: [
      named,
      ...between,
      ...(split.edits ?? []),
      ...final.cuts.map((one) => cut(one)),
      ...insertInstruction(
        split.last,
        lines.flatMap((line) => line.split(/\r?\n/)),
        'after',
      ),
    ],
  };
}

/** Says what is built from now on. */
function titleOf({ deployed, reference }: Shape, split: Split): string {
  const image = split.first ? reference.text : split.from;
  const own = split.image === 'none' && !deployed.stage.user ? ', run as user 65532,' : '';
  const what = imageName(deployed).replace(/^The /, 'the ');
  return `Build ${what} in a stage of its own: the final image is then "${image}"${own} with ${split.ships} and nothing else of the build`;
}

/** Whether an instruction behind the build can stay as it is. */
function fitsBehind(one: DockerfileInstruction, shape: Shape, split: Split): boolean {
  if (one.name !== 'RUN')
    return one.name !== 'FROM' && (split.image !== 'none' || one.name !== 'USER' || plainUser(one));
  const run = shape.runs.find(({ instruction }) => instruction === one);
  if (!run || split.image === 'none') return false;
  if (split.image === 'same')
    return run.commands.every((command) => !split.builds(command) || packageCall(command) === undefined);
  return run.commands.every(
    ({ call }) => call !== undefined && (account.test(call.program) || folders.test(call.program)),
  );
}

/** A user that every image knows, or a number. */
function plainUser({ words }: DockerfileInstruction): boolean {
  return /^(?:root|nobody|nonroot|\d+(?::\d+)?)$/.test(words[0]?.text ?? '');
}

function needsShell({ deployed: { stage, services }, process }: Shape): boolean {
  if (!process.exec || services.some(({ service }) => service.healthcheck ?? service.user)) return true;
  const check = stage.healthcheck?.command;
  return check !== undefined && check.argv[0] !== process.words[0];
}

interface FinalStage {
  readonly lines: readonly string[];
  /** Instructions that go from the build stage. */
  readonly cuts: readonly DockerfileInstruction[];
}

function finalStage(
  shape: Shape,
  split: Split,
  head: readonly DockerfileInstruction[],
  tail: readonly DockerfileInstruction[],
): FinalStage | undefined {
  const { stage, base } = shape.deployed;
  const workdir = shape.workdirAt(split.last.span.end);
  const declared = head
    .filter(({ name }) => name === 'ARG')
    .map(({ words }) => words[0]?.text.split('=')[0] ?? '');
  const reads = (one: DockerfileInstruction) =>
    declared.some((name) => new RegExp(`\\$\\{?${name}\\b`).test(textOf(one.span)));
  if (tail.some(reads)) return undefined;
  const environment: string[] = [];
  const system: string[] = [];
  const behind: string[] = [];
  const copied: string[] = [];
  const cuts: DockerfileInstruction[] = [];
  let user: string | undefined;
  for (const one of head) {
    const text = textOf(one.span);
    switch (one.name) {
      case 'ENV': {
        const names = stage.definitions
          .filter(({ instruction }) => instruction === one)
          .map(({ name }) => name);
        if (names.every((name) => buildVariable.test(name))) break;
        if (reads(one) || (split.image !== 'same' && names.includes('PATH'))) return undefined;
        environment.push(text);
        break;
      }
      case 'USER':
        user = one.words[0]?.text ?? '';
        if (split.image !== 'same' || (user !== base?.user && user !== 'root')) return undefined;
        break;
      case 'COPY': {
        const lines = repeatedCopy(one, shape, split, workdir);
        if (!lines) return undefined;
        copied.push(...lines);
        break;
      }
      case 'RUN': {
        const lines = repeatedRun(
          shape.runs.find(({ instruction }) => instruction === one),
          shape,
          split,
        );
        if (!lines) return undefined;
        system.push(...lines);
        break;
      }
      default:
        if (!moved.test(one.name)) break;
        if (reads(one)) return undefined;
        behind.push(withComments(one));
        cuts.push(one);
    }
  }
  const changes = head.some(({ name }) => name === 'WORKDIR');
  if (changes && workdir === undefined) return undefined;
  const later = tail.some(({ name }) => name === 'USER');
  return {
    cuts,
    lines: [
      `FROM ${split.first ? 'base' : split.from}`,
      ...(changes ? [`WORKDIR ${workdir}`] : []),
      ...environment,
      ...(split.variables ?? []),
      ...system,
      ...copied,
      ...split.lines,
      ...(user !== undefined && !later ? [`USER ${user}`] : []),
      ...behind,
    ],
  };
}

/** What the final stage copies again of a COPY that stands before the build; undefined where that is not clear. */
function repeatedCopy(
  one: DockerfileInstruction,
  shape: Shape,
  split: Split,
  workdir: string | undefined,
): readonly string[] | undefined {
  const copy = shape.deployed.stage.copies.find(({ instruction }) => instruction === one);
  if (!copy?.target) return undefined;
  if (copy.from) return [];
  const text = textOf(one.span);
  if (split.sources) return copy.sources.some(({ value }) => split.sources?.(value)) ? [text] : [];
  const target = absolute(shape.workdirAt(one.span.start), copy.target.value);
  if (target === undefined || workdir === undefined) return undefined;
  const apart = target !== workdir && !target.startsWith(workdir === '/' ? '/' : `${workdir}/`);
  return apart && !copy.sources.some(({ value }) => /^\.\/?$/.test(value)) ? [text] : [];
}

/** The lines of the final stage for a step before the build: packages that are needed at run time, accounts, folders. */
function repeatedRun(run: RunStep | undefined, shape: Shape, split: Split): readonly string[] | undefined {
  if (!run) return undefined;
  const programs = run.commands.map(({ call }) => call?.program ?? '');
  if (
    programs.some((one) => prepares.test(one)) &&
    programs.every((one) => prepares.test(one) || folders.test(one))
  )
    return split.image === 'none' ? undefined : [textOf(run.instruction.span)];
  const workdir = shape.workdirAt(run.instruction.span.start);
  const rest = run.commands.filter(
    (command) => !split.builds(command) || reachesOut(command, workdir, split),
  );
  if (rest.length === 0) return [];
  if (rest.length !== run.commands.length) return onlyBuildPackages(rest, shape) ? [] : undefined;
  return finalPackages(run, shape, split);
}

const moving = /^(?:mkdir|cp|mv|rm|chmod|chown|ln|touch|echo|printf|sed|cat|tee|install)$/;

/** It changes a file outside the working folder, which the final stage may need. */
function reachesOut(
  { call, redirects }: ShellCommand,
  workdir: string | undefined,
  { lines }: Split,
): boolean {
  const inside = (path: string) => workdir !== undefined && workdir !== '/' && isInside(workdir, path);
  if (!call || (!moving.test(call.program) && redirects.length === 0)) return false;
  return [...call.args, ...redirects.map(({ target }) => target)].some(({ text }) => {
    if (!text.startsWith('/') || inside(text) || lines.some((line) => line.endsWith(` ${text}`)))
      return false;
    return !/^\/(?:tmp|root|dev|var\/cache|var\/lib\/apt)\b/.test(text);
  });
}

/** First line of an instruction with the comments right above it. */
function firstLineOf(source: Source, line: number): number {
  let first = line;
  while (first > 0 && /^\s*#/.test(source.line(first - 1))) first--;
  return first;
}

function withComments({ span: at }: DockerfileInstruction): string {
  const { source } = at;
  const first = source.lineStarts[firstLineOf(source, source.position(at.start).line)]!;
  return source.text.slice(first, at.end);
}

/** Take an instruction out with its comments, and one of the blank lines around it. */
function cut({ span: at }: DockerfileInstruction): TextEdit {
  const { source } = at;
  const first = firstLineOf(source, source.position(at.start).line);
  let next = source.position(at.end).line + 1;
  if (first > 0 && source.line(first - 1).trim() === '' && source.line(next).trim() === '') next++;
  return {
    span: span(source, source.lineStarts[first]!, source.lineStarts[next] ?? source.text.length),
    text: '',
  };
}
