import {
  type DeployedStage,
  type DockerfileInstruction,
  defineRule,
  type Fix,
  type InstructionSubject,
  type Spanned,
  type TextEdit,
  textOf,
} from '../../core/rule.ts';
import { unexpandedWords } from '../shared/unexpanded-words.ts';

export default defineRule({
  id: 'dockerfile/unexpanded-variable',
  title: 'Variable in exec form, which no shell expands',
  category: 'correctness',
  severity: 'error',
  priority: 1,
  remedy: 'Start a shell that expands the variable, with `exec` in front of the program.',
  rationale:
    'In exec form Docker starts the program itself, and no shell reads the words first: `"$PORT"` reaches it as a dollar sign and a name. ' +
    'Programs then complain about a number that is none, look for a file of that name, or take it for a value. ' +
    'What ARG sets is not there at all when the container runs.',
  references: ['https://docs.docker.com/reference/dockerfile/#shell-and-exec-form'],
  catalogue: ['dockerfile/exec-form'],
  on: 'instruction',
  names: ['CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'RUN'],
  bad: `FROM python:3.14-slim
ENV PORT=8000
USER nobody
CMD ["uvicorn", "app:app", "--port", "$PORT"]
`,
  good: `FROM python:3.14-slim
ENV PORT=8000
USER nobody
CMD ["sh", "-c", "exec uvicorn app:app --port $PORT"]
`,
  *check(subject) {
    const { instruction, stage } = subject;
    const { json } = instruction;
    if (!stage || !json?.some(({ value }) => value.includes('$'))) return;
    const words = wordsOf(instruction, json, stage);
    const found = unexpandedWords(words).find(
      ({ word, names }) => json.includes(word) && names.every((name) => isSet(subject, stage, name)),
    );
    if (!found) return;
    const { word, program } = found;
    const fix = fixFor(subject, stage, found.names);
    yield {
      at: word.span,
      message: program
        ? `No shell expands "${word.value}" in exec form: "${program}" gets these characters.`
        : `No shell expands "${word.value}" in exec form: a program of this name is started.`,
      ...(fix && { fix }),
    };
  },
});

/** CMD's words stand behind those of ENTRYPOINT; what an unknown base image starts them with is not known. */
function wordsOf(
  { name }: DockerfileInstruction,
  json: readonly Spanned<string>[],
  { stage, base }: DeployedStage,
): readonly Spanned<string>[] {
  if (name !== 'CMD') return json;
  const { entrypoint } = stage;
  if (entrypoint) return entrypoint.form === 'exec' ? [...(entrypoint.instruction.json ?? []), ...json] : [];
  return base || stage.baseImage === undefined ? json : [];
}

/** By ENV or ARG above it, or by the environment that its services give it. */
function isSet(
  { instruction }: InstructionSubject,
  { stage, services }: DeployedStage,
  name: string,
): boolean {
  const above = stage.chain
    .flatMap(({ definitions }) => definitions)
    .some((one) => one.name === name && one.instruction.span.start < instruction.span.start);
  return (
    above ||
    (instruction.name !== 'RUN' &&
      services.some(({ service }) => service.environment.some((one) => one.name === name)))
  );
}

/** Words that a shell takes as they stand. */
const shellSafe = /^[\w./:@,+=%-]*(?:\$(?:\w+|\{\w+\})[\w./:@,+=%-]*)*$/;

function fixFor(
  { instruction }: InstructionSubject,
  { stage, base }: DeployedStage,
  names: readonly string[],
): Fix | undefined {
  const { name, json = [], argsSpan } = instruction;
  const known = names.every((one) => name === 'RUN' || stage.environment.has(one));
  const words = json.map(({ value }) => value);
  const hasShell = base?.shell === 'sh' || base?.shell === 'bash' || base?.tools?.includes('sh');
  const written = textOf(instruction.span);
  const process = name === 'CMD' ? stage.entrypoint : stage.cmd;
  const alone = !/^(?:CMD|ENTRYPOINT)$/.test(name) || process === undefined;
  if (!known || !hasShell || !alone || !words.every((word) => shellSafe.test(word)) || /^\s*#/m.test(written))
    return undefined;
  const line = words.join(' ');
  const open = argsSpan.source.text.indexOf('[', argsSpan.start);
  const place = { ...argsSpan, start: open };
  const edits: readonly TextEdit[] =
    name === 'RUN' || name === 'HEALTHCHECK'
      ? [{ span: place, text: line }]
      : [{ span: place, text: JSON.stringify(['sh', '-c', `exec ${line}`]).replaceAll('","', '", "') }];
  return { title: `Let a shell expand it before "${words[0]}" starts`, safety: 'review', edits };
}
