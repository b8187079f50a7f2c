import {
  certificatesOf,
  type DeployedService,
  type Deployment,
  deploymentVariables,
  type ReferenceCommand,
  type ReferencePart,
} from '../../core/rule.ts';
import { isSecretName } from '../facts/secrets.ts';
import { composeCall, runsOn, shellWord } from './compose-call.ts';
import { listed } from './listed.ts';

/** Certificates: what is there, renewing them, and nginx taking them up. */
export function certificatePart(deployment: Deployment): ReferencePart | undefined {
  const compose = composeCall(deployment);
  const { clients, uses } = deployment.derive(certificatesOf);
  const sites = siteNames(deployment);
  const commands = [
    ...sites.slice(0, 3).map((site): ReferenceCommand => {
      const ask = `openssl s_client -connect ${site}:443 -servername ${site} </dev/null 2>/dev/null | openssl x509 -noout -subject -enddate`;
      return { does: `Until when the certificate of ${site} is good, as seen from outside`, command: ask };
    }),
    ...clients.flatMap(({ service, tool, renews }) => clientCommands(service, tool, renews, compose)),
    ...reloads([...new Set(uses.map(({ service }) => service))], compose),
  ];
  if (uses.length === 0 && clients.length === 0) return undefined;
  return { id: 'certificates', title: 'Certificates', notes: [], commands };
}

/** nginx reads what it was given anew. */
function reloads(services: readonly DeployedService[], compose: string): readonly ReferenceCommand[] {
  return services.filter(runsOn).map(({ name }) => ({
    does: `Let "${name}" take up new certificates and settings, if they are right`,
    command: `${compose} exec ${shellWord(name)} sh -c 'nginx -t && nginx -s reload'`,
  }));
}

/** Sources: certbot's documentation "Managing certificates" and acme.sh's wiki, 2026-11. */
function clientCommands(
  service: DeployedService,
  tool: string,
  goesOn: boolean,
  compose: string,
): readonly ReferenceCommand[] {
  const name = shellWord(service.name);
  if (!goesOn || !runsOn(service)) {
    if (tool !== 'certbot' || service.service.entrypoint || service.built) return [];
    return [
      { does: 'Which certificates there are', command: `${compose} run --rm ${name} certificates` },
      { does: 'Renew those that end soon', command: `${compose} run --rm ${name} renew` },
    ];
  }
  const call = `${compose} exec ${name}`;
  if (tool === 'certbot')
    return [
      { does: 'Which certificates there are', command: `${call} certbot certificates` },
      { does: 'Try a renewal; nothing is changed', command: `${call} certbot renew --dry-run` },
      { does: 'Renew those that end soon', command: `${call} certbot renew` },
    ];
  if (tool !== 'acme.sh') return [];
  return [
    { does: 'Which certificates there are', command: `${call} acme.sh --list` },
    { does: 'Renew those that end soon', command: `${call} acme.sh --cron` },
  ];
}

function siteNames({ nginx }: Deployment): readonly string[] {
  const names = nginx.flatMap(({ config }) =>
    config.servers.filter(({ tls }) => tls).flatMap((server) => server.names.map(({ text }) => text)),
  );
  return [...new Set(names)].filter((name) => /^[\w-]+(?:\.[\w-]+)+$/.test(name));
}

/** Where the disk has gone, and what may be thrown away. */
export function diskPart(deployment: Deployment): ReferencePart {
  const folders = hostFolders(deployment);
  const writesJson = deployment.services.some(({ service }) => {
    const driver = service.scalar('logging', 'driver');
    return !driver || driver.text === 'json-file';
  });
  return {
    id: 'disk',
    title: 'A full disk',
    notes: [
      'Old images are what the way back needs: throw them away only when the new ones have proved themselves.',
    ],
    commands: [
      { does: 'Which disk is full', command: 'df -h' },
      {
        does: 'What Docker holds: images, containers, volumes, the build cache',
        command: 'docker system df -v',
      },
      ...(folders.length > 0
        ? [
            {
              does: 'The folders of this deployment on the host',
              command: `sudo du -sh ${folders.map(shellWord).join(' ')}`,
            },
          ]
        : []),
      ...(writesJson
        ? [
            {
              does: 'The largest logs of containers',
              command: "sudo sh -c 'du -h /var/lib/docker/containers/*/*-json.log' | sort -h | tail",
            },
          ]
        : []),
      ...(deployment.services.some(({ built }) => built)
        ? [{ does: 'Throw the build cache away', command: 'docker builder prune' }]
        : []),
      {
        does: 'Throw away images older than a month that no container uses',
        command: 'docker image prune --all --filter until=720h',
      },
    ],
  };
}

/** Absolute paths of the host that volumes and mounts keep data in. */
function hostFolders({ compose, services }: Deployment): readonly string[] {
  const devices = (compose?.volumes ?? []).flatMap(({ value }) => {
    const options = value?.entries.get('driver_opts')?.value;
    const device = options?.kind === 'mapping' ? options.entries.get('device')?.value : undefined;
    return device?.kind === 'scalar' && !device.dynamic && device.text.startsWith('/') ? [device.text] : [];
  });
  const bound = services.flatMap(({ service }) =>
    service.mounts
      .filter(({ type, readOnly, dynamic }) => type === 'bind' && !readOnly && !dynamic)
      .flatMap(({ source = '' }) => (/^\/(?:srv|data|mnt|opt|home|var\/lib)\//.test(source) ? source : [])),
  );
  return [...new Set([...devices, ...bound])];
}

/** Changing secrets: who holds each, and what has to start anew. */
export function secretPart(deployment: Deployment): ReferencePart | undefined {
  const compose = composeCall(deployment);
  const users = holders(deployment);
  if (users.size === 0) return undefined;
  const databases = deployment.services.filter(
    (one) =>
      one.image?.role === 'database' && !one.built && one.service.entrypoint === undefined && runsOn(one),
  );
  const commands: ReferenceCommand[] = [
    { does: 'A new secret', command: 'openssl rand -base64 32 | tr -d /+=' },
    ...databases
      .filter(({ image }) => image?.product === 'postgres')
      .map(({ name, variables }): ReferenceCommand => {
        const user = variables.get('POSTGRES_USER');
        const text = typeof user === 'string' ? user : (user?.value?.text ?? 'postgres');
        const login = /^[\w.-]+$/.test(text) ? text : '"$POSTGRES_USER"';
        const change = `psql --username=${login} --dbname=postgres --command="\\password"`;
        return {
          does: `Change the password inside "${name}": its variable counts at the first start only`,
          command: `${compose} exec ${shellWord(name)} ${login.startsWith('"') ? `sh -c '${change}'` : change}`,
        };
      }),
    ...[...users].map(([variable, names]): ReferenceCommand => {
      return {
        does: `After ${variable} was changed in the env file, start ${listed(names.map((name) => `"${name}"`))} anew`,
        command: `${compose} up -d --no-deps ${names.map(shellWord).join(' ')}`,
      };
    }),
  ];
  return {
    id: 'secrets',
    title: 'Changing secrets',
    notes: ['Change one at a time, and look at the logs of those that use it before the next.'],
    commands,
  };
}

/** Services by the secret variable of Compose's own environment that they are given. */
function holders(deployment: Deployment): ReadonlyMap<string, readonly string[]> {
  const { used } = deployment.derive(deploymentVariables);
  const found = new Map<string, string[]>();
  for (const name of used.keys()) {
    if (!isSecretName(name)) continue;
    const own = deployment.services.filter(
      (one) =>
        runsOn(one) &&
        one.service.environment.some(({ value }) => value?.variables.some((use) => use.name === name)),
    );
    if (own.length > 0)
      found.set(
        name,
        own.map((one) => one.name),
      );
  }
  return found;
}
