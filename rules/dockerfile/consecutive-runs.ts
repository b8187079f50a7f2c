import { defineRule, type RunStep, skip } from '../../core/rule.ts';
import { ships } from '../shared/run-commands.ts';

export default defineRule({
  id: 'dockerfile/consecutive-runs',
  title: 'RUN after RUN',
  category: 'performance',
  severity: 'info',
  priority: 3,
  off: true,
  remedy: 'Join the steps that belong together into one RUN.',
  rationale:
    'Each RUN is a layer, and what one writes and the next removes is stored all the same. Separate steps are also cached separately, which is often wanted, so this is off until it is asked for.',
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  catalogue: ['dockerfile/consecutive-run'],
  peers: ['hadolint:DL3059', 'sonar:S7031'],
  on: 'stage',
  bad: `FROM debian:13-slim
RUN mkdir /srv/app
RUN chown nobody /srv/app
USER nobody
`,
  good: `FROM debian:13-slim
RUN mkdir /srv/app && chown nobody /srv/app
USER nobody
`,
  *check(deployed) {
    const { runs, instructions } = deployed.stage;
    if (!ships(deployed)) return skip;
    const stepOf = new Map(runs.map((run) => [run.instruction, run]));
    for (const [index, instruction] of instructions.entries()) {
      const run = stepOf.get(instruction);
      const before = index > 0 ? stepOf.get(instructions[index - 1]!) : undefined;
      if (!run || !before || !isSingle(run) || !isSingle(before) || flagsOf(run) !== flagsOf(before))
        continue;
      yield {
        at: instruction.nameSpan,
        message: 'This RUN follows another of one command each; one RUN could hold both.',
      };
    }
  },
});

/** One command in shell form; what is joined already was joined for a reason. */
function isSingle({ form, commands, script }: RunStep): boolean {
  return form === 'shell' && commands.length === 1 && script?.broken === false;
}

function flagsOf({ instruction }: RunStep): string {
  return instruction.flags.map(({ name, value }) => `${name}=${value?.value ?? ''}`).join(' ');
}
