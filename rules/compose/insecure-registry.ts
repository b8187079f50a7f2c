import { defineRule, skip } from '../../core/rule.ts';
import { partOf } from '../shared/compose-places.ts';

/** Addresses that have no certificate that others would trust; the host's own registry is exempt from TLS. */
const address = /^(?!127\.)\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$/;

export default defineRule({
  id: 'compose/insecure-registry',
  title: 'Registry without TLS',
  category: 'supply-chain',
  severity: 'warning',
  priority: 2,
  remedy: 'Give the registry a name and a certificate, and pull from there.',
  strength: 'Images are pulled over TLS',
  rationale:
    'A registry by its bare address, or on port 80, can be pulled from only when Docker is told not to ask for TLS. Whoever is on the way can then hand out another image under the same name.',
  references: ['https://docs.docker.com/reference/cli/dockerd/#insecure-registries'],
  catalogue: ['compose/insecure-registry'],
  on: 'service',
  bad: `services:
  api:
    image: 10.0.0.5:5000/team/api:2.1
`,
  good: `services:
  api:
    image: registry.example.org/team/api:2.1
`,
  *check({ service, name }) {
    const { image } = service;
    if (!image || image.dynamic) return skip;
    const registry = image.reference?.registry ?? '';
    const why = /^https?:\/\//.test(image.value)
      ? 'an image has no URL, and Docker refuses one'
      : address.test(registry) || registry.endsWith(':80')
        ? `the registry ${registry} speaks no TLS that Docker could check`
        : undefined;
    if (why) yield { at: partOf(image.span, registry), message: `"${name}" pulls "${image.value}": ${why}.` };
  },
});
