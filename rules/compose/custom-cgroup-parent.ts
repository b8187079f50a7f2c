import { defineRule } from '../../core/rule.ts';
import { removeKey } from '../shared/list-item.ts';

export default defineRule({
  id: 'compose/custom-cgroup-parent',
  title: 'Control group of another parent',
  category: 'security',
  severity: 'info',
  priority: 3,
  remedy: 'Take `cgroup_parent` out: Docker has a control group for its containers.',
  rationale:
    'Limits and accounting go by control group. Under a parent that is not Docker’s own a container escapes what the host sets for all containers together.',
  references: ['https://docs.docker.com/reference/compose-file/services/#cgroup_parent'],
  catalogue: ['compose/cgroup-parent'],
  production: true,
  on: 'service',
  bad: `services:
  api:
    image: team/api:2.1
    cgroup_parent: team.slice
`,
  good: `services:
  api:
    image: team/api:2.1
`,
  *check({ service, name }) {
    const parent = service.scalar('cgroup_parent');
    if (!parent || parent.dynamic || parent.value === null || parent.text === '') return;
    const edits = removeKey(service, 'cgroup_parent');
    yield {
      at: parent.span,
      message: `"${name}" is put under the control group "${parent.text}" and not under Docker’s.`,
      ...(edits && {
        fix: { title: `Leave the control group of "${name}" to Docker`, safety: 'review' as const, edits },
      }),
    };
  },
});
