import { type Deployment, folderOf, isExampleEnvFile, joinPath, nameOf, type Span } from '../../core/rule.ts';
import { isSecretName } from '../facts/secrets.ts';

/** An env file with secrets that a deployment is run with, and one place that says so. */
export interface EnvFileUse {
  readonly path: string;
  readonly at: Span;
  /** How it is known: `"api" reads it`. */
  readonly why: string;
}

/** Env files by Compose's `env_file`, by its own `.env`, by scripts (`--env-file`) and by what example files say they are copied to. */
export function* envFileUses(deployment: Deployment): Generator<EnvFileUse> {
  for (const { service, name } of deployment.services) {
    for (const { path, span } of service.envFiles)
      if (path !== undefined && !isExampleEnvFile(path)) yield { path, at: span, why: `"${name}" reads it` };
  }
  const own = joinPath(deployment.folder, '.env');
  const dotenv = deployment.envFiles.find((file) => file.source.path === own);
  const first = dotenv?.entries[0];
  if (first) yield { path: own, at: first.nameSpan, why: 'Compose reads it' };
  for (const path of deployment.tree.below(deployment.folder)) {
    const source =
      isExampleEnvFile(path) && folderOf(path) === deployment.folder ? deployment.text(path) : undefined;
    if (source)
      yield* mentions(
        source,
        /\b(?:cp|copy|mv|rename|save)\b[^\n]*?(?:\s|["'`/])(\.env(?:\.[\w-]+)*)(?=[\s"'`,;)]|\.?$)/gim,
        deployment,
        `"${nameOf(path)}" is to be copied to it`,
      );
  }
  for (const source of deployment.scripts) {
    yield* mentions(
      source,
      /--env-file[= ]["']?(?:\.\/)?(\.env(?:\.[\w-]+)*)(?=[\s"']|$)/gm,
      deployment,
      `"${deployment.show(source.path)}" runs Compose with it`,
    );
  }
}

function* mentions(
  source: Span['source'],
  pattern: RegExp,
  deployment: Deployment,
  why: string,
): Generator<EnvFileUse> {
  for (const match of source.text.matchAll(pattern)) {
    const name = match[1] ?? '';
    const end = match.index + match[0].length;
    if (!isExampleEnvFile(name))
      yield { path: joinPath(deployment.folder, name), at: { source, start: end - name.length, end }, why };
  }
}

/** Whether a file is an example beside an env file: one made for it by its name, or the only kind that there may be. */
export function isExampleOf(example: string, path: string): boolean {
  return isExampleEnvFile(example) && folderOf(example) === folderOf(path);
}

/** Whether an env file holds secrets: by its own entries, or by those of an example file beside it where it is not there. */
export function holdsSecrets(deployment: Deployment, path: string): boolean {
  const folder = path.slice(0, path.length - nameOf(path).length);
  const examples = deployment.tree
    .below(deployment.folder)
    .filter((one) => isExampleEnvFile(one) && one === `${folder}${nameOf(one)}`);
  const texts = [path, ...examples].flatMap((one) => deployment.text(one)?.text ?? []);
  return texts.some((text) =>
    [...text.matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm)].some((match) =>
      isSecretName(match[1] ?? ''),
    ),
  );
}
