import { type DeployedService, defineRule, type Fix, setYamlMany, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/undropped-capabilities',
  title: 'Default capabilities kept',
  category: 'security',
  severity: 'info',
  priority: 3,
  remedy: 'Drop all capabilities, and add back those that the program needs.',
  strength: 'Containers run without the capabilities that they do not need',
  rationale:
    'Docker gives every container fourteen capabilities, among them changing owners, raw sockets and becoming another user. Most programs need none of them, and what is dropped cannot be misused.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#cap_drop',
    'https://docs.docker.com/engine/security/#linux-kernel-capabilities',
  ],
  catalogue: ['compose/cap-drop'],
  production: true,
  on: 'service',
  bad: `services:
  db:
    image: postgres:18
    restart: unless-stopped
`,
  good: `services:
  db:
    image: postgres:18
    restart: unless-stopped
    cap_drop:
      - ALL
    cap_add:
      - CHOWN
      - DAC_OVERRIDE
      - FOWNER
      - SETGID
      - SETUID
`,
  *check(deployed) {
    const { service, name } = deployed;
    if (!service.image && !service.build) return skip;
    const dropped = service.at('cap_drop');
    const names =
      dropped?.kind === 'sequence'
        ? dropped.items.map((item) => (item.kind === 'scalar' ? item.text : ''))
        : [];
    if (names.some((one) => /^(?:cap_)?all$/i.test(one) || one.includes('$'))) return;
    yield {
      at: service.entry('cap_drop')?.keySpan ?? service.nameSpan,
      message: `"${name}" keeps ${names.length > 0 ? 'capabilities that it may not need' : 'all capabilities that Docker gives by default'}.`,
      fix: () => fixFor(deployed),
    };
  },
});

function fixFor({ service, image, built, name }: DeployedService): Fix | undefined {
  const needed = built ? undefined : image?.capabilities;
  if (!needed || !service.node || service.at('cap_drop') || service.at('cap_add')) return undefined;
  const edits = setYamlMany(service.node, [
    [['cap_drop'], ['ALL']],
    ...(needed.length > 0 ? [[['cap_add'], [...needed]] as [string[], string[]]] : []),
  ]);
  return edits && { title: `Drop what "${name}" does not need of its capabilities`, safety: 'review', edits };
}
