import {
  type DeployedService,
  type Deployment,
  nameOf,
  type ReferenceCommand,
  type ReferencePart,
} from '../core/rule.ts';
import { composeCall, runsOn, scriptsNamed, shellWord } from './shared/compose-call.ts';
import { listed } from './shared/listed.ts';
import { dataPart } from './shared/reference-data.ts';
import { certificatePart, diskPart, secretPart } from './shared/reference-upkeep.ts';

/** Beyond this many services, those that are asked for by name are the reader's choice. */
const namedAtMost = 8;

/**
 * The commands for a deployment in an emergency and at its upkeep, made of what its files say and no more. They are for
 * people to run, on the server, in the deployment's folder.
 */
export function quickReference(deployment: Deployment): readonly ReferencePart[] {
  if (deployment.services.length === 0) return [];
  const parts = [
    lookPart(deployment),
    restartPart(deployment),
    updatePart(deployment),
    backPart(deployment),
    dataPart(deployment),
    certificatePart(deployment),
    diskPart(deployment),
    secretPart(deployment),
  ];
  return parts.filter((part) => part !== undefined);
}

function lookPart(deployment: Deployment): ReferencePart {
  const compose = composeCall(deployment);
  const running = deployment.services.filter(runsOn);
  const first = running.slice(0, namedAtMost);
  const profiles = [...new Set(deployment.services.flatMap(({ service }) => service.profiles))];
  const rest = running.length - first.length;
  return {
    id: 'look',
    title: 'Something is wrong: look first',
    notes: [
      `Run in the folder of ${listed((deployment.compose?.files ?? []).map(({ source }) => `\`${nameOf(source.path)}\``))} on the server.`,
      ...(profiles.length > 0
        ? [
            `Services of the profiles ${listed(profiles.map((one) => `\`${one}\``))} take part only with \`--profile\`.`,
          ]
        : []),
      ...(rest > 0 ? [`${rest} more services are asked for their logs by their names.`] : []),
    ],
    commands: [
      { does: 'Which services run, which are healthy, which ended', command: `${compose} ps --all` },
      {
        does: 'What all of them said in the last quarter of an hour',
        command: `${compose} logs --timestamps --since 15m`,
      },
      ...first.map(({ name }) => ({
        does: `What "${name}" says`,
        command: `${compose} logs --tail 200 --follow ${shellWord(name)}`,
      })),
      {
        does: 'What each takes of processors and memory',
        command: `docker stats --no-stream $(${compose} ps --quiet)`,
      },
      { does: 'Whether the disks are full', command: 'df -h' },
      {
        does: 'Whether the kernel killed something for want of memory',
        command: "sudo dmesg -T | grep -i 'out of memory'",
      },
    ],
  };
}

function restartPart(deployment: Deployment): ReferencePart {
  const compose = composeCall(deployment);
  const first = deployment.services.filter(runsOn).slice(0, namedAtMost);
  const checked = deployment.services.some(({ healthcheckFrom }) => healthcheckFrom !== undefined);
  return {
    id: 'restart',
    title: 'Start, stop and restart',
    notes: [],
    commands: [
      ...first.map(({ name }) => ({
        does: `Restart "${name}"`,
        command: `${compose} restart ${shellWord(name)}`,
      })),
      {
        does: `Start everything${checked ? ', and wait until it is healthy' : ''}`,
        command: `${compose} up -d${checked ? ' --wait' : ''}`,
      },
      { does: 'Stop everything; nothing is deleted', command: `${compose} stop` },
    ],
  };
}

function updatePart(deployment: Deployment): ReferencePart {
  const compose = composeCall(deployment);
  const { services } = deployment;
  const deploys = scriptsNamed(deployment, /deploy|release|rollout|update/i);
  const built = services.filter((one) => one.built);
  return {
    id: 'update',
    title: 'A new version',
    notes: ['Note before what runs now: the way back begins with it.'],
    commands: [
      ...deploys.map((path) => ({
        does: 'The script of this deployment; read it first',
        command: shellWord(`./${path}`),
      })),
      {
        does: 'Whether the files are right and every variable has its value',
        command: `${compose} config --quiet`,
      },
      { does: 'Which images run now', command: `${compose} images` },
      ...built.flatMap(({ service, name }): readonly ReferenceCommand[] => {
        const image = literalImage(service);
        if (image === undefined) return [];
        const kept = keptName(image);
        return [
          {
            does: `Keep the image of "${name}"`,
            command: `docker tag ${shellWord(image)} ${shellWord(kept)}`,
          },
        ];
      }),
      ...(services.some((one) => !one.built)
        ? [{ does: 'Fetch images', command: `${compose} pull --ignore-buildable` }]
        : []),
      ...(built.length > 0
        ? [
            {
              does: `Build ${listed(built.map(({ name }) => `"${name}"`))}`,
              command: `${compose} build --pull`,
            },
          ]
        : []),
      { does: 'Replace what has changed, and nothing else', command: `${compose} up -d` },
    ],
  };
}

function backPart(deployment: Deployment): ReferencePart | undefined {
  const compose = composeCall(deployment);
  const commands = deployment.services.filter(runsOn).flatMap((one) => backCommands(one, compose));
  if (commands.length === 0) return undefined;
  return {
    id: 'back',
    title: 'Back to the version before',
    notes: [
      'A database that was migrated may need its backup as well.',
      '`sha256:…` is the digest that was noted before.',
    ],
    commands,
  };
}

function backCommands(
  { service, name, built }: DeployedService,
  compose: string,
): readonly ReferenceCommand[] {
  const image = literalImage(service);
  if (image === undefined) return [];
  const up = `${compose} up -d --no-deps`;
  if (built) {
    const kept = `docker tag ${shellWord(keptName(image))} ${shellWord(image)}`;
    return [
      {
        does: `"${name}", from the image that was kept`,
        command: `${kept} && ${up} --no-build ${shellWord(name)}`,
      },
    ];
  }
  if (image.includes('@')) return [];
  const repository = image.replace(/:[^:/]*$/, '');
  return [
    {
      does: `The digest of "${name}"`,
      command: `docker image inspect --format '{{index .RepoDigests 0}}' ${shellWord(image)}`,
    },
    {
      does: `"${name}" at a digest`,
      command: `docker pull ${repository}@sha256:… && docker tag ${repository}@sha256:… ${shellWord(image)} && ${up} --pull never ${shellWord(name)}`,
    },
  ];
}

/** The image that a service names, where no variable is in it. */
function literalImage({ image }: DeployedService['service']): string | undefined {
  return image && !image.dynamic && image.reference ? image.value : undefined;
}

/** The name that an image is kept by while the next one is tried. */
function keptName(image: string): string {
  const repository = image.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
  return `${repository}:before`;
}
