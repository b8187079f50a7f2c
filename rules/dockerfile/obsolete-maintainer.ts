import { defineRule, keyword, textOf } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/obsolete-maintainer',
  title: 'Deprecated MAINTAINER',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Name the author in the label `org.opencontainers.image.authors`.',
  rationale:
    'MAINTAINER is deprecated since Docker 1.13 and sets a field that nothing reads. ' +
    'A label says the same in a way that `docker inspect` and registries show.',
  references: ['https://docs.docker.com/reference/build-checks/maintainer-deprecated/'],
  catalogue: ['dockerfile/maintainer'],
  peers: [
    'hadolint:DL4000',
    'buildkit:MaintainerDeprecated',
    'trivy:DS-0022',
    'checkov:CKV_DOCKER_6',
    'sonar:S6586',
  ],
  on: 'instruction',
  names: ['MAINTAINER'],
  bad: `FROM node:24-alpine
MAINTAINER Operations <ops@example.org>
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
LABEL org.opencontainers.image.authors="Operations <ops@example.org>"
USER node
CMD ["node", "server.js"]
`,
  *check({ instruction }) {
    const { joined, argsIndex, nameSpan, span } = instruction;
    const author = joined.text
      .slice(argsIndex)
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2');
    const isPlain = author !== '' && !/["\\$]/.test(author) && !textOf(span).includes('\n');
    yield {
      at: nameSpan,
      tag: 'deprecated',
      message: 'MAINTAINER is deprecated: a label says who answers for an image.',
      ...(isPlain && {
        fix: {
          title: 'Write a label instead',
          safety: 'safe' as const,
          edits: [
            { span, text: `${keyword(instruction, 'LABEL')} org.opencontainers.image.authors="${author}"` },
          ],
        },
      }),
    };
  },
});
