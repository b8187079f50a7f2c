import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { errorCode } from './failure.ts';

/** Git said no; the message is a sentence for the person who asked. */
export class GitError extends Error {
  override readonly name = 'GitError';
}

/** What git wrote, and how it ended. */
export interface GitAnswer {
  /** 0 where it did what it was asked. */
  readonly status: number;
  readonly out: Buffer;
  readonly error: string;
}

/** Variables by which a hook's git says where its own repository lies: here the folder decides. */
const placeVariables = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_COMMON_DIR',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
];

/**
 * A repository's own configuration may name programs for git to run. What is asked here reads objects, which needs none of
 * them, and these settings see to the rest: no monitor of the files, no hooks, no pager, no repository inside another.
 * Source: https://git-scm.com/docs/git-config, read 2026-11-24.
 */
const harmless = [
  '--no-pager',
  ...['core.fsmonitor=', 'core.hooksPath=/dev/null', 'safe.bareRepository=explicit'].flatMap((one) => [
    '-c',
    one,
  ]),
];

/** More than the list of files of the largest repositories takes. */
const mostBytes = 1024 * 1024 * 1024;

/**
 * Run the person's own git in a folder. Nothing that the repository names is executed, nothing is fetched, nothing written.
 * @param folder absolute path. @throws GitError where there is no git
 */
export function git(folder: string, args: readonly string[], input: string | Buffer = ''): GitAnswer {
  const { status, stdout, stderr, error } = spawnSync('git', ['-C', folder, ...harmless, ...args], {
    // Windows looks for a program in the working directory first.
    cwd: dirname(process.execPath),
    env: environment(),
    input,
    maxBuffer: mostBytes,
    windowsHide: true,
  });
  if (errorCode(error) === 'ENOENT') throw new GitError('--since needs git, and there is none in PATH.');
  if (error) throw new GitError(`git cannot be run: ${error.message}.`);
  return { status: status ?? 128, out: stdout, error: stderr.toString() };
}

function environment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    // Objects that a partial clone lacks would be fetched, by a program that its configuration names.
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
  for (const name of placeVariables) delete env[name];
  return env;
}
