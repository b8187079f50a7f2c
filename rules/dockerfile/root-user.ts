import { type DeployedStage, defineRule, firstLine, skip } from '../../core/rule.ts';
import { imageName } from '../shared/image-name.ts';
import { mayDropRoot, setUser, userFor, userTitle } from '../shared/image-user.ts';

export default defineRule({
  id: 'dockerfile/root-user',
  title: 'Image runs as root',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy: 'Create a user and switch to it with `USER` before the command.',
  strength: 'Images run as a user of their own',
  rationale:
    'A process that is root in its container is root towards its volumes and towards the kernel. One flaw in the application, and whoever uses it can change the image’s programs and tries the way out with every right there is. ' +
    'Builder stages are not meant, and neither are images whose process gives up root by itself, as nginx and the official databases do.',
  references: [
    'https://docs.docker.com/reference/dockerfile/#user',
    'https://docs.docker.com/build/building/best-practices/#user',
  ],
  catalogue: ['dockerfile/non-root-user'],
  peers: ['hadolint:DL3002', 'trivy:DS-0002', 'checkov:CKV_DOCKER_3', 'checkov:CKV_DOCKER_8', 'sonar:S6471'],
  production: true,
  on: 'stage',
  bad: `FROM node:24-alpine
WORKDIR /app
COPY . .
CMD ["node", "server.js"]
`,
  good: `FROM node:24-alpine
WORKDIR /app
COPY . .
USER node
CMD ["node", "server.js"]
`,
  *check(deployed) {
    if (!deployed.final || decidedElsewhere(deployed)) return skip;
    if (deployed.runsAs === 'unknown' || (deployed.runsAs === 'root' && mayDropRoot(deployed))) return skip;
    if (deployed.runsAs !== 'root') return;
    const { user, base } = deployed.stage;
    const name = imageName(deployed);
    const from = base.kind === 'image' ? `"${base.text.value}"` : 'an empty image';
    const chosen = userFor(deployed);
    const edits = chosen && setUser(deployed, chosen);
    yield {
      at: user ? user.span : firstLine(base.span),
      message: user
        ? `${name} runs as root: "USER ${user.value}" is the last user that is set.`
        : `${name} runs as root: the Dockerfile sets no user, and ${base.kind === 'stage' ? 'its base' : from} has none either.`,
      peers: user
        ? ['hadolint:DL3002', 'trivy:DS-0002', 'checkov:CKV_DOCKER_8', 'sonar:S6471']
        : ['trivy:DS-0002', 'checkov:CKV_DOCKER_3', 'sonar:S6471'],
      ...(chosen &&
        edits && { fix: { title: userTitle(deployed, chosen), safety: 'review' as const, edits } }),
    };
  },
});

/** Nothing runs in it, or what runs it says as whom: a job's end, Compose's `user`, an image that only carries files. */
function decidedElsewhere({ services, stage, base }: DeployedStage): boolean {
  if (services.length > 0)
    return services.every((service) => service.oneShot || service.service.user !== undefined);
  const silent = !stage.cmd && !stage.entrypoint;
  return silent && (base?.oneShot === true || stage.chain.at(-1)?.base.kind === 'scratch');
}
