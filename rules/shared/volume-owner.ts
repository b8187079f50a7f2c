import {
  type DeployedService,
  type DeployedStage,
  isInside,
  joinPath,
  type Mount,
  type Stage,
  textOf,
} from '../../core/rule.ts';
import { volumeOf } from './mounted-volumes.ts';

/** Folders of applications; others may be in the base image. */
const own = /^\/(?:app|data|srv|opt|code|usr\/src|workspace|uploads|storage|media|files)(?:\/|$)/;

/** Named volumes that a service mounts for writing where its application keeps its files: Docker makes them with the image's owner, or root's. */
export function newVolumes(deployed: DeployedService): readonly Mount[] {
  return deployed.service.mounts.filter((mount) => isNewVolume(deployed, mount));
}

/** Whether the image may have the folder, so that a new volume takes its owner over, or another container gives it one. */
export function hasOwner(deployed: DeployedService, stage: Stage, mount: Mount): boolean {
  return isMade(deployed, stage, mount.target) || isPrepared(deployed, mount);
}

/** The commands that make a folder for a user. */
export function ownedFolder(target: string, owner: string): string {
  return `mkdir -p ${target} && chown ${owner} ${target}`;
}

/** Folders of new volumes that the services of a stage mount and that its image does not make. */
export function unownedFolders({ services, stage }: DeployedStage): readonly string[] {
  const open = services
    .filter(({ service }) => !service.user && !service.entrypoint)
    .flatMap((deployed) => newVolumes(deployed).filter((mount) => !hasOwner(deployed, stage, mount)));
  return [...new Set(open.map(({ target }) => target))];
}

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
