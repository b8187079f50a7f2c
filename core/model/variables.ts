import type { DotenvFile } from '../parse/dotenv.ts';
import { folderOf, isInside, joinPath, nameOf, type Source } from '../text/index.ts';
import type { VariableUse } from './compose.ts';
import type { Deployment } from './deployment.ts';
import { envNames } from './env-names.ts';
import { fileKind, isExampleEnvFile } from './file-kind.ts';
import type { FileTree } from './file-tree.ts';
import { wordsOf } from './words.ts';

/** A variable that Compose puts into its files, from where it may be defined to where it is used. */
export interface UsedVariable {
  readonly name: string;
  /** In the files' order. */
  readonly uses: readonly VariableUse[];
  /** Some use is a bare `${NAME}`: without a value Compose puts an empty text there. */
  readonly bare: boolean;
  /** Some use has neither a default nor an alternative: somebody has to set it. */
  readonly needed: boolean;
  /** Env files that give it a value, or may be made to: real ones, not examples. */
  readonly definedIn: readonly DotenvFile[];
  /** Example files that name it, commented-out lines included. */
  readonly namedIn: readonly DotenvFile[];
  /** A script or workflow holds its name, or the env files speak of a script that is not at hand: it may well be set there. */
  readonly scripted: boolean;
}

/** The variables of a deployment from their definition to their use. */
export interface DeploymentVariables {
  /** By name, in the order of their first use. */
  readonly used: ReadonlyMap<string, UsedVariable>;
  /** Names that services take as they are from Compose's own environment: `environment: [NAME]`. Not set, they are left out. */
  readonly handedOn: ReadonlySet<string>;
  /** Env files that belong to the deployment, other than examples: whichever of them it is run with. */
  readonly definitions: readonly DotenvFile[];
  /** Files to make its env files from. */
  readonly examples: readonly DotenvFile[];
}

/**
 * What a deployment's Compose files read from env files, and which env files there are. Worked out once for each
 * deployment: `deployment.derive(deploymentVariables)`. The shell's own environment may define anything; it is not looked at.
 */
export function deploymentVariables(deployment: Deployment): DeploymentVariables {
  const uses = usesByName(deployment);
  const files = uses.size === 0 && !hasEnvFiles(deployment) ? [] : belongingFiles(deployment);
  const definitions = files.filter((file) => !isExampleEnvFile(file.source.path));
  const examples = files.filter((file) => isExampleEnvFile(file.source.path));
  const named = new Map([...definitions, ...examples].map((file) => [file, envNames(file)]));
  const scripts = uses.size === 0 ? [] : scriptsAround(deployment).map(wordsOf);
  const unread = uses.size > 0 && nameUnreadScript([...definitions, ...examples], deployment);
  const used = new Map<string, UsedVariable>();
  for (const [name, places] of uses) {
    used.set(name, {
      name,
      uses: places,
      bare: places.some((use) => use.operator === undefined),
      needed: places.some((use) => use.operator === undefined || use.operator.endsWith('?')),
      definedIn: definitions.filter((file) => named.get(file)?.has(name)),
      namedIn: examples.filter((file) => named.get(file)?.has(name)),
      scripted: unread || scripts.some((words) => words.has(name)),
    });
  }
  return { used, handedOn: handedOnNames(deployment), definitions, examples };
}

/** A comment in an env file says which script reads it, and that script was not listed: what else it sets is not known. */
function nameUnreadScript(files: readonly DotenvFile[], { tree, folder }: Deployment): boolean {
  const names = new Set(
    files.flatMap(({ source }) =>
      [...source.text.matchAll(/^[ \t]*#.*?(?<![\w*-])([\w-]+\.(?:sh|bash))\b/gm)].map(([, name]) => name!),
    ),
  );
  if (names.size === 0) return false;
  const listed = new Set(listing(tree, topFolder(tree, folder)).scripts.map(nameOf));
  return [...names].some((name) => !listed.has(name));
}

function hasEnvFiles(deployment: Deployment): boolean {
  return deployment.services.some(({ service }) => service.envFiles.length > 0);
}

function handedOnNames({ services }: Deployment): ReadonlySet<string> {
  return new Set(
    services.flatMap(({ service }) =>
      service.environment.filter((one) => one.value === undefined).map((one) => one.name),
    ),
  );
}

/** Secrets and configs that are made from a variable: Compose stops where it is not set, as with `?`. */
function resourceUses({ compose }: Deployment): readonly VariableUse[] {
  return [...(compose?.secrets ?? []), ...(compose?.configs ?? [])].flatMap(({ value }) => {
    const name = value?.entries.get('environment')?.value;
    if (name?.kind !== 'scalar' || name.dynamic || name.text === '') return [];
    return [{ name: name.text, operator: '?' as const, operand: '', span: name.span }];
  });
}

function usesByName(deployment: Deployment): ReadonlyMap<string, readonly VariableUse[]> {
  const uses = new Map<string, VariableUse[]>();
  for (const use of [...(deployment.compose?.variables ?? []), ...resourceUses(deployment)]) {
    const known = uses.get(use.name);
    if (known) known.push(use);
    else uses.set(use.name, [use]);
  }
  return uses;
}

/**
 * Env files that lie where the deployment's files do, in a folder above them or in one below that is no build context
 * (an application's own env files lie there), and those that it names.
 */
function belongingFiles(deployment: Deployment): readonly DotenvFile[] {
  const { tree, folder } = deployment;
  const contexts = deployment.services
    .flatMap(({ service }) => service.build?.contextPath ?? [])
    .filter((context) => context !== folder && !isInside(context, folder));
  const composeFolders = new Set(
    deployment.compose?.allFiles.map((file) => folderOf(file.source.path)) ?? [],
  );
  const paths = new Set<string>();
  for (const { service } of deployment.services)
    for (const file of service.envFiles) if (file.path !== undefined) paths.add(file.path);
  for (const path of listing(tree, topFolder(tree, folder)).envFiles) {
    const own = folderOf(path);
    const near = composeFolders.has(own) || isInside(own, folder);
    const below = isInside(folder, own) && !contexts.some((context) => isInside(context, own));
    if (near || below) paths.add(path);
  }
  for (const own of composeFolders) paths.add(joinPath(own, '.env'));
  return [...paths].flatMap((path) => (tree.isFile(path) ? (deployment.dotenv(path) ?? []) : []));
}

const envName =
  /(?:^|\/)(?:\.?(?:dot)?env(?:[._-][\w.-]+)?|[\w-]+(?:\.[\w-]+)*\.env(?:[._-][\w.-]+)?|[\w-]+[._-]env)$/i;
const notText = /\.(?:sh|js|ts|mjs|cjs|py|rb|go|php|ya?ml|json|md|tpl|d|crt|key|pem)$/i;

interface Listing {
  readonly envFiles: readonly string[];
  readonly scripts: readonly string[];
}

/** Paths that look like env files, and scripts: found once for each listing of the project. */
const listingOf = new WeakMap<FileTree, Map<string, Listing>>();

function listing(tree: FileTree, top: string): Listing {
  const known = listingOf.get(tree) ?? new Map<string, Listing>();
  listingOf.set(tree, known);
  const found = known.get(top) ?? listPaths(tree.below(top));
  known.set(top, found);
  return found;
}

function listPaths(paths: readonly string[]): Listing {
  return {
    envFiles: paths.filter((path) => envName.test(path) && !notText.test(path)),
    scripts: paths.filter((path) => fileKind(path) === 'script'),
  };
}

/** The highest folder above this one that was listed. */
export function topFolder(tree: FileTree, folder: string): string {
  let top = folder;
  for (let above = folderOf(top); above !== top && tree.knows(above); above = folderOf(top)) top = above;
  return top;
}

/** Folders of a repository that hold what runs it. */
const scriptFolders: ReadonlySet<string> = new Set(['scripts', 'bin', 'deploy', 'workflows']);

/** The deployment's scripts, and those of the folders above it, which may run it. */
export function scriptsAround(deployment: Deployment): readonly Source[] {
  const { tree, folder } = deployment;
  const above = listing(tree, topFolder(tree, folder)).scripts.filter((path) => {
    const own = folderOf(path);
    if (isInside(folder, own)) return false;
    if (isInside(own, folder)) return true;
    const parent = nameOf(folderOf(own)) === '.github' ? folderOf(folderOf(own)) : folderOf(own);
    return scriptFolders.has(nameOf(own)) && isInside(parent, folder);
  });
  return [...deployment.scripts, ...above.flatMap((path) => deployment.text(path) ?? [])];
}
