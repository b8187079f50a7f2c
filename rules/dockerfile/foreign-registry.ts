import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/foreign-registry',
  title: 'Base image from a registry that is not allowed',
  category: 'supply-chain',
  severity: 'warning',
  priority: 2,
  off: true,
  remedy: 'Take the image from an allowed registry, or add its registry to the option.',
  rationale:
    'Where images may come from is a decision of the house: a mirror that is scanned, a vendor, one’s own. ' +
    'Switched on, this rule says where a Dockerfile leaves that circle.',
  references: ['https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image'],
  catalogue: ['dockerfile/allowed-registries'],
  peers: ['hadolint:DL3026'],
  options: { registries: ['docker.io'] },
  optionDocs: { registries: 'Registries that images may come from; `*.example.org` for all below a name.' },
  on: 'stage',
  bad: `FROM quay.io/team/base:4
USER app
CMD ["/app"]
`,
  good: `FROM team/base:4
USER app
CMD ["/app"]
`,
  *check({ stage }, { options }) {
    const reference = stage.base.kind === 'image' ? stage.base.reference : undefined;
    if (!reference) return skip;
    const { registry } = reference;
    const isAllowed = options.registries.some((allowed) =>
      allowed.startsWith('*.') ? registry.endsWith(allowed.slice(1)) : registry === allowed,
    );
    if (isAllowed) return;
    yield {
      at: stage.base.span,
      message: `"${reference.text}" comes from ${registry}, which is none of the allowed registries.`,
    };
  },
});
