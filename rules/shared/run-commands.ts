import {
  type DeployedStage,
  insertWords,
  nameOf,
  type PackageCall,
  packageCall,
  type RunStep,
  type ShellCommand,
  type Span,
  type Stage,
  type TextEdit,
  textOf,
} from '../../core/rule.ts';

/** A command's program (without `sudo` and its like) and arguments, joined by blanks. */
export function callText({ call }: ShellCommand): string {
  return call ? [call.program, ...call.args.map(({ text }) => text)].join(' ') : '';
}

const known = new WeakMap<RunStep, readonly PackageCall[]>();

/** The calls of package managers in a RUN step, in source order; worked out once, as each rule about packages asks. */
export function packageCalls(run: RunStep): readonly PackageCall[] {
  let calls = known.get(run);
  if (!calls) {
    calls = run.commands.flatMap((command) => packageCall(command) ?? []);
    known.set(run, calls);
  }
  return calls;
}

/** What a call is known by: `apt-get install`, with the place to point at. */
export function callHead({ manager, program, verb }: PackageCall): {
  readonly text: string;
  readonly at: Span;
} {
  const written = nameOf(program.text);
  const name = written.startsWith('python') ? manager : written;
  const text = [name, ...(verb ? [verb.text] : [])].join(' ');
  const { source } = program.span;
  const oneLine = verb && !source.text.slice(program.span.start, verb.span.end).includes('\n');
  return { text, at: oneLine ? { ...program.span, end: verb.span.end } : program.span };
}

/** Whether a stage's layers are part of an image that ships. */
export function ships({ stage, dockerfile }: DeployedStage): boolean {
  return dockerfile.stages.some((one) => one.final && one.stage.chain.includes(stage));
}

/** A variable in force for a command: in front of it, exported earlier in the step, or by an ENV or ARG above the step. */
export function hasVariable(stage: Stage, run: RunStep, command: ShellCommand, name: RegExp): boolean {
  const exported = ({ name: program, args, assignments }: ShellCommand) =>
    (program?.text === 'export' && args.some(({ text }) => name.test(text.split('=', 1)[0]!))) ||
    (!program && assignments.some((one) => name.test(one.name)));
  return (
    command.assignments.some((one) => name.test(one.name)) ||
    run.commands.some(exported) ||
    stage.chain.some((one) =>
      one.definitions.some(
        (definition) =>
          name.test(definition.name) && definition.instruction.span.start < run.instruction.span.start,
      ),
    )
  );
}

/** The targets of a step's `--mount=type=cache` and `type=tmpfs`, which are in no layer. */
export function unlayeredMounts({ instruction }: RunStep): readonly string[] {
  return instruction.flags.flatMap(({ name, value }) => {
    const fields = name === 'mount' ? (value?.value.split(',') ?? []) : [];
    if (!fields.some((field) => /^type=(?:cache|tmpfs)$/.test(field))) return [];
    return fields.flatMap((field) => /^(?:target|dst|destination)=(.*)$/.exec(field)?.[1] ?? []);
  });
}

/** A configuration file may have told the manager what the command line does not: written by a RUN, or copied. */
export function isConfigured({ chain }: Stage, setting: RegExp, file: RegExp): boolean {
  return chain.some(
    ({ runs, copies }) =>
      runs.some(({ instruction }) => setting.test(textOf(instruction.span))) ||
      copies.some(({ target, sources }) => {
        return file.test(target?.value ?? '') || sources.some(({ value }) => file.test(value));
      }),
  );
}

/** Where an option of the manager goes: behind its verb, or in front of it. */
export function withOption(
  { program, verb }: PackageCall,
  option: string,
  beforeVerb = false,
): readonly TextEdit[] {
  return insertWords(beforeVerb ? program : (verb ?? program), option);
}
