import type { DeployedService, Deployment, Mount, ReferenceCommand, ReferencePart } from '../../core/rule.ts';
import { composeCall, fileWord, runsOn, scriptsNamed, shellWord } from './compose-call.ts';
import { listed } from './listed.ts';

interface Dump {
  readonly dump: string;
  readonly restore: string;
  readonly ending: string;
  /** Shows that the data is there. */
  readonly look: string;
}

/**
 * How a product is dumped and brought back, inside its own container; undefined where its login is not known.
 * Sources: postgresql.org "pg_dump" and "pg_restore", mariadb.com "mariadb-dump", dev.mysql.com "mysqldump", mongodb.com
 * "mongodump"; variables and local logins are those of the official images. 2026-11.
 */
const dumps: Readonly<Record<string, (service: DeployedService) => Dump | undefined>> = {
  postgres: (service) => {
    const user = inContainer(service, 'POSTGRES_USER') ?? 'postgres';
    const database = inContainer(service, 'POSTGRES_DB') ?? user;
    const login = `--username=${user} --dbname=${database}`;
    return {
      dump: called(`pg_dump ${login} --format=custom`),
      restore: called(`pg_restore ${login} --clean --if-exists`),
      look: called(`psql ${login} --command="\\dt+"`),
      ending: 'dump',
    };
  },
  mysql: (service) => sql(service, ['MYSQL_ROOT_PASSWORD'], 'mysqldump', 'mysql'),
  mariadb: (service) =>
    sql(service, ['MARIADB_ROOT_PASSWORD', 'MYSQL_ROOT_PASSWORD'], 'mariadb-dump', 'mariadb'),
  mongodb: (service) => {
    const user = inContainer(service, 'MONGO_INITDB_ROOT_USERNAME');
    const password = variableIn(service, 'MONGO_INITDB_ROOT_PASSWORD');
    if (user !== undefined && password === undefined) return undefined;
    const login =
      user === undefined ? '' : ` --username=${user} --password="${password}" --authenticationDatabase=admin`;
    return {
      dump: called(`mongodump${login} --archive --gzip`),
      restore: called(`mongorestore${login} --drop --archive --gzip`),
      look: called(`mongosh${login} --quiet --eval "db.adminCommand({ listDatabases: 1 })"`),
      ending: 'archive.gz',
    };
  },
};

function sql(
  service: DeployedService,
  names: readonly string[],
  dump: string,
  client: string,
): Dump | undefined {
  const password = names.map((name) => variableIn(service, name)).find((one) => one !== undefined);
  if (password === undefined) return undefined;
  const login = `MYSQL_PWD="${password}"`;
  return {
    dump: called(`${login} ${dump} --user=root --all-databases --single-transaction --routines`),
    restore: called(`${login} ${client} --user=root`),
    look: called(`${login} ${client} --user=root --execute="show databases"`),
    ending: 'sql',
  };
}

/** A command line inside the container: by its shell where it names variables. */
function called(line: string): string {
  return line.includes('$') ? `sh -c '${line}'` : line;
}

/** A variable of a container as its shell says it, or what it certainly holds; undefined where it has none. */
function inContainer(service: DeployedService, name: string): string | undefined {
  const value = service.variables.get(name);
  const text =
    typeof value === 'string' ? value : value?.value?.dynamic === false ? value.value.text : undefined;
  if (text !== undefined && /^[\w.-]+$/.test(text)) return text;
  const variable = variableIn(service, name);
  return variable === undefined ? undefined : `"${variable}"`;
}

/** A variable, or the file that holds it, in words of the container's shell. */
function variableIn({ variables, service, envFiles }: DeployedService, name: string): string | undefined {
  if (variables.has(name)) return `$${name}`;
  if (variables.has(`${name}_FILE`)) return `$(cat "$${name}_FILE")`;
  // An env file that is not here may hold it.
  return envFiles.length < service.envFiles.length ? `$${name}` : undefined;
}

/** How the deployment's data is saved and brought back. */
export function dataPart(deployment: Deployment): ReferencePart | undefined {
  const compose = composeCall(deployment);
  const running = deployment.services.filter(runsOn);
  const databases = running.filter(({ service }) => service.entrypoint === undefined);
  const commands = [
    ...scriptsNamed(deployment, /backup|dump|restore/i).map((path): ReferenceCommand => {
      return { does: 'The script of this deployment; read it first', command: shellWord(`./${path}`) };
    }),
    ...databases.flatMap((service) => databaseCommands(service, compose)),
    ...running.flatMap((service) => volumeCommands(service, compose)),
  ];
  if (commands.length === 0) return undefined;
  const kept = lostWithDown(deployment);
  return {
    id: 'data',
    title: 'Save data and bring it back',
    notes: [
      'A backup is one once it lies in another place and was restored once.',
      ...(kept.length > 0 ? [`\`${compose} down --volumes\` deletes ${listed(kept, 20)} for good.`] : []),
    ],
    commands,
  };
}

function databaseCommands(service: DeployedService, compose: string): readonly ReferenceCommand[] {
  const { name, image, deployment } = service;
  const dump = service.built ? undefined : dumps[image?.product ?? '']?.(service);
  if (!dump) return [];
  const own = shellWord(name);
  const file = `${fileWord(name)}-$(date +%F).${dump.ending}`;
  const writers = deployment.services
    .filter((one) => runsOn(one) && one.service.dependsOn.some((dependency) => dependency.service === name))
    .map((one) => shellWord(one.name));
  const around = (action: string, why: string): readonly ReferenceCommand[] =>
    writers.length === 0
      ? []
      : [{ does: `${why} what uses "${name}"`, command: `${compose} ${action} ${writers.join(' ')}` }];
  return [
    { does: `Save "${name}" into a file`, command: `${compose} exec -T ${own} ${dump.dump} > ${file}` },
    ...around('stop', 'Before a restore, stop'),
    {
      does: `Bring "${name}" back from a file: what is in it now is replaced`,
      command: `${compose} exec -T ${own} ${dump.restore} < ${fileWord(name)}-DATE.${dump.ending}`,
    },
    ...around('start', 'After it, start'),
    { does: `Look what is in "${name}"`, command: `${compose} exec ${own} ${dump.look}` },
  ];
}

/** Volumes that Docker holds itself: neither made elsewhere nor folders of the host. */
function lostWithDown({ compose }: Deployment): readonly string[] {
  return (compose?.volumes ?? [])
    .filter(({ external, value }) => !external && !value?.entries.has('driver_opts'))
    .map(({ name }) => `\`${name}\``);
}

/** Volumes that hold data of their own: no logs, no caches, nothing that a database's dump holds. */
function dataMounts({ service, image }: DeployedService): readonly Mount[] {
  return service.mounts.filter(
    ({ type, source, readOnly, target, dynamic }) =>
      type === 'volume' &&
      source !== undefined &&
      !readOnly &&
      !dynamic &&
      image?.role !== 'monitoring' &&
      image?.role !== 'logging' &&
      !/\blogs?\b|cache|tmp|backup/i.test(`${source.replaceAll('_', '-')} ${target}`),
  );
}

function volumeCommands(service: DeployedService, compose: string): readonly ReferenceCommand[] {
  const { name, image } = service;
  if (dumps[image?.product ?? ''] && !service.built) return [];
  return dataMounts(service).flatMap(({ source = '', target }): readonly ReferenceCommand[] => {
    const parent = target.slice(0, target.lastIndexOf('/')) || '/';
    const from = shellWord(`${name}:${target}`);
    return [
      {
        does: `Save the volume "${source}" of "${name}" into a file`,
        command: `${compose} cp ${from} - > ${fileWord(source)}-$(date +%F).tar`,
      },
      {
        does: `Bring "${source}" back from a file`,
        command: `${compose} cp - ${shellWord(`${name}:${parent}`)} < ${fileWord(source)}-DATE.tar`,
      },
    ];
  });
}
