import {
  appendYaml,
  type DeployedService,
  type Dockerfile,
  type Edit,
  type EnvironmentVariable,
  type Fix,
  findYaml,
  removeItem,
  removeYaml,
  replaceYaml,
  setYaml,
  type YamlMap,
  type YamlSequence,
} from '../../core/rule.ts';
import { rootAt } from './compose-places.ts';
import { secretEdits, secretId } from './secret-mount.ts';
import { moveToDotenv } from './secret-variable.ts';

/**
 * A build argument made a build secret, in the Compose file and in the Dockerfile: `build.secrets`, and `--mount=type=secret` at each RUN that
 * uses it.
 * @returns undefined where the Dockerfile uses it elsewhere than in RUN, is built by others too, or is not at hand.
 */
export function makeBuildSecret(deployed: DeployedService, argument: EnvironmentVariable): Fix | undefined {
  const { service, deployment } = deployed;
  const dockerfile = dockerfileOf(deployed);
  const instructions = dockerfile && secretEdits(dockerfile, argument.name);
  const build = service.node && findYaml(service.node, ['build']);
  const root = rootAt(deployment, argument.nameSpan);
  const source = sourceOf(deployed, argument);
  if (!instructions || build?.kind !== 'map' || !root || !source) return undefined;
  const id = secretId(argument.name);
  const known = deployment.compose?.secrets.some((one) => one.name === id);
  const exchanged = argumentForSecret(build, argument.name, id);
  if (!exchanged || known) return undefined;
  const written = setYaml(root, ['secrets', id], { environment: source.variable });
  return (
    written && {
      title: `Hand ${argument.name} to the build as the secret "${id}"`,
      safety: 'review',
      edits: [...exchanged, ...written, ...instructions, ...source.edits],
    }
  );
}

/** The Dockerfile that this service alone builds. */
function dockerfileOf({ deployment, dockerfile }: DeployedService): Dockerfile | undefined {
  const deployedFile = deployment.dockerfiles.find((one) => one.dockerfile === dockerfile);
  return deployedFile?.services.length === 1 ? dockerfile : undefined;
}

/** The variable that holds the value now; a literal goes to `.env` first. */
function sourceOf(
  { deployment, name }: DeployedService,
  { name: argument, value }: EnvironmentVariable,
): { readonly variable: string; readonly edits: readonly Edit[] } | undefined {
  if (!value) return { variable: argument, edits: [] };
  const use = value.variables[0];
  if (!use) {
    const moved = moveToDotenv(deployment, name, argument, value.text);
    return { variable: moved.name, edits: moved.edits };
  }
  const whole = value.span.source.text.slice(use.span.start, use.span.end).length;
  const written = value.span.source.text.slice(value.span.start, value.span.end).replace(/^["']|["']$/g, '');
  return value.variables.length === 1 && written.length === whole
    ? { variable: use.name, edits: [] }
    : undefined;
}

/** The argument taken out of `build.args`, and the secret listed in `build.secrets`; the one key in the other's place where it was alone. */
function argumentForSecret(build: YamlMap, name: string, id: string): readonly Edit[] | undefined {
  const entry = build.entries.find(({ key }) => key.text === 'args');
  const args = entry?.value;
  if (!entry || args?.anchor || (args?.kind !== 'map' && args?.kind !== 'sequence')) return undefined;
  const names =
    args.kind === 'map'
      ? args.entries.map(({ key }) => key.text)
      : args.items.map((item) => (item.kind === 'scalar' ? item.text.split('=')[0] : ''));
  const index = names.indexOf(name);
  if (index < 0) return undefined;
  const present = findYaml(build, ['secrets']);
  if (present) {
    if (present.kind !== 'sequence' || present.anchor) return undefined;
    return [...without(build, args, index), ...appendYaml(present, id)];
  }
  if (names.length === 1) return [{ span: entry.key.span, text: 'secrets' }, ...replaceYaml(args, [id])];
  const places = ['target', 'dockerfile', 'context'];
  if (!build.entries.some(({ key }) => places.includes(key.text))) return undefined;
  const listed = setYaml(build, ['secrets'], [id], { after: places });
  return listed && [...without(build, args, index), ...listed];
}

function without(build: YamlMap, args: YamlMap | YamlSequence, index: number): readonly Edit[] {
  if (args.kind === 'sequence')
    return args.items.length === 1 ? removeYaml(build, 'args') : removeItem(args, index);
  const name = args.entries[index]?.key.text ?? '';
  return args.entries.length === 1 ? removeYaml(build, 'args') : removeYaml(args, name);
}
