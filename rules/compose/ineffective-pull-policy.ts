import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/ineffective-pull-policy',
  title: 'Pull policy that does not fit the tag',
  category: 'supply-chain',
  severity: 'info',
  priority: 3,
  remedy: 'Pull a moving tag always, and a digest when it is missing.',
  rationale:
    'A digest is one image for ever, and asking the registry for it at each start only ties the start to the registry. A moving tag with `missing` is the image of the day on which the host first pulled it, another one on each host.',
  references: ['https://docs.docker.com/reference/compose-file/services/#pull_policy'],
  catalogue: ['compose/pull-policy'],
  on: 'service',
  names: ['pull_policy'],
  bad: `services:
  api:
    image: team/api:latest
    pull_policy: missing
`,
  good: `services:
  api:
    image: team/api:latest
    pull_policy: always
`,
  *check({ service, name }) {
    const policy = service.scalar('pull_policy');
    const reference = service.image?.reference;
    if (!policy || policy.dynamic || !reference || service.build) return skip;
    const pinned = reference.digest !== undefined;
    const moving = !pinned && (reference.tag ?? 'latest') === 'latest';
    const wrong =
      pinned && policy.text === 'always'
        ? `asks the registry at each start for a digest that cannot change`
        : moving && /^(?:missing|if_not_present)$/.test(policy.text)
          ? `stays on the "latest" of the day on which this host first pulled it`
          : undefined;
    if (wrong === undefined) return;
    const text = pinned ? 'missing' : 'always';
    const editable = policy.origin !== 'shared' && policy.variables.length === 0;
    yield {
      at: policy.span,
      message: `"${name}" ${wrong}.`,
      ...(editable && {
        fix: {
          title: `Pull ${pinned ? 'when it is missing' : 'always'}`,
          safety: 'review' as const,
          edits: [{ span: policy.span, text }],
        },
      }),
    };
  },
});
