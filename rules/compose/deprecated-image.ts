import { defineRule, skip } from '../../core/rule.ts';
import { deprecationOf } from '../facts/deprecated-images.ts';
import { isHeldBefore } from '../shared/rewrite.ts';

export default defineRule({
  id: 'compose/deprecated-image',
  title: 'Image that its makers gave up',
  category: 'supply-chain',
  severity: 'warning',
  priority: 1,
  remedy: 'Move to the image that took its place.',
  strength: 'Images come from where they are maintained',
  rationale:
    'Nobody builds such an image anew, so flaws found since then stay in it. One day its name leads nowhere, and the next host that has to pull it cannot.',
  references: [
    'https://github.com/bitnami/containers/issues/83267',
    'https://grafana.com/docs/loki/latest/send-data/promtail/',
    'https://hub.docker.com/_/openjdk',
  ],
  catalogue: ['compose/deprecated-image'],
  on: 'service',
  bad: `services:
  logs:
    image: grafana/promtail:3.5.0
`,
  good: `services:
  logs:
    image: grafana/alloy:v1.12.0
`,
  *check(deployed) {
    const { service, built, name } = deployed;
    const reference = service.image?.reference;
    const scalar = service.scalar('image');
    if (built || !reference || !scalar) return skip;
    const found = deprecationOf(reference);
    if (!found || isHeldBefore(deployed, scalar, (other) => [other.scalar('image')])) return;
    yield {
      at: service.image!.span,
      message: `The image "${reference.registry === 'docker.io' ? reference.repository : `${reference.registry}/${reference.repository}`}" of "${name}" ${found.what}; use ${found.instead}.`,
      tag: 'deprecated',
    };
  },
});
