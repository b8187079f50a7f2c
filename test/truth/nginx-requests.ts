/** Runs configurations through nginx and the walk. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestAnswer } from '../../core/model/nginx-request.ts';
import { parseNginx } from '../../core/parse/nginx.ts';
import type { NginxNode } from '../../core/parse/nginx-tree.ts';
import { Source } from '../../core/text/index.ts';
import { adapt } from './nginx-request-adapt.ts';
import { type Question, questionsFor } from './nginx-request-questions.ts';
import {
  addedNames,
  askNginx,
  askWalk,
  difference,
  freePorts,
  type RealAnswer,
  startUpstream,
  writeConfiguration,
} from './nginx-request-run.ts';
import { makeStubs } from './nginx-stubs.ts';

/** One request, answered twice. */
export interface Compared {
  readonly name: string;
  readonly question: Question;
  readonly walked: RequestAnswer;
  readonly real: RealAnswer;
  /** Undefined where both say the same, and where the walk says that it does not know. */
  readonly difference: string | undefined;
}

/** Configurations by name: their files by path, the main file first. */
export type Configurations = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Ask both about every configuration. @param count questions for each at most. */
export async function compareAll(
  configurations: Configurations,
  count: number,
): Promise<{ readonly compared: readonly Compared[]; readonly refused: readonly string[] }> {
  const { port, server } = await startUpstream();
  const compared: Compared[] = [];
  const refused: string[] = [];
  for (const [name, files] of Object.entries(configurations)) {
    const folder = mkdtempSync(join(tmpdir(), 'seaworthy-requests-'));
    try {
      compared.push(...(await compare(name, files, folder, port, count)));
    } catch (error) {
      refused.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  server.close();
  return { compared, refused };
}

async function compare(
  name: string,
  files: Readonly<Record<string, string>>,
  folder: string,
  upstream: number,
  count: number,
): Promise<readonly Compared[]> {
  const ports = await freePorts([...new Set(Object.values(files).flatMap(portsOf))]);
  const around = {
    folder,
    upstream,
    stubs: makeStubs(folder),
    port: (written: number) => ports.get(written)!,
  };
  const runnable = writeConfiguration(folder, adapt(files, around));
  const questions = questionsFor(runnable.config, count);
  const { answers, marks } = await askNginx(runnable, questions);
  const names = addedNames(runnable.config);
  return questions.map((question, index) => {
    const walked = askWalk(runnable, question);
    const real = answers[index]!;
    return { name, question, walked, real, difference: difference(walked, real, marks.get(index), names) };
  });
}

function portsOf(text: string): readonly number[] {
  const listens = (nodes: readonly NginxNode[]): readonly number[] =>
    nodes.flatMap((node) => [
      ...(node.name === 'listen' && node.args[0]
        ? [80, Number(/(\d+)$/.exec(node.args[0].text)?.[1] ?? 80)]
        : []),
      ...listens(node.block?.nodes ?? []),
    ]);
  return listens(parseNginx(new Source('nginx.conf', text)).nodes);
}
