import {
  type DeployedStage,
  insertInstruction,
  keyword,
  nameOf,
  replaceInstruction,
  type Stage,
  type TextEdit,
} from '../../core/rule.ts';
import { mainPrograms } from './main-process.ts';
import { ownedFolder, unownedFolders } from './volume-owner.ts';

/** Programs that give up root for their workers or for what they start, or that cannot do without it. */
const dropping =
  /^(?:gosu|su-exec|setpriv|runuser|su|sudo|chroot|s6-.+|init|supervisord|nginx|openresty|apache2.*|apachectl|httpd.*|php-fpm.*|cron|crond|sshd|haproxy|postfix|dovecot|named|dnsmasq)$/;
const droppingWord = /(?:^|[\s"'/;&|])(?:gosu|su-exec|setpriv|runuser|su|chroot|s6-setuidgid)\s/m;

/** Whether the process itself, or the script that starts it, may give up root. */
export function mayDropRoot({ stage, deployment }: DeployedStage): boolean {
  if (['gosu', 'su-exec', 's6-overlay'].some((name) => stage.packages.has(name))) return true;
  if (callsDropper(stage)) return true;
  return mainPrograms(stage).some((program) => {
    if (dropping.test(program)) return true;
    if (!/\.(?:sh|bash)$|entrypoint/.test(program)) return false;
    const script = deployment.scripts.find((one) => nameOf(one.path) === program);
    return script === undefined || droppingWord.test(script.text);
  });
}

/** A step tries out, or gives rights to, a program that gives up root: whoever starts the image will use it. */
function callsDropper({ chain }: Stage): boolean {
  return chain.some(({ runs }) =>
    runs.some(({ commands }) =>
      commands.some(({ args, name }) =>
        [name, ...args].some((word) => /(?:^|\/)(?:gosu|su-exec)$/.test(word?.text ?? '')),
      ),
    ),
  );
}

/** The user that an image can be given, and the lines that make it one. */
export interface ImageUser {
  readonly name: string;
  /** Commands that create it; none where it is there. */
  readonly create: string | undefined;
}

/** One that the Dockerfile creates or used before, else the base image's own, else one made in the distribution's way. */
export function userFor({ stage, base }: DeployedStage): ImageUser | undefined {
  const known = earlierUser(stage) ?? createdUser(stage) ?? base?.user;
  if (known !== undefined) return { name: known, create: undefined };
  switch (base?.distribution ?? distributionByTools(stage)) {
    case 'alpine':
      return { name: 'app', create: 'addgroup -S app && adduser -S app -G app' };
    case 'debian':
    case 'ubuntu':
      return { name: 'app', create: 'groupadd --system app && useradd --system --gid app app' };
    case 'distroless':
      // The images' own user "nonroot": https://github.com/GoogleContainerTools/distroless, README.md, 2025-11.
      return { name: '65532:65532', create: undefined };
    default:
      return undefined;
  }
}

/** Every instruction of a stage and of those that it is built on, the last first. */
function backwards(stage: Stage) {
  return stage.chain.flatMap((one) => one.instructions.toReversed());
}

function earlierUser(stage: Stage): string | undefined {
  const users = backwards(stage).filter(({ name }) => name === 'USER');
  return users
    .map(({ words }) => words[0]?.text ?? '')
    .find((name) => /^[a-z_][\w-]*(?::[\w-]+)?$/.test(name) && !/^root\b/.test(name));
}

const valued =
  /^(?:-[GghsukcdbKpPeFfR]|--(?:uid|gid|home|shell|group|groups|ingroup|gecos|comment|home-dir|base-dir))$/;

/** The user that `useradd` or `adduser` makes in the stage. */
function createdUser(stage: Stage): string | undefined {
  const commands = stage.chain.flatMap((one) => one.runs.flatMap((run) => run.commands));
  for (const { name, args } of commands) {
    if (!/^(?:useradd|adduser)$/.test(nameOf(name?.text ?? '')) || args.some(({ dynamic }) => dynamic))
      continue;
    const words = args.map(({ text }) => text);
    // Debian's adduser takes `--group` without a value beside `--system`.
    const bare = words.includes('--system') && name?.text === 'adduser';
    const operands = words.filter((word, index) => {
      const before = words[index - 1] ?? '';
      return !word.startsWith('-') && !(valued.test(before) && !(bare && before === '--group'));
    });
    const user = operands[0];
    if (user !== undefined && /^[a-z_][\w-]*$/.test(user) && user !== 'root') return user;
  }
  return undefined;
}

function distributionByTools(stage: Stage): 'alpine' | 'debian' | undefined {
  const programs = stage.chain.flatMap((one) =>
    one.runs.flatMap((run) => run.commands.map(({ name }) => name?.text)),
  );
  if (programs.includes('apk')) return 'alpine';
  return programs.includes('apt-get') || programs.includes('apt') ? 'debian' : undefined;
}

/** Instructions that need no user of their own. */
const bystanders: ReadonlySet<string> = new Set([
  'CMD',
  'ENTRYPOINT',
  'EXPOSE',
  'HEALTHCHECK',
  'ENV',
  'LABEL',
  'STOPSIGNAL',
  'VOLUME',
  'ARG',
]);

/**
 * Let a stage's process run as a user: in place of a last `USER root`, else before its CMD or ENTRYPOINT. The folders of its services' new volumes
 * are made for it first: Docker would make them root's.
 * @returns undefined where folders are needed that nothing in the image can make.
 */
export function setUser(deployed: DeployedStage, user: ImageUser): readonly TextEdit[] | undefined {
  const { stage, base } = deployed;
  const folders = unownedFolders(deployed);
  if (folders.length > 0 && (base?.shell === 'none' || base?.distribution === 'distroless')) return undefined;
  const owned = folders.map((folder) => ownedFolder(folder, user.name));
  const commands = [...(user.create === undefined ? [] : [user.create]), ...owned];
  const lines = commands.length > 0 ? [`${keyword(stage.from, 'RUN')} ${commands.join(' && ')}`] : [];
  lines.push(`${keyword(stage.from, 'USER')} ${user.name}`);
  const last = stage.instructions.findLastIndex(({ name }) => !bystanders.has(name));
  const instruction = stage.instructions[last]!;
  if (instruction.name === 'USER') {
    // Another user may have been in force before: only root makes folders.
    return owned.length > 0
      ? insertInstruction(instruction, lines, 'after')
      : replaceInstruction(instruction, lines.join('\n'));
  }
  const process = stage.instructions
    .slice(last + 1)
    .find(({ name }) => name === 'CMD' || name === 'ENTRYPOINT');
  return process
    ? insertInstruction(process, lines, 'before')
    : insertInstruction(stage.instructions.at(-1)!, lines, 'after');
}

/** Says what is changed: whether the user is made, and what it is given. */
export function userTitle(deployed: DeployedStage, { name, create }: ImageUser): string {
  const folders = unownedFolders(deployed);
  const given = folders.length > 0 ? `, the owner of ${folders.join(' and ')}` : '';
  return create === undefined
    ? `Run as "${name}"${given}`
    : `Create the user "${name}"${given}, and run as it`;
}
