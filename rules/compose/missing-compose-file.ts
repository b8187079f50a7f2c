import { defineRule, firstLine, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/missing-compose-file',
  title: 'Included or extended file that is not there',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Correct the path or the name, or add the file.',
  rationale:
    'Compose reads what `include` and `extends` name before it starts anything, and stops where it cannot find it. So it does where the files lead in a circle.',
  references: [
    'https://docs.docker.com/reference/compose-file/include/',
    'https://docs.docker.com/reference/compose-file/services/#extends',
  ],
  catalogue: ['compose/extends-missing', 'compose/include-missing'],
  tolerant: true,
  on: 'compose',
  bad: `services:
  api:
    image: team/api:2.1
  worker:
    extends:
      service: ap
`,
  good: `services:
  api:
    image: team/api:2.1
  worker:
    extends:
      service: api
`,
  *check({ file, project, deployment }) {
    if (!file.entry('include') && !/\bextends:/.test(file.source.text)) return skip;
    for (const { span, message } of project.problems) {
      if (span.source !== file.source || !deployment.tree.knows(file.source.path)) continue;
      yield { at: firstLine(span), message: /[.]$/.test(message) ? message : `${message}.` };
    }
  },
});
