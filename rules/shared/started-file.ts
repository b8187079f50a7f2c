import {
  type CommandLine,
  type DeployedService,
  firstLine,
  joinPath,
  nameOf,
  type ProcessCommand,
  type Span,
} from '../../core/rule.ts';

/** A script that a container starts by its path. */
export interface StartedFile {
  /** As written. */
  readonly written: string;
  /** In the container. */
  readonly path: string;
  readonly at: Span;
}

interface Words {
  readonly argv: readonly string[];
  readonly at: Span;
}

const interpreter = /^(?:node|python3?|sh|bash|ash|ruby|php|bun|tsx|ts-node)$/;
const script = /^[\w@./-]+\.(?:[cm]?[jt]s|py|sh|rb|php)$/;

/** The script that a service built here starts, where its words leave no doubt: no options, no shell, no variables. */
export function startedFile({ service, stage }: DeployedService): StartedFile | undefined {
  const entrypoint = service.entrypoint
    ? ofCompose(service.entrypoint)
    : stage?.entrypoint && ofDockerfile(stage.entrypoint);
  if ((service.entrypoint || stage?.entrypoint) && !entrypoint) return undefined;
  const ownCommand = service.entrypoint ? undefined : stage?.cmd;
  const command = service.command ? ofCompose(service.command) : ownCommand && ofDockerfile(ownCommand);
  const words = [entrypoint, command].flatMap((one) =>
    one ? one.argv.map((text) => ({ text, at: one.at })) : [],
  );
  const [first, second] = words;
  const started = interpreter.test(nameOf(first?.text ?? ''))
    ? second
    : first?.text.includes('/')
      ? first
      : undefined;
  const workdir = service.scalar('working_dir');
  if (!started || !script.test(started.text) || workdir?.dynamic || stage?.workdir?.dynamic) return undefined;
  const folder = workdir?.text ?? stage?.workdir?.value ?? '/';
  return { written: started.text, path: joinPath(folder, started.text), at: started.at };
}

function ofCompose({ argv, dynamic, span }: CommandLine): Words | undefined {
  return dynamic ? undefined : { argv, at: firstLine(span) };
}

function ofDockerfile({ form, argv, span, script: line }: ProcessCommand): Words | undefined {
  if (form === 'exec') return { argv, at: firstLine(span) };
  const [only, ...more] = line?.commands ?? [];
  if (!only?.name || more.length > 0 || only.redirects.length > 0 || only.assignments.length > 0)
    return undefined;
  const words = [only.name, ...only.args];
  return words.some((word) => word.dynamic)
    ? undefined
    : { argv: words.map((word) => word.text), at: firstLine(span) };
}
