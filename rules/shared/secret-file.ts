import {
  appendYaml,
  type DeployedService,
  type Deployment,
  type Edit,
  type EnvironmentVariable,
  joinPath,
  setYaml,
} from '../../core/rule.ts';
import { keepOutOfImages } from './dockerignore.ts';
import { ignoreFileEdits } from './gitignore.ts';
import { rewrite } from './rewrite.ts';

/** Whether the image of a service takes a variable's value from the file that `NAME_FILE` names, too. */
export function readsFile({ built, image }: DeployedService, { name }: EnvironmentVariable): boolean {
  return !built && (image?.fileVariables?.includes(name) ?? false);
}

/** The Compose secret that a variable's value becomes. */
export interface NewSecret {
  readonly name: string;
  /** What is written below its name; undefined where it is declared so already. */
  readonly definition: { readonly environment: string } | { readonly file: string } | undefined;
  /** Files that it needs. */
  readonly edits: readonly Edit[];
}

/**
 * A secret that Compose takes from a variable of its own environment or of `.env`, and copies into the container.
 * @returns undefined where the container's root is read-only, or may be: Compose refuses it there (see `copiedInto`).
 */
export function secretFromVariable(
  { deployment, service, name: owner }: DeployedService,
  { name }: EnvironmentVariable,
  from: string,
): NewSecret | undefined {
  const readOnly = service.scalar('read_only');
  if (readOnly && readOnly.text !== 'false') return undefined;
  for (const secret of [name.toLowerCase(), ownName(owner, name)]) {
    const known = deployment.compose?.secrets.find((one) => one.name === secret);
    if (!known) return { name: secret, definition: { environment: from }, edits: [] };
    const variable = known.value?.entries.get('environment')?.value;
    if (variable?.kind === 'scalar' && variable.text === from)
      return { name: secret, definition: undefined, edits: [] };
  }
  return undefined;
}

/**
 * A secret in a file of its own below `secrets/`, which neither git nor the images that are built here take along.
 * @param value without a line break at its end: not every program takes that off. Empty where it is not known: unlike a word that stands in for it, an image refuses that.
 * @returns undefined where such a file is there.
 */
export function secretInFile(
  { deployment, name: owner }: DeployedService,
  { name }: EnvironmentVariable,
  value: string,
): NewSecret | undefined {
  const known = (secret: string) => deployment.compose?.secrets.some((one) => one.name === secret);
  const secret = [name.toLowerCase(), ownName(owner, name)].find((one) => !known(one));
  const edits = secret === undefined ? undefined : secretFileEdits(deployment, secret, value);
  if (secret === undefined || !edits) return undefined;
  return { name: secret, definition: { file: `./secrets/${secret}.txt` }, edits };
}

/** The edits that create `secrets/NAME.txt`, and keep it out of git and of images; undefined where it is there. */
export function secretFileEdits(
  deployment: Deployment,
  secret: string,
  value: string,
): readonly Edit[] | undefined {
  const folder = joinPath(deployment.folder, 'secrets');
  const path = joinPath(folder, `${secret}.txt`);
  if (deployment.tree.exists(path)) return undefined;
  // Of a folder that is there, other files may be in git.
  const covering = deployment.tree.isFolder(folder) ? path : folder;
  return [
    { create: path, text: value },
    ...ignoreFileEdits(deployment, path, covering),
    ...keepOutOfImages(deployment, path, covering),
  ];
}

/** For a second service whose variable has the same name and another value. */
function ownName(service: string, variable: string): string {
  return `${service}_${variable}`.toLowerCase().replaceAll(/\W/g, '_');
}

/**
 * Hand a variable's value over as a Compose secret.
 * @returns undefined where the value, the service's secrets or the file's cannot be edited.
 */
export function handOver(
  { service, deployment }: DeployedService,
  { name, nameSpan, value }: EnvironmentVariable,
  { name: secret, definition, edits }: NewSecret,
): readonly Edit[] | undefined {
  const root = deployment.composeFiles.find((file) => file.source === nameSpan.source)?.root;
  const path = value && rewrite(value, `/run/secrets/${secret}`);
  const written = service.node?.entries.find((entry) => entry.key.text === 'secrets')?.value;
  const listed =
    written?.kind === 'sequence'
      ? appendYaml(written, secret)
      : service.node && setYaml(service.node, ['secrets'], [secret], { after: ['environment'] });
  const declared = definition ? root && setYaml(root, ['secrets', secret], definition) : [];
  if (!path || !listed || !declared) return undefined;
  return [{ span: nameSpan, text: `${name}_FILE` }, path, ...listed, ...declared, ...edits];
}

/** What `.env` gives a variable, as far as that is plain text. */
export function knownValue(deployment: Deployment, variable: string): string | undefined {
  const entry = deployment
    .dotenv(joinPath(deployment.folder, '.env'))
    ?.entries.findLast((one) => one.name === variable);
  return entry && entry.value !== '' && !entry.value.includes('$') ? entry.value : undefined;
}
