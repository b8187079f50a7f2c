import { defineRule, deploymentVariables, folderOf, type Span, skip } from '../../core/rule.ts';
import { isReadWhole, readWords } from '../shared/env-readers.ts';

export default defineRule({
  id: 'deployment/unused-example-variable',
  title: 'Example entry that nothing reads',
  category: 'secrets',
  severity: 'info',
  priority: 3,
  remedy: 'Take the entry out of the example, or hand the variable to the service that needs it.',
  strength: 'Every entry of the example env files is read',
  rationale:
    'Whoever fills in the example looks for a value that changes nothing; and often a feature is believed to be set up, while its variable reaches no container: ' +
    "Compose hands a variable of `.env` on only where a file names it. Entries are compared with the Compose files, Dockerfiles, nginx's configuration, scripts and workflows.",
  references: ['https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/'],
  catalogue: ['deployment/variable-unused'],
  on: 'deployment',
  bad: {
    'compose.yaml': `services:
  api:
    image: team/api:2.1
    environment:
      PUBLIC_URL: https://\${DOMAIN}
`,
    '.env.example': `# Where it is reached
DOMAIN=example.org
SENTRY_DSN=
`,
  },
  good: {
    'compose.yaml': `services:
  api:
    image: team/api:2.1
    environment:
      PUBLIC_URL: https://\${DOMAIN}
`,
    '.env.example': `# Where it is reached
DOMAIN=example.org
`,
  },
  *check(deployment) {
    if (!deployment.compose) return skip;
    const { used, examples } = deployment.derive(deploymentVariables);
    // Without a variable that is read from one of them, they belong to something else.
    const own = examples.filter(
      (file) =>
        [...used.values()].some((one) => one.namedIn.includes(file)) &&
        !isReadWhole(deployment, folderOf(file.source.path)),
    );
    if (own.length === 0) return skip;
    const words = deployment.derive(readWords);
    for (const { entries, source } of own) {
      for (const { name, nameSpan, valueSpan } of entries) {
        if (/^(?:COMPOSE|DOCKER|BUILDKIT|BUILDX)_/.test(name) || words.some((set) => set.has(name))) continue;
        if (entries.some((other) => other.value.includes('$') && other.value.includes(name))) continue;
        yield {
          at: nameSpan,
          message: `Nothing that belongs to this deployment reads ${name}: it reaches no container.`,
          tag: 'unnecessary',
          fix: {
            title: `Take ${name} out of "${deployment.show(source.path)}"`,
            safety: 'review',
            edits: [{ span: wholeLines(nameSpan, valueSpan.end), text: '' }],
          },
        };
      }
    }
  },
});

function wholeLines({ source, start }: Span, valueEnd: number): Span {
  const first = source.lineStarts[source.position(start).line] ?? 0;
  const next = source.lineStarts[source.position(valueEnd).line + 1];
  return { source, start: first, end: next ?? source.text.length };
}
