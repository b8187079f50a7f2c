import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/stage-name-casing',
  title: 'Stage name in capitals',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Write stage names in lower case.',
  rationale:
    'Stage names are compared without regard to case, and image names are lower case. ' +
    'A capital suggests a difference that is none.',
  references: ['https://docs.docker.com/reference/build-checks/stage-name-casing/'],
  catalogue: ['dockerfile/stage-name-case'],
  peers: ['buildkit:StageNameCasing'],
  on: 'stage',
  bad: `FROM node:24-alpine AS Build
RUN npm run build
`,
  good: `FROM node:24-alpine AS build
RUN npm run build
`,
  *check({ stage }) {
    const { name } = stage;
    if (!name) return skip;
    const lower = name.value.toLowerCase();
    if (name.value === lower) return;
    yield {
      at: name.span,
      message: `The stage name "${name.value}" has capitals, which Docker does not tell from "${lower}".`,
      fix: { title: `Write "${lower}"`, safety: 'safe', edits: [{ span: name.span, text: lower }] },
    };
  },
});
