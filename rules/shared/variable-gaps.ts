import {
  type Deployment,
  type DotenvFile,
  deploymentVariables,
  type Edit,
  envNames,
  type Fix,
  folderOf,
  joinPath,
  nameOf,
  type UsedVariable,
} from '../../core/rule.ts';
import { isSecretName } from '../facts/secrets.ts';
import { ignoreFileEdits } from './gitignore.ts';
import { listed } from './listed.ts';

/** What a shell, Docker or a continuous integration brings by itself. */
const broughtAlong =
  /^(?:HOME|USER|USERNAME|LOGNAME|PWD|OLDPWD|PATH|GOPATH|GOROOT|JAVA_HOME|NVM_DIR|\w*UID|\w*GID|\w*USER_ID|GROUP_ID|HOST|HOSTNAME|SHELL|TERM|EDITOR|TMPDIR|TEMP|TZ|LANG|LANGUAGE|CI|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|SSH_\w+|XDG_\w+|LC_\w+|APPDATA|LOCALAPPDATA|USERPROFILE|\w+_proxy|\w+_PROXY|COMPOSE_\w+|DOCKER_\w+|BUILDX_\w+|BUILDKIT_\w+|GITHUB_\w+|GITLAB_\w+|CI_\w+)$/;

export function isBroughtAlong(name: string): boolean {
  return broughtAlong.test(name);
}

export interface VariableGaps {
  /** Without a default and set nowhere: an empty text stands in their place. */
  readonly undefined: readonly UsedVariable[];
  /** Needed, and named by none of the examples, where there are any. */
  readonly unnamed: readonly UsedVariable[];
  /** Needed variables, whoever sets them: what an example has to name. */
  readonly needed: readonly UsedVariable[];
  /** The example that names most of the variables; in the deployment's own folder where it can be chosen. */
  readonly example: DotenvFile | undefined;
  /** Some env file or example names a variable: something says which there are. */
  readonly documented: boolean;
}

/** What a deployment's variables lack. Secrets that may be empty in production are `compose/optional-secret`'s. */
export function variableGaps(deployment: Deployment): VariableGaps {
  return deployment.derive(gapsOf);
}

function gapsOf(deployment: Deployment): VariableGaps {
  const { used, definitions, examples } = deployment.derive(deploymentVariables);
  const needed = [...used.values()].filter((one) => one.needed && !isBroughtAlong(one.name));
  const open = needed.filter(
    (one) => one.definedIn.length === 0 && one.namedIn.length === 0 && !one.scripted,
  );
  const isUndefined = (one: UsedVariable): boolean =>
    one.bare && !(deployment.environment === 'production' && isSecretName(one.name));
  const example = bestExample(deployment, examples);
  return {
    undefined: open.filter(isUndefined),
    unnamed: example
      ? needed.filter(
          (one) => one.namedIn.length === 0 && !one.scripted && !(open.includes(one) && isUndefined(one)),
        )
      : [],
    needed,
    example,
    documented: [...definitions, ...examples].some((file) => envNames(file).size > 0),
  };
}

function bestExample(deployment: Deployment, examples: readonly DotenvFile[]): DotenvFile | undefined {
  const { used } = deployment.derive(deploymentVariables);
  const worth = (file: DotenvFile): number => {
    const named = [...used.values()].filter((one) => one.namedIn.includes(file)).length;
    return named * 2 + (folderOf(file.source.path) === deployment.folder ? 1 : 0);
  };
  return examples
    .filter((file) => worth(file) > 1 || folderOf(file.source.path) === deployment.folder)
    .sort((one, other) => worth(other) - worth(one))[0];
}

/** The lines that a deployment's example of an env file needs for new variables; none where it has no example. */
export function namesInExample(deployment: Deployment, names: readonly string[]): readonly Edit[] {
  const { example } = variableGaps(deployment);
  const open = names.filter((name) => !example || !envNames(example).has(name));
  return example && open.length > 0 ? nameInExample(deployment, example, open).edits : [];
}

/** Lines for variables at the end of an example. */
export function nameInExample(deployment: Deployment, { source }: DotenvFile, names: readonly string[]): Fix {
  const { text, eol } = source;
  const lead = text === '' || text.endsWith('\n') ? '' : eol;
  const lines = names.map((name) => `${name}=${eol}`).join('');
  return {
    title: `Name ${listed(names, 4)} in "${deployment.show(source.path)}"`,
    safety: 'review',
    edits: [{ span: { source, start: text.length, end: text.length }, text: `${lead}${lines}` }],
  };
}

/**
 * A new example beside an env file that does not exist; for Compose's own `.env` from the variables that its files use:
 * those that have to be set first, and below them, commented out, those with a default.
 * @param path the env file's.
 */
export function scaffoldExample(deployment: Deployment, path: string): Fix {
  const { used } = deployment.derive(deploymentVariables);
  // Only `.env` is what Compose reads its own variables from; what a container reads, its program alone knows.
  const own = path === joinPath(deployment.folder, '.env');
  const all = own ? [...used.values()].filter((one) => !isBroughtAlong(one.name)) : [];
  const optional = all.filter((one) => !one.needed);
  const others = own ? neededBeside(deployment).filter((name) => !used.has(name)) : [];
  const lines = [
    `# Copy this file to ${nameOf(path)} and fill it in.`,
    ...all.filter((one) => one.needed).map((one) => `${one.name}=`),
    ...others.map((name) => `${name}=`),
    ...(optional.length > 0 ? ['# These have defaults.'] : []),
    ...optional.map((one) => `# ${one.name}=${defaultOf(one)}`),
  ];
  const example = joinPath(folderOf(path), `${nameOf(path)}.example`);
  return {
    title: `Create "${deployment.show(example)}"${own ? ' with the variables that are used' : ' to fill in'}`,
    safety: 'review',
    edits: [
      { create: example, text: `${lines.join('\n')}\n` },
      ...(deployment.gitignores(path).length > 0 ? ignoreFileEdits(deployment, path) : []),
    ],
  };
}

/** Variables without a default in the other Compose files of the folder: the same `.env` is theirs. */
function neededBeside({ besides }: Deployment): readonly string[] {
  const names = besides.flatMap(({ source }) => {
    const written = source.text.replaceAll(/^\s*#.*$/gm, '');
    const uses = written.matchAll(/\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(:?[-+])?)/g);
    return [...uses].flatMap(([, bare, braced, fallback]) => (fallback ? [] : (bare ?? braced ?? [])));
  });
  return [...new Set(names)].filter((name) => !isBroughtAlong(name));
}

/** The default where it is one plain word; a secret's own is not repeated. */
function defaultOf({ name, uses }: UsedVariable): string {
  const operand = uses.find((use) => use.operator?.endsWith('-'))?.operand ?? '';
  return isSecretName(name) || !/^[\w./:@%+,-]*$/.test(operand) ? '' : operand;
}

/** The edits that make Compose stop where a variable is not set. Bare uses only, each written as it stands. */
export function demand({ name, uses }: UsedVariable): Fix | undefined {
  const edits: readonly Edit[] = uses
    .filter((use) => use.operator === undefined && isPlainUse(use.span, name))
    .map((use) => ({ span: use.span, text: `\${${name}:?set ${name}}` }));
  return edits.length === 0 ? undefined : { title: `Demand ${name}`, safety: 'review', edits };
}

function isPlainUse({ source, start, end }: UsedVariable['uses'][number]['span'], name: string): boolean {
  const text = source.text.slice(start, end);
  return text === `\${${name}}` || text === `$${name}`;
}
