import { type ComposeResource, defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/ignored-secret-mode',
  title: 'Owner or mode of a secret that Compose ignores',
  category: 'secrets',
  severity: 'info',
  priority: 3,
  remedy: 'Give the file on the host its owner and mode, or take the secret from `environment`.',
  rationale:
    'A secret from a file is that file, bind-mounted, with the owner and mode that it has on the host. Compose ignores `uid`, `gid` and `mode` there, and says so in a warning that is easily overlooked. ' +
    'Secrets from `environment` are copied in, and have them.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#secrets',
    'https://docs.docker.com/compose/how-tos/use-secrets/',
  ],
  catalogue: ['compose/secret-mode-ignored'],
  on: 'service',
  names: ['secrets'],
  bad: `services:
  app:
    image: team/app:2.1
    secrets:
      - source: token
        mode: 0400
secrets:
  token:
    file: ./token
`,
  good: `services:
  app:
    image: team/app:2.1
    secrets:
      - source: token
secrets:
  token:
    file: ./token
`,
  *check({ service, deployment, name }) {
    const grants = service.at('secrets');
    if (grants?.kind !== 'sequence') return skip;
    for (const grant of grants.items) {
      if (grant.kind !== 'mapping') continue;
      const source = grant.entries.get('source')?.value;
      const secret = deployment.compose?.secrets.find(
        (one) => source?.kind === 'scalar' && one.name === source.text,
      );
      if (!secret || !isFile(secret)) continue;
      for (const key of ['uid', 'gid', 'mode']) {
        const entry = grant.entries.get(key);
        if (!entry) continue;
        yield {
          at: entry.keySpan,
          message: `"${key}" of the secret "${secret.name}" has no effect in "${name}": the secret is a file of the host, mounted as it is.`,
          tag: 'unnecessary',
          related: [{ at: secret.nameSpan, message: 'It comes from a file.' }],
        };
      }
    }
  },
});

function isFile({ value }: ComposeResource): boolean {
  return value?.entries.has('file') ?? false;
}
