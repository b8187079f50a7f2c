import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nginxFile } from './generated.ts';
import { Wire } from './wire.ts';

/** Milliseconds of each question, one for each time that it was asked. */
export interface Asked {
  readonly question: string;
  readonly times: readonly number[];
}

const keys = 60;
const warm = 20;

/**
 * What an editor asks about an nginx file of so many blocks, each time right behind a key: nothing that was worked out for the
 * text before may answer.
 * @param folder an empty one.
 * @throws where a question stays without an answer.
 */
export async function languageTimes(folder: string, blocks: number): Promise<readonly Asked[]> {
  const text = nginxFile(blocks);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'nginx.conf'), text);
  const lines = text.split('\n');
  const middle = lines.findIndex((line, at) => at > lines.length / 2 && line.includes('proxy_set_header'));
  const position = { line: middle, character: lines[middle]!.indexOf('$host') + 2 };
  const options = { tabSize: 4, insertSpaces: true };
  const questions: Readonly<Record<string, object>> = {
    completion: { position },
    hover: { position },
    signatureHelp: { position },
    definition: { position },
    references: { position, context: { includeDeclaration: true } },
    documentSymbol: {},
    foldingRange: {},
    documentLink: {},
    'semanticTokens/full': {},
    formatting: { options },
  };
  const wire = await Wire.open(folder, 'nginx.conf', 'nginx');
  const asked: Asked[] = [];
  for (const [question, params] of Object.entries(questions)) {
    const times: number[] = [];
    for (let key = 0; key < warm + keys; key++) {
      // Blanks at the end of a line further up come and go.
      const { time, answer } = await wire.ask(2, 1, `    gzip on;${' '.repeat(key % 2)}\n`, question, params);
      await wire.settled();
      if (answer === null) throw new Error(`No answer: ${question}`);
      if (key >= warm) times.push(time);
    }
    asked.push({ question, times });
  }
  await wire.close();
  return asked;
}
