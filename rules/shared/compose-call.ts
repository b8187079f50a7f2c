import { type DeployedService, type Deployment, nameOf, relativePath } from '../../core/rule.ts';

const defaults = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** `docker compose` with the files that make a deployment, for a shell in the deployment's folder. */
export function composeCall(deployment: Deployment): string {
  const paths = (deployment.compose?.files ?? []).map(({ source }) =>
    relativePath(deployment.folder, source.path),
  );
  return [
    'docker compose',
    ...(namesItself(deployment, paths) ? [] : paths.map((path) => `-f ${shellWord(path)}`)),
  ].join(' ');
}

/** Whether Compose finds just these files by their names: a base alone, without an override beside it. */
function namesItself({ folder, tree }: Deployment, paths: readonly string[]): boolean {
  const [only, ...others] = paths;
  if (only === undefined || others.length > 0 || !defaults.includes(only)) return false;
  const before = defaults.slice(0, defaults.indexOf(only));
  const overrides = defaults.map((name) => name.replace(/\.(?=ya?ml$)/, '.override.'));
  return ![...before, ...overrides].some((name) => tree.isFile(`${folder}/${name}`));
}

/** A text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A service's name as part of a file's name. */
export function fileWord(text: string): string {
  return text.replace(/[^\w.-]/g, '-');
}

/** Compose starts it by itself, and it goes on. */
export function runsOn({ oneShot, service }: DeployedService): boolean {
  return (
    !oneShot && service.profiles.length === 0 && (service.image !== undefined || service.build !== undefined)
  );
}

/** The deployment's shell scripts whose names say what they do. */
export function scriptsNamed(deployment: Deployment, pattern: RegExp): readonly string[] {
  return deployment.scripts
    .filter(({ path }) => pattern.test(nameOf(path)))
    .filter(({ path, text }) => /\.(?:sh|bash)$/.test(path) || text.startsWith('#!'))
    .map(({ path }) => relativePath(deployment.folder, path))
    .filter((path) => !path.startsWith('..'));
}
