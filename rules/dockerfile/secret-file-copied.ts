import { type CopyStep, defineRule, type Expanded, skip, span } from '../../core/rule.ts';

/** Files whose whole purpose is to hold a secret. */
const secretFile =
  /(?:^|\/)(?:\.env(?:\.(?!(?:example|sample|template|dist|defaults?|test|schema)\b)[\w.-]+)?|id_(?:rsa|dsa|ecdsa|ed25519)|[\w.-]+\.(?:pem|key|p12|pfx|jks|keystore|kdbx)|\.npmrc|\.pypirc|\.netrc|\.pgpass|\.htpasswd|\.git-credentials|credentials\.json|service-account[\w-]*\.json|\.aws|\.ssh|\.kube|\.docker\/config\.json)$/i;
/** Names that the pattern meets and that are public. */
const harmless =
  /(?:^|\/)(?:[\w.-]*(?:public|pub|cert|ca|chain|root)[\w.-]*\.(?:pem|key)|[\w.-]*(?:ca-?bundle|rds|global-bundle)[\w.-]*\.pem)$/i;

export default defineRule({
  id: 'dockerfile/secret-file-copied',
  title: 'Secret file copied into the image',
  category: 'secrets',
  severity: 'error',
  priority: 0,
  remedy: 'Mount the file at run time, or for a build step with `RUN --mount=type=secret`.',
  rationale:
    'Whoever can pull the image can read every file of it, also one that a later layer removes. ' +
    'A secret of the build belongs into a secret mount, one of the running service into its secrets or environment.',
  references: ['https://docs.docker.com/build/building/secrets/'],
  catalogue: ['dockerfile/secret-copied'],
  peers: ['trivy:DS-0031'],
  on: 'stage',
  bad: `FROM node:24-alpine
WORKDIR /app
COPY .env server.js ./
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
WORKDIR /app
COPY server.js ./
USER node
CMD ["node", "server.js"]
`,
  *check({ stage, final, needed }) {
    if (stage.copies.length === 0 || !needed) return skip;
    for (const copy of stage.copies) {
      // What another stage made is judged where it came from.
      if (copy.from) continue;
      for (const source of copy.sources) {
        const { value, dynamic } = source;
        if (dynamic || !secretFile.test(value) || harmless.test(value) || isTemplateOf(copy, source))
          continue;
        yield {
          at: source.span,
          message: final
            ? `${copy.instruction.name} puts "${value}" into the image: whoever can pull it can read it.`
            : `${copy.instruction.name} puts "${value}" into a stage of the build: it stays in its cache.`,
          ...(!final && { severity: 'warning' as const, priority: 2 as const }),
          fix: () => without(copy, source),
        };
      }
    }
  },
});

/** `COPY .env.docker .env.example`: what is copied under a template's name. */
function isTemplateOf({ target }: CopyStep, { value }: Expanded): boolean {
  return /example|sample|template/i.test(target?.value ?? '') || /fixtures?\/|tests?\//i.test(value);
}

/** Takes a source out of a COPY that has others; a COPY of nothing else is the author's to replace. */
function without({ instruction, sources }: CopyStep, source: Expanded) {
  if (sources.length < 2 || instruction.json) return undefined;
  const { words } = instruction;
  const at = words.findIndex(({ span }) => span.start === source.span.start);
  const next = words[at + 1];
  if (at < 0 || !next) return undefined;
  const { source: file, start } = source.span;
  return {
    title: `Leave "${source.value}" out`,
    safety: 'review' as const,
    edits: [{ span: span(file, start, next.span.start), text: '' }],
  };
}
