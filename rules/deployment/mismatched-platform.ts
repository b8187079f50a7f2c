import { type DeployedService, defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'deployment/mismatched-platform',
  title: 'Image for another platform than the service asks for',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Name the platform once, in Compose, and leave `--platform` out of FROM.',
  strength: 'Services ask for the platform that their images are built for',
  rationale:
    'A constant `--platform` in the FROM of the last stage beats the platform that the build asks for. The image is then of another processor than `platform` says: ' +
    'the container does not start ("exec format error", "no matching manifest"), or it runs in emulation and many times slower.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#platform',
    'https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/',
  ],
  catalogue: ['deployment/platform-mismatch'],
  on: 'service',
  names: ['platform'],
  bad: {
    'compose.yaml': `services:
  api:
    build: .
    platform: linux/arm64
`,
    Dockerfile: `FROM --platform=linux/amd64 node:24-alpine
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
`,
  },
  good: {
    'compose.yaml': `services:
  api:
    build: .
    platform: linux/arm64
`,
    Dockerfile: `FROM node:24-alpine
HEALTHCHECK CMD ["wget", "-q", "--spider", "http://localhost:3000/"]
USER node
`,
  },
  *check(deployed) {
    const asked = deployed.service.scalar('platform');
    const built = builtFor(deployed);
    if (!asked || asked.dynamic || !built || built.dynamic) return skip;
    const wanted = architecture(asked.text);
    const made = architecture(built.value);
    if (!wanted || !made || wanted === made) return;
    yield {
      at: asked.span,
      message: `"${deployed.name}" asks for ${asked.text}, and its last stage is always built for ${built.value}: the image is of another processor.`,
      related: [{ at: built.span, message: `Always ${built.value}.` }],
    };
  },
});

/** The constant platform of the image at the end of the last stage's FROM chain. */
function builtFor({ stage, service }: DeployedService) {
  return service.build ? stage?.chain.at(-1)?.platform : undefined;
}

/** `linux/arm64` of `linux/arm64/v8`; names that mean the same as one (github.com/containerd/platforms). */
function architecture(platform: string): string | undefined {
  const [system, processor] = platform.toLowerCase().split('/');
  if (system === undefined || processor === undefined) return undefined;
  const known: Readonly<Record<string, string>> = {
    x86_64: 'amd64',
    'x86-64': 'amd64',
    aarch64: 'arm64',
    i386: '386',
  };
  return `${system}/${known[processor] ?? processor}`;
}
