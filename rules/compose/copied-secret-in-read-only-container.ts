import { type Deployment, defineRule, type Edit, type Fix, type Span, skip } from '../../core/rule.ts';
import { type Copied, copiedInto } from '../shared/copied-secrets.ts';
import { knownValue, secretFileEdits } from '../shared/secret-file.ts';

export default defineRule({
  id: 'compose/copied-secret-in-read-only-container',
  title: 'Secret that cannot be copied into a read-only container',
  category: 'correctness',
  severity: 'error',
  priority: 0,
  remedy: 'Take the secret or config from a file, which is mounted, or let the root be writable.',
  strength: 'Secrets and configs reach read-only containers',
  rationale:
    'Outside of a swarm, Compose mounts a secret or config that is a file. One that comes from `environment` or `content` it copies into the container before that starts, ' +
    'and with `read_only: true` it refuses: "`file` is the sole supported option". A `tmpfs` at `/run/secrets` changes nothing about that.',
  references: [
    'https://github.com/docker/compose/pull/12531',
    'https://github.com/docker/compose/issues/12031',
    'https://docs.docker.com/reference/compose-file/secrets/',
  ],
  catalogue: ['compose/read-only-rootfs'],
  on: 'service',
  bad: {
    'compose.yaml': `services:
  api:
    image: team/api:2.1
    read_only: true
    secrets:
      - session_secret
secrets:
  session_secret:
    environment: SESSION_SECRET
`,
    '.env': 'SESSION_SECRET=7hd92kf0s8\n',
    '.gitignore': '.env\n',
  },
  good: {
    'compose.yaml': `services:
  api:
    image: team/api:2.1
    read_only: true
    secrets:
      - session_secret
secrets:
  session_secret:
    file: ./secrets/session_secret.txt
`,
    '.env': 'SESSION_SECRET=7hd92kf0s8\n',
    '.gitignore': '.env\n/secrets/\n',
    'secrets/session_secret.txt': '7hd92kf0s8',
  },
  *check(deployed) {
    const readOnly = deployed.service.scalar('read_only');
    if (readOnly?.text !== 'true' || readOnly.dynamic) return skip;
    const copied = copiedInto(deployed);
    if (copied.length === 0) return skip;
    for (const one of copied) {
      const { kind, resource, span, variable } = one;
      const origin = variable === undefined ? 'the Compose file' : `the variable ${variable}`;
      yield {
        at: span,
        message: `Compose does not start "${deployed.name}": it copies the ${kind} "${resource.name}" from ${origin} into the container, whose root is read-only.`,
        related: [{ at: readOnly.span, message: 'The root is made read-only here.' }],
        fix: () => fixFor(deployed.deployment, one),
      };
    }
  },
});

/** Only for a secret whose value is known: a file that is still to be filled in would change which defect it is. */
function fixFor(deployment: Deployment, { kind, resource, variable }: Copied): Fix | undefined {
  const value = variable === undefined ? undefined : knownValue(deployment, variable);
  const definition = resource.value?.entries.get('environment');
  const used = definition?.value?.kind === 'scalar' ? definition.value.span : undefined;
  if (kind !== 'secret' || value === undefined || !definition || !used) return undefined;
  const edits = secretFileEdits(deployment, resource.name, value);
  return (
    edits && {
      title: `Take the secret "${resource.name}" from secrets/${resource.name}.txt, which git ignores`,
      safety: 'review',
      edits: [
        replaced(definition.keySpan, 'file'),
        replaced(used, `./secrets/${resource.name}.txt`),
        ...edits,
      ],
    }
  );
}

function replaced(span: Span, text: string): Edit {
  return { span, text };
}
