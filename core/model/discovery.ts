import type { DotenvFile } from '../parse/dotenv.ts';
import { folderOf, joinPath, nameOf, relativePath } from '../text/index.ts';
import type { ComposeFile } from './compose.ts';
import type { Environment } from './deployment.ts';
import { isDevelopmentFolder, nameTag } from './file-kind.ts';

/** Which Compose files ship together, before anything of them is merged. */
export interface ComposePlan {
  /** A name that the configuration gives; otherwise the path of the most specific file. */
  readonly name: string | undefined;
  /** Base first. */
  readonly files: readonly string[];
  readonly environment: Environment;
}

export interface DiscoveryInput {
  /** Compose files by path. */
  readonly files: ReadonlyMap<string, ComposeFile>;
  /** `.env` of a folder. */
  dotenv(path: string): DotenvFile | undefined;
  /** The listed folder that holds a path: names above it say nothing. */
  root(path: string): string;
  /** Deployments that the configuration names. */
  readonly named: readonly ComposePlan[];
}

const baseNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** Sort Compose files into deployments, by the rules of docs/architecture.md ("Discovery"). */
export function planCompose(input: DiscoveryInput): readonly ComposePlan[] {
  const taken = new Set(input.named.flatMap((plan) => plan.files));
  const included = includedFiles(input.files);
  const folders = new Map<string, string[]>();
  for (const path of [...input.files.keys()].sort()) {
    if (taken.has(path) || included.has(path)) continue;
    const folder = folderOf(path);
    folders.set(folder, [...(folders.get(folder) ?? []), path]);
  }
  const plans = [...input.named];
  for (const [folder, paths] of folders) plans.push(...planFolder(folder, paths, input));
  return plans;
}

function planFolder(folder: string, paths: readonly string[], input: DiscoveryInput): readonly ComposePlan[] {
  const chosen = composeFileVariable(folder, input);
  if (chosen) {
    const rest = paths.filter((path) => !chosen.includes(path));
    return [
      plan(chosen, input),
      ...rest.filter((path) => isComplete(input.files.get(path))).map((path) => plan([path], input)),
    ];
  }
  const base = baseNames.map((name) => joinPath(folder, name)).find((path) => paths.includes(path));
  const variants = paths.filter((path) => path !== base && isCompose(input.files.get(path)));
  const plans = variants.map((path) =>
    base && !isComplete(input.files.get(path)) ? plan([base, path], input) : plan([path], input),
  );
  if (!base) return plans;
  const superseded = variants.some((path) => nameTag(path) === 'production');
  return [{ ...plan([base], input), ...(superseded && { environment: 'development' as const }) }, ...plans];
}

function plan(files: readonly string[], input: DiscoveryInput): ComposePlan {
  const last = files.at(-1) ?? '';
  const tags = files.map(nameTag);
  const folder = relativePath(input.root(last), folderOf(last));
  const development =
    tags.includes('development') || (isDevelopmentFolder(folder) && !tags.includes('production'));
  return { name: undefined, files, environment: development ? 'development' : 'production' };
}

/** `COMPOSE_FILE=a.yml:b.yml` in the folder's `.env`, where all its files are there. */
function composeFileVariable(folder: string, input: DiscoveryInput): readonly string[] | undefined {
  const dotenv = input.dotenv(joinPath(folder, '.env'));
  const value = (name: string) => dotenv?.entries.findLast((entry) => entry.name === name)?.value;
  const list = value('COMPOSE_FILE');
  if (!list) return undefined;
  const separator = value('COMPOSE_PATH_SEPARATOR') ?? (list.includes(';') ? ';' : ':');
  const files = list
    .split(separator)
    .filter(Boolean)
    .map((path) => joinPath(folder, path.trim()));
  return files.length > 0 && files.every((path) => input.files.has(path)) ? files : undefined;
}

/** Files that another one includes are part of that one's deployment; of a loop nobody is part. */
function includedFiles(files: ReadonlyMap<string, ComposeFile>): ReadonlySet<string> {
  const targets = new Map([...files].map(([path, file]) => [path, includeTargets(path, file)]));
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    [...(targets.get(from) ?? [])].some(
      (next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))),
    );
  const included = new Set<string>();
  for (const [path, list] of targets) {
    for (const target of list) if (target !== path && !reaches(target, path, new Set())) included.add(target);
  }
  return included;
}

function includeTargets(path: string, file: ComposeFile): ReadonlySet<string> {
  const include = file.entry('include')?.value;
  const found = new Set<string>();
  for (const item of include?.kind === 'sequence' ? include.items : []) {
    const named = item.kind === 'map' ? item.entries.find((entry) => entry.key.text === 'path')?.value : item;
    const list = named?.kind === 'sequence' ? named.items : named ? [named] : [];
    for (const one of list) if (one.kind === 'scalar') found.add(joinPath(folderOf(path), one.text));
  }
  return found;
}

/** It has the form of a Compose file at all; the four standard names always count. */
function isCompose(file: ComposeFile | undefined): boolean {
  if (!file) return false;
  return (
    baseNames.includes(nameOf(file.source.path)) ||
    file.entry('services') !== undefined ||
    file.entry('include') !== undefined
  );
}

/** Every service has `image` or `build` (or `extends`): it can be deployed without a base file. */
function isComplete(file: ComposeFile | undefined): boolean {
  if (!file || file.services.length === 0) return file?.entry('include') !== undefined;
  return file.services.every((service) => {
    let value = service.value;
    if (value?.kind === 'alias') value = value.target;
    return (
      value?.kind === 'map' &&
      value.entries.some((entry) => ['image', 'build', 'extends', 'provider', '<<'].includes(entry.key.text))
    );
  });
}
