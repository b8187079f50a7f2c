import {
  defineRule,
  type Fix,
  packageCall,
  type RunStep,
  type ShellCommand,
  type ShellScript,
  span,
} from '../../core/rule.ts';
import { callHead } from '../shared/run-commands.ts';

export default defineRule({
  id: 'dockerfile/unseen-failure',
  title: 'Failure that the build does not see',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Join the commands with `&&`, or begin the script with `set -e`.',
  strength: 'Builds stop where something fails',
  rationale:
    'Docker looks at how a RUN ends, which is how its last command ends. What fails in front of a `;`, or on a line of a heredoc, is passed over: the image lacks a package or holds half of a download, is cached, tagged and shipped, and fails in production instead of in the build.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#here-documents',
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#set',
  ],
  catalogue: ['dockerfile/pipefail'],
  on: 'run',
  bad: `FROM debian:13-slim
RUN apt-get update; \\
    apt-get install -y --no-install-recommends curl; \\
    rm -rf /var/lib/apt/lists/*
USER nobody
`,
  good: `FROM debian:13-slim
RUN set -e; \\
    apt-get update; \\
    apt-get install -y --no-install-recommends curl; \\
    rm -rf /var/lib/apt/lists/*
USER nobody
`,
  *check({ run }) {
    for (const script of run.scripts) {
      const found = script.broken ? undefined : unseen(script, run);
      if (!found) continue;
      const { command, next } = found;
      const { word } = command.call!;
      yield {
        at: word.span,
        message: `When "${nameOfCommand(command)}" fails, the step goes on with "${nameOfCommand(next)}", and the build does not stop.`,
        fix: () => fixFor(run, command),
      };
      return;
    }
  },
});

/** Commands whose failing changes what is in the image. */
const working =
  /^(?:curl|wget|git|make|cmake|ninja|go|cargo|mvnw?|gradlew?|dotnet|composer|bundle|poetry|uv|tar|unzip|configure|cp|mv|patch|python[\d.]*|node|npx|phpize|docker-php-ext-install|pecl)$/;

function nameOfCommand(command: ShellCommand): string {
  const call = packageCall(command);
  return call ? callHead(call).text : (command.call?.program ?? command.name?.text ?? 'an assignment');
}

function matters(command: ShellCommand): boolean {
  const call = packageCall(command);
  if (call) return call.action !== undefined && call.action !== 'clean' && call.action !== 'remove';
  return command.call !== undefined && !command.call.word.dynamic && working.test(command.call.program);
}

/** The first command whose failing nothing looks at, and the one that runs nevertheless. */
function unseen({ commands }: ShellScript, run: RunStep) {
  if (commands.length < 2 || commands.every(({ errexit }) => errexit)) return undefined;
  for (const [index, command] of commands.entries()) {
    if (command.errexit || command.background || !isListed(command) || !matters(command)) continue;
    if (isUnpacked(command, commands.at(-1))) continue;
    const next = goesOn(commands, index, run);
    if (next) return { command, next };
  }
  return undefined;
}

/** The step ends with what unpacks or checks a file: without the download that fails. */
function isUnpacked({ call }: ShellCommand, last: ShellCommand | undefined): boolean {
  return (
    /^(?:curl|wget)$/.test(call?.program ?? '') &&
    /^(?:tar|unzip|bsdtar|gunzip|dpkg|rpm|sha\d+sum|gpg)$/.test(last?.call?.program ?? '')
  );
}

/** At the top level or in a plain group: what conditions and loops do with a failure is their author's matter. */
function isListed({ scope }: ShellCommand): boolean {
  for (let one = scope; one; one = one.parent)
    if (!/^(?:subshell|group|argument)$/.test(one.kind)) return false;
  return true;
}

/** The command behind the `;` or the line break that ends a command's `&&` chain. */
function goesOn(
  commands: readonly ShellCommand[],
  from: number,
  { instruction }: RunStep,
): ShellCommand | undefined {
  const { scope, span: at, pipeline } = commands[from]!;
  let end = pipeline.at(-1)!.span.end;
  // Where the pipe ends in another command, that one decides.
  if (pipeline.at(-1) !== commands[from]) return undefined;
  for (const next of commands.slice(from + 1)) {
    if (next.scope !== scope) continue;
    if (next.after === '||') return undefined;
    if (next.after !== '&&') {
      const between = at.source.text.slice(end, next.span.start);
      const heredoc = instruction.heredocs.some(({ body }) => body.start <= at.start && at.start < body.end);
      // Something that was not read as a command may look at it: `if [ $? -ne 0 ]`.
      if (/\bif\b|\bcase\b|\$\?|\|\|/.test(between) || next.args.some(({ text }) => text.includes('$?')))
        return undefined;
      return next.after === ';' && (heredoc || between.includes(';')) ? next : undefined;
    }
    end = next.pipeline.at(-1)!.span.end;
  }
  return undefined;
}

function fixFor({ instruction, form }: RunStep, { span: at, scope }: ShellCommand): Fix | undefined {
  if (form !== 'shell' || scope?.kind === 'argument') return undefined;
  const { source } = at;
  const heredoc = instruction.heredocs.find(({ body }) => body.start <= at.start && at.start < body.end);
  const start = heredoc ? heredoc.body.start : instruction.argsSpan.start;
  if (heredoc && source.text.startsWith('#!', start)) return undefined;
  const lines = source.text.slice(start, heredoc ? heredoc.body.end : instruction.argsSpan.end).split('\n');
  const indent = /^[ \t]*/.exec((heredoc ? lines[0] : lines[1]) ?? '')![0];
  const several = !heredoc && lines.length > 1;
  const text = heredoc
    ? `${indent}set -e${source.eol}`
    : several
      ? `set -e; \\${source.eol}${indent}`
      : 'set -e; ';
  return {
    title: 'Stop the step where a command fails: set -e',
    // What failed unseen so far now ends the build.
    safety: 'review',
    edits: [{ span: span(source, start, start), text }],
  };
}
