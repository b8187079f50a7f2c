import {
  appendYaml,
  type ComposeScalar,
  type DeployedService,
  defineRule,
  type Edit,
  setYaml,
} from '../../core/rule.ts';
import { rewrite } from '../shared/rewrite.ts';

const option = 'no-new-privileges:true';

export default defineRule({
  id: 'compose/new-privileges-allowed',
  title: 'Process may gain new privileges',
  category: 'security',
  severity: 'warning',
  priority: 3,
  remedy: 'Add `no-new-privileges:true` to `security_opt`.',
  strength: 'No process can gain new privileges',
  rationale:
    'Without this option a program in the container may become root through a setuid binary such as `su` or `sudo`. ' +
    'With it the kernel grants no privilege that the process did not start with; nothing else changes.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#security_opt',
    'https://docs.kernel.org/userspace-api/no_new_privs.html',
  ],
  catalogue: ['compose/no-new-privileges'],
  peers: ['semgrep:yaml.docker-compose.security.no-new-privileges.no-new-privileges'],
  production: true,
  on: 'service',
  bad: `services:
  cache:
    image: redis:8.2
    restart: unless-stopped
`,
  good: `services:
  cache:
    image: redis:8.2
    restart: unless-stopped
    security_opt:
      - no-new-privileges:true
`,
  *check(deployed) {
    const value = deployed.service.at('security_opt');
    const options = value?.kind === 'sequence' ? value.items.filter((item) => item.kind === 'scalar') : [];
    const own = options.find((item) => /^no-new-privileges(?:[:=]|$)/.test(item.text));
    if (own ? !/[:=]false$/.test(own.text) : options.some((item) => item.dynamic)) return;
    // These call sudo at run time.
    const needs = deployed.image?.product === 'pgadmin' || deployed.stage?.packages.has('sudo');
    yield {
      at: own?.span ?? deployed.service.nameSpan,
      message: `A process of "${deployed.name}" may gain new privileges through a setuid program: "security_opt" ${own ? 'says so' : 'does not forbid it'}.`,
      fix: () => {
        const edits = editsFor(deployed, own);
        const safety = needs ? 'review' : 'safe';
        return edits && { title: `Forbid new privileges to "${deployed.name}"`, safety, edits };
      },
    };
  },
});

function editsFor({ service }: DeployedService, own: ComposeScalar | undefined): readonly Edit[] | undefined {
  if (own) {
    const edit = rewrite(own, option);
    return edit && [edit];
  }
  const written = service.node?.entries.find((entry) => entry.key.text === 'security_opt')?.value;
  if (written?.kind === 'sequence') return appendYaml(written, option);
  return service.node && setYaml(service.node, ['security_opt'], [option]);
}
