import { type DeployedService, defineRule, type Fix, removeYaml, setYaml, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'compose/root-user',
  title: 'Process runs as root',
  category: 'security',
  severity: 'warning',
  priority: 2,
  remedy: 'Run the service as a user of its own with `user:`.',
  strength: 'Services run as non-root users',
  rationale:
    'A process that runs as root in its container is root towards every volume and towards the kernel. One flaw in it, and files of the host or the container’s way out are at hand. ' +
    'Images that start as root and give it up by themselves, as the official database images and nginx do, are not meant; what a Dockerfile here decides is reported there.',
  references: [
    'https://docs.docker.com/reference/compose-file/services/#user',
    'https://docs.docker.com/engine/security/',
  ],
  catalogue: ['compose/root-user'],
  production: true,
  on: 'service',
  bad: `services:
  api:
    image: node:24-alpine
    command: ["node", "server.js"]
`,
  good: `services:
  api:
    image: node:24-alpine
    user: node
    command: ["node", "server.js"]
`,
  *check(deployed) {
    const { service, image, runsAs, built } = deployed;
    if (deployed.oneShot || runsAs === 'unknown' || (built && !service.user)) return skip;
    if (runsAs !== 'root') return;
    // Those that steer Docker need its socket, which is root's; the socket is reported as such.
    if (!service.user && service.mounts.some((mount) => mount.target.endsWith('docker.sock'))) return skip;
    // Told to be root, such an image's entrypoint still gives it up.
    if (!built && image?.runsAs === 'drops' && !service.entrypoint) return;
    const why = service.user
      ? `"user: ${service.user.text}" says so`
      : `"${service.image?.value}" sets no user`;
    yield {
      at: deployed.userSpan,
      message: `"${deployed.name}" runs as root: ${why}.`,
      fix: () => fixFor(deployed),
    };
  },
});

function fixFor({ service, image, name }: DeployedService): Fix | undefined {
  const { node, user } = service;
  if (!node) return undefined;
  if (user && image?.runsAs === 'non-root') {
    if (!node.entries.some((entry) => entry.key.text === 'user')) return undefined;
    return {
      title: `Leave "${name}" its image’s own user`,
      safety: 'review',
      edits: removeYaml(node, 'user'),
    };
  }
  if (image?.user === undefined || image.runsAs !== 'root') return undefined;
  const edits = setYaml(node, ['user'], image.user, { after: ['image', 'build', 'container_name'] });
  return edits && { title: `Run "${name}" as "${image.user}"`, safety: 'review', edits };
}
