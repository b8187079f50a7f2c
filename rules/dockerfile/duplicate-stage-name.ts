import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/duplicate-stage-name',
  title: 'Stage name that is taken',
  category: 'correctness',
  severity: 'error',
  priority: 1,
  remedy: 'Give every stage a name of its own.',
  rationale:
    'Stage names are compared without regard to case. ' +
    'With two of one name `FROM`, `COPY --from` and `--target` mean the last one, wherever the author thought of the first.',
  references: ['https://docs.docker.com/reference/build-checks/duplicate-stage-name/'],
  catalogue: ['dockerfile/stage-name-unique'],
  peers: ['hadolint:DL3024', 'buildkit:DuplicateStageName', 'trivy:DS-0012', 'checkov:CKV_DOCKER_11'],
  on: 'dockerfile',
  bad: `FROM node:24-alpine AS build
RUN npm run build
FROM node:24-alpine AS build
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine AS build
RUN npm run build
FROM node:24-alpine AS runtime
USER node
CMD ["node", "server.js"]
`,
  *check({ dockerfile }) {
    const named = dockerfile.stages.flatMap(({ name }) => name ?? []);
    if (named.length === 0) return skip;
    const seen = new Map<string, (typeof named)[number]>();
    for (const name of named) {
      const key = name.value.toLowerCase();
      const first = seen.get(key);
      if (!first) {
        seen.set(key, name);
        continue;
      }
      yield {
        at: name.span,
        message: `A stage before it is called "${first.value}" already: what names it gets this one or the other by their order.`,
        related: [{ at: first.span, message: 'The first stands here.' }],
      };
    }
  },
});
