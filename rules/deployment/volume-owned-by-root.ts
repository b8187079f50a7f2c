import {
  type DeployedService,
  defineRule,
  type Fix,
  insertInstruction,
  isInside,
  joinPath,
  keyword,
  type Mount,
  type Stage,
  skip,
  textOf,
} from '../../core/rule.ts';
import { mountPlace } from '../shared/mount-places.ts';
import { volumeOf } from '../shared/mounted-volumes.ts';

/** Folders of applications; others may be in the base image. */
const own = /^\/(?:app|data|srv|opt|code|usr\/src|workspace|uploads|storage|media|files)(?:\/|$)/;

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
    const mounts = service.mounts.filter((mount) => isNewVolume(deployed, mount));
    if (mounts.length === 0) return skip;
    for (const mount of mounts) {
      if (isMade(deployed, stage, mount.target) || isPrepared(deployed, mount)) continue;
      yield {
        at: mountPlace(mount),
        message: `The image of "${name}" has no ${mount.target}: the new volume there belongs to root, and "${stage.user?.value}" cannot write to it.`,
        ...(stage.user && { related: [{ at: stage.user.span, message: 'It runs as this user.' }] }),
        fix: () => fixFor(stage, mount.target),
      };
    }
  },
});

function isNewVolume({ deployment }: DeployedService, mount: Mount): boolean {
  const { type, source, readOnly, dynamic, target } = mount;
  if (type !== 'volume' || source === undefined || readOnly || dynamic || !own.test(target)) return false;
  const volume = volumeOf(deployment, mount);
  // A volume with options may bind a folder of the host, which has an owner.
  return (
    volume !== undefined &&
    !volume.external &&
    !volume.value?.entries.has('driver_opts') &&
    !volume.value?.entries.has('driver')
  );
}

/** Any step that names it, or copies what may hold it. */
function isMade({ deployment, files }: DeployedService, stage: Stage, target: string): boolean {
  const found = files.find(target);
  if (found !== undefined && deployment.tree.exists(found)) return true;
  const name = target.slice(target.lastIndexOf('/') + 1);
  return stage.chain.some((one) => {
    const workdir = one.workdir && !one.workdir.dynamic ? one.workdir.value : '/';
    const copied = one.copies.some(
      (copy) =>
        !copy.target ||
        copy.target.dynamic ||
        (copy.from && isInside(joinPath(workdir, copy.target.value), target)),
    );
    return (
      copied ||
      one.instructions.some(
        ({ span: at, name: word }) =>
          /^(?:RUN|VOLUME|WORKDIR|ENV|ARG)$/i.test(word) && textOf(at).includes(name),
      )
    );
  });
}

/** Another container gives it to the user first. */
function isPrepared({ deployment }: DeployedService, { source }: Mount): boolean {
  return deployment.services.some(
    ({ service }) =>
      service.mounts.some((mount) => mount.source === source) &&
      [...(service.entrypoint?.argv ?? []), ...(service.command?.argv ?? [])].some((word) =>
        /chown|chmod/.test(word),
      ),
  );
}

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
  const line = `${keyword(user.instruction, 'RUN')} mkdir -p ${target} && chown ${owner} ${target}`;
  // An earlier USER may not have the right to.
  const users = stage.instructions.filter(({ name }) => /^user$/i.test(name));
  if (users.length !== 1) return undefined;
  return {
    title: `Make ${target} in the image for "${owner}"`,
    safety: 'review',
    edits: insertInstruction(user.instruction, [line], 'before'),
  };
}
