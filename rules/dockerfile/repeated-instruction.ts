import { type DockerfileInstruction, defineRule, removeInstruction, skip } from '../../core/rule.ts';

const peersOf: Readonly<Record<string, readonly string[]>> = {
  CMD: ['hadolint:DL4003', 'buildkit:MultipleInstructionsDisallowed', 'trivy:DS-0016', 'sonar:S6589'],
  ENTRYPOINT: ['hadolint:DL4004', 'buildkit:MultipleInstructionsDisallowed', 'trivy:DS-0007', 'sonar:S6589'],
  HEALTHCHECK: ['hadolint:DL3012', 'buildkit:MultipleInstructionsDisallowed', 'trivy:DS-0023'],
};

export default defineRule({
  id: 'dockerfile/repeated-instruction',
  title: 'Instruction that a later one replaces',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Keep the one CMD, ENTRYPOINT or HEALTHCHECK that is meant.',
  rationale:
    'Of several CMD, ENTRYPOINT or HEALTHCHECK in a stage the last one counts, the others do nothing. ' +
    'Whoever reads or edits the first one is misled.',
  references: ['https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/'],
  catalogue: ['dockerfile/multiple-cmd', 'dockerfile/multiple-entrypoint', 'dockerfile/healthcheck-multiple'],
  peers: [...new Set(Object.values(peersOf).flat())],
  on: 'stage',
  bad: `FROM node:24-alpine
USER node
CMD ["npm", "start"]
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
USER node
CMD ["node", "server.js"]
`,
  *check({ stage }) {
    const last = new Map<string, DockerfileInstruction>();
    for (const instruction of stage.instructions)
      if (peersOf[instruction.name]) last.set(instruction.name, instruction);
    if (last.size === 0) return skip;
    for (const instruction of stage.instructions) {
      const { name, nameSpan } = instruction;
      const kept = last.get(name);
      if (!kept || kept === instruction) continue;
      yield {
        at: nameSpan,
        tag: 'unnecessary',
        message: `This ${name} does nothing: a later one of the stage takes its place.`,
        related: [{ at: kept.nameSpan, message: 'This one counts.' }],
        peers: peersOf[name]!,
        fix: () => ({
          title: `Remove this ${name}`,
          safety: 'safe',
          edits: removeInstruction(instruction),
        }),
      };
    }
  },
});
