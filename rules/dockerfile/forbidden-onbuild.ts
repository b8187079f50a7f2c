import { defineRule } from '../../core/rule.ts';

const forbidden = new Set(['ONBUILD', 'FROM', 'MAINTAINER']);

export default defineRule({
  id: 'dockerfile/forbidden-onbuild',
  title: 'Instruction that ONBUILD may not hold',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Put another instruction behind ONBUILD.',
  rationale:
    'A trigger runs in the build of another image, after its FROM. ' +
    'FROM, MAINTAINER and a second ONBUILD are refused there, and the build stops.',
  references: ['https://docs.docker.com/reference/dockerfile/#onbuild'],
  catalogue: ['dockerfile/onbuild-forbidden'],
  peers: ['hadolint:DL3043'],
  on: 'instruction',
  names: ['ONBUILD'],
  bad: `FROM node:24-alpine
ONBUILD FROM node:24-alpine
`,
  good: `FROM node:24-alpine
ONBUILD RUN npm ci
`,
  *check({ instruction }) {
    const { trigger } = instruction;
    if (!trigger || !forbidden.has(trigger.name)) return;
    yield {
      at: trigger.nameSpan,
      message: `${trigger.name} may not stand behind ONBUILD: the build stops here.`,
    };
  },
});
