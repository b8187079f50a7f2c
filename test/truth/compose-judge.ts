import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isMap, isScalar, isSeq, parseAllDocuments, visit } from 'yaml';
import { fileKind } from '../../core/model/file-kind.ts';
import { folderOf, joinPath } from '../../core/text/index.ts';
import { rules } from '../../rules/index.ts';
import { type Files, reviewFiles } from '../../scripts/generate/example-review.ts';
import { callCompose } from './compose-calls.ts';
import { withoutNewerKeys } from './newer-compose.ts';

export interface ComposeJudgement {
  /** The Compose files that it read together, base first. */
  readonly composeFiles: readonly string[];
  /** What docker-compose says where it refuses. */
  readonly errors: readonly string[];
  /** Keys that docker-compose 1.29 does not know yet: `services.*.develop`. They were taken out of what it read. */
  readonly newer: readonly string[];
  /** What it makes of the files, as YAML; empty where it refuses. */
  readonly output: string;
}

/** What docker-compose says of all deployments among some files together. */
export async function judgeCompose(files: Files): Promise<ComposeJudgement> {
  const judgements = await judgeDeployments(files);
  return {
    composeFiles: judgements.flatMap((one) => one.composeFiles),
    errors: judgements.flatMap((one) => one.errors),
    newer: [...new Set(judgements.flatMap((one) => one.newer))],
    output: judgements.map((one) => one.output).join(''),
  };
}

/**
 * Ask `docker-compose config` about the Compose files among some files, in a temporary folder: each deployment by itself, its files in their order.
 * Folders that are built and env files that are named are there; variables that must be set are.
 */
export async function judgeDeployments(files: Files): Promise<readonly ComposeJudgement[]> {
  const root = mkdtempSync(join(tmpdir(), 'seaworthy-compose-'));
  try {
    const newer = new Set<string>();
    const variables: Record<string, string> = {};
    for (const [path, text] of Object.entries(files)) {
      const older = fileKind(path) === 'compose' ? withoutNewerKeys(text) : { text, newer: [] };
      for (const name of older.newer) newer.add(name);
      write(join(root, path), older.text);
    }
    for (const [path, text] of Object.entries(files)) {
      if (fileKind(path) !== 'compose') continue;
      layOut(root, path, text);
      for (const match of text.matchAll(/\$\{(\w+):?\?/g)) variables[match[1]!] = '1';
    }
    const judgements: ComposeJudgement[] = [];
    for (const composeFiles of deployments(files)) {
      const answer = await config(root, composeFiles, variables);
      judgements.push({ composeFiles, newer: [...newer], ...answer });
    }
    return judgements;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The Compose files of each deployment, base first; files that others only extend or include are not handed over. */
function deployments(files: Files): readonly (readonly string[])[] {
  const { deployments } = reviewFiles(files, { rules, only: [], environment: 'discovered' });
  const named = new Set(Object.entries(files).flatMap(([path, text]) => namedFiles(path, text)));
  return deployments
    .filter((deployment) => deployment.services.length > 0)
    .map((deployment) => deployment.files.filter((path) => fileKind(path) === 'compose' && !named.has(path)))
    .filter((composeFiles) => composeFiles.length > 0);
}

function namedFiles(path: string, text: string): readonly string[] {
  if (fileKind(path) !== 'compose') return [];
  const extended = Array.from(text.matchAll(/^\s+file:\s*["']?([^"'\s]+)/gm), (match) => match[1]!);
  return extended.map((file) => joinPath(folderOf(path), file));
}

/** docker-compose wants to see the folders that it would build and the env files that it would read. */
function layOut(root: string, path: string, text: string): void {
  for (const document of parseAllDocuments(text, { logLevel: 'silent' })) {
    visit(document, {
      Pair(_, { key, value }) {
        if (!isScalar(key)) return;
        const name = String(key.value);
        const values = isSeq(value) ? value.items : [value];
        for (const one of values) {
          const target = isMap(one) ? one.get('path', true) : one;
          if (!isScalar(target) || typeof target.value !== 'string' || /[$:]/.test(target.value)) continue;
          const at = join(root, folderOf(path), target.value);
          if (name === 'build' || name === 'context') mkdirSync(at, { recursive: true });
          if (name === 'env_file') write(at, '', 'a');
        }
      },
    });
  }
}

function write(path: string, text: string, flag: 'w' | 'a' = 'w'): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag });
}

interface Answer {
  readonly errors: readonly string[];
  readonly output: string;
}

async function config(
  root: string,
  composeFiles: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<Answer> {
  const files = composeFiles.flatMap((path) => ['-f', join(root, path)]);
  const args = [
    '--project-name',
    'judged',
    '--project-directory',
    join(root, folderOf(composeFiles[0]!)),
    ...files,
    'config',
  ];
  const path = process.env.PATH ?? '';
  const { status, stdout, stderr } = await callCompose(args, { PATH: path, HOME: root, ...variables });
  const said = stderr
    .replaceAll(`${root}/`, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/variable is not set/.test(line));
  return status === 0
    ? { errors: [], output: stdout }
    : { errors: [said.join(' ') || `It ended with ${status}.`], output: '' };
}
