import { defineRule, skip } from '../../core/rule.ts';

/** From BuildKit's check of the same name. */
const reserved = new Set(['scratch', 'context']);

export default defineRule({
  id: 'dockerfile/reserved-stage-name',
  title: 'Stage name that means something else',
  category: 'correctness',
  severity: 'warning',
  priority: 2,
  remedy: 'Give the stage another name.',
  rationale:
    '`scratch` is the empty image and `context` the build context. ' +
    'A stage of that name cannot be reached by it, and newer builders refuse it.',
  references: ['https://docs.docker.com/reference/build-checks/reserved-stage-name/'],
  catalogue: ['dockerfile/stage-name-reserved'],
  peers: ['hadolint:DL3063', 'buildkit:ReservedStageName'],
  on: 'stage',
  bad: `FROM alpine:3.24 AS scratch
CMD ["true"]
`,
  good: `FROM alpine:3.24 AS empty
CMD ["true"]
`,
  *check({ stage }) {
    const { name } = stage;
    if (!name) return skip;
    if (!reserved.has(name.value.toLowerCase())) return;
    yield {
      at: name.span,
      message: `"${name.value}" is a name of Docker's own: the stage cannot be named by it.`,
    };
  },
});
