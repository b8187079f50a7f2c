import {
  type Deployment,
  folderOf,
  isInside,
  joinPath,
  nameOf,
  scriptsAround,
  topFolder,
  wordsOf,
} from '../../core/rule.ts';

const composeName = /compose[^/]*\.ya?ml$/i;

/** What shows that an application lives in a folder, which may read an env file there by itself. */
const applicationFiles = [
  'package.json',
  'pyproject.toml',
  'requirements.txt',
  'manage.py',
  'Pipfile',
  'go.mod',
  'composer.json',
  'Gemfile',
  'Cargo.toml',
  'pom.xml',
  'build.gradle',
  'mix.exs',
  'deno.json',
];

/**
 * Every word of the files that may read a variable from an env file of the deployment: Compose files, this deployment's and
 * others around it, Dockerfiles, nginx configurations, scripts, workflows, and env files that refer to others.
 */
export function readWords(deployment: Deployment): readonly ReadonlySet<string>[] {
  const others = deployment.tree
    .below(topFolder(deployment.tree, deployment.folder))
    .filter((path) => composeName.test(path))
    .flatMap((path) => deployment.text(path) ?? []);
  const own = [
    ...(deployment.compose?.allFiles ?? []).map((file) => file.source),
    ...deployment.dockerfiles.map((one) => one.dockerfile.source),
    ...deployment.nginx.flatMap((one) => one.config.files.map((file) => file.source)),
  ];
  return [...new Set([...own, ...others, ...scriptsAround(deployment)])].map(wordsOf);
}

/** Whether something else than Compose's interpolation may read the env files of a folder: a container, or an application there. */
export function isReadWhole(deployment: Deployment, folder: string): boolean {
  if (applicationFiles.some((name) => deployment.tree.isFile(joinPath(folder, name)))) return true;
  return deployment.services.some(({ service }) => {
    if (service.envFiles.some((file) => file.path === undefined || folderOf(file.path) === folder))
      return true;
    if (service.build?.contextPath === folder || service.value.entries.has('label_file')) return true;
    return service.mounts.some(
      ({ path }) =>
        path !== undefined &&
        (isInside(path, folder) || (folderOf(path) === folder && /env/i.test(nameOf(path)))),
    );
  });
}
