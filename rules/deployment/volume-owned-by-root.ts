import { defineRule, type Fix, insertInstruction, keyword, type Stage, skip } from '../../core/rule.ts';
import { mountPlace } from '../shared/mount-places.ts';
import { hasOwner, newVolumes, ownedFolder } from '../shared/volume-owner.ts';

export default defineRule({
  id: 'deployment/volume-owned-by-root',
  title: 'New volume that belongs to root under another user',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy: 'Make the folder in the image and give it to the user, before USER.',
  strength: 'Volumes belong to the users that write to them',
  rationale:
    'Docker gives a new named volume the content and the owner of the folder that the image has at its place. Where the image has no such folder, it makes one that belongs to root, and a process of another user cannot write there ("permission denied"). ' +
    'An old volume keeps the owner that it has.',
  references: [
    'https://docs.docker.com/engine/storage/volumes/#populate-a-volume-using-a-container',
    'https://docs.docker.com/reference/dockerfile/#user',
  ],
  catalogue: ['deployment/volume-owner'],
  on: 'service',
  names: ['build'],
  bad: {
    'compose.yaml': `services:
  api:
    build: .
    volumes:
      - uploads:/app/uploads
volumes:
  uploads:
`,
    Dockerfile: `FROM node:24-alpine
WORKDIR /app
COPY server.js ./
USER node
CMD ["node", "server.js"]
`,
    'server.js': '',
  },
  good: {
    'compose.yaml': `services:
  api:
    build: .
    volumes:
      - uploads:/app/uploads
volumes:
  uploads:
`,
    Dockerfile: `FROM node:24-alpine
WORKDIR /app
COPY server.js ./
RUN mkdir -p /app/uploads && chown node /app/uploads
USER node
CMD ["node", "server.js"]
`,
    'server.js': '',
  },
  *check(deployed) {
    const { service, stage, runsAs, name } = deployed;
    if (!stage || runsAs !== 'non-root' || service.user || service.entrypoint) return skip;
    const mounts = newVolumes(deployed);
    if (mounts.length === 0) return skip;
    for (const mount of mounts) {
      if (hasOwner(deployed, stage, mount)) continue;
      yield {
        at: mountPlace(mount),
        message: `The image of "${name}" has no ${mount.target}: the new volume there belongs to root, and "${stage.user?.value}" cannot write to it.`,
        ...(stage.user && { related: [{ at: stage.user.span, message: 'It runs as this user.' }] }),
        fix: () => fixFor(stage, mount.target),
      };
    }
  },
});

function fixFor(stage: Stage, target: string): Fix | undefined {
  const { user } = stage;
  if (
    !user ||
    user.dynamic ||
    !stage.instructions.includes(user.instruction) ||
    !/^[\w:.-]+$/.test(user.value)
  )
    return undefined;
  const owner = user.value;
  const line = `${keyword(user.instruction, 'RUN')} ${ownedFolder(target, owner)}`;
  // An earlier USER may not have the right to.
  const users = stage.instructions.filter(({ name }) => /^user$/i.test(name));
  if (users.length !== 1) return undefined;
  return {
    title: `Make ${target} in the image for "${owner}"`,
    safety: 'review',
    edits: insertInstruction(user.instruction, [line], 'before'),
  };
}
