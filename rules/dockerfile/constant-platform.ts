import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/constant-platform',
  title: 'Platform fixed in FROM',
  category: 'correctness',
  severity: 'info',
  priority: 3,
  remedy: 'Leave the platform to `--platform` of the build or to `platform` of the service.',
  rationale:
    'With a constant platform the image is the same on every machine, also where that means emulation: on an ARM laptop or server it runs slowly or not at all. ' +
    'The one who builds knows what it is for.',
  references: ['https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/'],
  catalogue: ['dockerfile/platform-in-from'],
  peers: ['hadolint:DL3029', 'buildkit:FromPlatformFlagConstDisallowed'],
  on: 'stage',
  bad: `FROM --platform=linux/amd64 node:24-alpine
USER node
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
USER node
CMD ["node", "server.js"]
`,
  *check({ stage, dockerfile }) {
    const flag = stage.from.flags.find(({ name }) => name === 'platform');
    if (!flag?.value) return skip;
    const platform = flag.value.value;
    if (platform.includes('$')) return;
    // A stage for each platform, chosen by its name (`FROM build-${TARGETARCH}`), has to say which.
    const architecture = platform.split('/')[1] ?? platform;
    if (stage.name?.value.includes(architecture)) return;
    // Who asks for the target has thought of other platforms.
    const asked = dockerfile.stages.some((one) =>
      one.stage.definitions.some(({ name }) => target.test(name)),
    );
    if (asked) return;
    const platforms = new Set(dockerfile.stages.flatMap((one) => one.stage.platform?.value ?? []));
    if (platforms.size > 1 || platform.startsWith('windows')) return;
    yield {
      at: flag.span,
      message: `The stage is built for ${platform} on every machine, by emulation where that is another.`,
    };
  },
});

const target = /^TARGET(?:PLATFORM|ARCH|VARIANT)$/;
