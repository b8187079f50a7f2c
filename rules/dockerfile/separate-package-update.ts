import {
  appendCommand,
  type DeployedStage,
  defineRule,
  type Fix,
  hasOption,
  type PackageCall,
  type RunStep,
  removeInstruction,
  span,
  type TextEdit,
  textOf,
} from '../../core/rule.ts';
import { packageManagers } from '../facts/package-managers.ts';
import { callHead, needsLists, packageCalls, ships, takesAway } from '../shared/run-commands.ts';

export default defineRule({
  id: 'dockerfile/separate-package-update',
  title: 'Package lists fetched in a layer of their own',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Fetch the package lists in the RUN that installs from them.',
  strength: 'Package lists are fetched where they are used',
  rationale:
    'The layer with the lists stays in the build cache while the RUN below it changes. A package added months later is then looked up in lists from months ago: it is not found on the mirrors any more, or an old version with its flaws is installed.',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  catalogue: ['dockerfile/apt-update-alone'],
  peers: ['trivy:DS-0017', 'checkov:CKV_DOCKER_5'],
  on: 'run',
  bad: `FROM debian:13-slim
RUN apt-get update
RUN apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
USER nobody
`,
  good: `FROM debian:13-slim
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
USER nobody
`,
  *check({ run, stage }) {
    const calls = packageCalls(run);
    const update = calls.find(({ action, manager }) => action === 'update' && family(manager) !== undefined);
    if (!update) return;
    const own = calls.filter(({ manager }) => family(manager) === family(update.manager));
    if (own.some(({ action }) => action !== 'update' && action !== 'clean') || mayInstall(run)) return;
    const { text, at } = callHead(update);
    const fix = fixFor(run, stage, update);
    yield {
      at,
      message: `"${text}" fetches package lists that nothing in this RUN installs from; they grow old in the build cache.`,
      ...(fix && { fix }),
    };
  },
});

function family(manager: PackageCall['manager']): string | undefined {
  if (/^apt|^aptitude$/.test(manager)) return 'apt';
  return manager === 'apk' ? 'apk' : undefined;
}

/** Programs that install nothing from the lists. */
const harmless =
  /^(?:apt-get|apt|aptitude|apk|apt-cache|apt-mark|cat|cd|chmod|chown|cp|date|echo|export|ln|ls|mkdir|mv|printf|rm|sed|set|tee|touch|true)$/;

/** Whether something else in the step may install from the lists. */
function mayInstall({ commands }: RunStep): boolean {
  return commands.some(({ call, name }) => (call ? !harmless.test(call.program) : name !== undefined));
}

/** The step is nothing but the update, and the next instruction installs: both become one. */
function fixFor(run: RunStep, deployed: DeployedStage, update: PackageCall): Fix | undefined {
  const { stage } = deployed;
  const { instruction } = run;
  const next = stage.instructions[stage.instructions.indexOf(instruction) + 1];
  const following = stage.runs.find((one) => one.instruction === next);
  const [first] = following?.commands ?? [];
  if (
    run.form !== 'shell' ||
    run.commands.length !== 1 ||
    !following ||
    !first ||
    instruction.flags.length > 0
  )
    return undefined;
  const { source } = instruction.span;
  const gap = source.text.slice(instruction.span.end, following.instruction.span.start);
  if (following.form !== 'shell' || following.instruction.heredocs.length > 0 || /\S/.test(gap))
    return undefined;
  const calls = packageCalls(following).filter(({ manager }) => family(manager) === family(update.manager));
  if (!calls.some(({ action }) => action === 'install' || action === 'upgrade')) return undefined;
  const repeated = calls.some(({ action }) => action === 'update');
  // With this option apk fetches the index for itself.
  const fetches = update.manager === 'apk' && calls.every((call) => hasOption(call, '--no-cache'));
  if (repeated || fetches) {
    return {
      title: `Take out the update that the next RUN ${repeated ? 'repeats' : 'does for itself'}`,
      safety: 'safe',
      edits: removeInstruction(instruction),
    };
  }
  // Who takes the lists away there takes them from the steps below.
  if (needsLists(deployed, following)) return undefined;
  if (first.nested || first.span.start !== following.instruction.argsSpan.start) return undefined;
  const text = textOf(instruction.argsSpan);
  return {
    title: `Put ${text} into the RUN that installs`,
    safety: 'safe',
    edits: [
      ...removeInstruction(instruction),
      { span: span(source, first.span.start, first.span.start), text: `${text} && ` },
      ...clearing(deployed, following, calls),
    ],
  };
}

/** The lists are now fetched in a layer that stays: they are taken away at its end, unless something does. */
function clearing(
  deployed: DeployedStage,
  { instruction, commands }: RunStep,
  calls: readonly PackageCall[],
): readonly TextEdit[] {
  const last = calls.at(-1)!;
  const cache = packageManagers[last.manager]?.cache;
  if (!cache || !ships(deployed) || commands.some((command) => takesAway(command, cache))) return [];
  return appendCommand(instruction, commands, last.command, cache.clean) ?? [];
}
