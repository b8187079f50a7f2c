#!/usr/bin/env node
import { join } from 'node:path';
import { runCached } from '../host/code-cache.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import { helpText } from './help.ts';
import { outputWaits, printError, printOut } from './output.ts';

/** The package's version, put in by the build. */
declare const SEAWORTHY_VERSION: string;

run().then((code) => {
  // To exit at once would cut off what still waits in a pipe; where nothing waits, it spares the tidying of memory.
  if (outputWaits()) process.exitCode = code;
  else process.exit(code);
});

/** @returns the exit code: 0 clean, 1 findings at or above the bar, 2 wrong use or nothing to review. */
async function run(): Promise<number> {
  try {
    return await runCommand(parseArguments(process.argv.slice(2)));
  } catch (error) {
    // The other bundle has a class of its own by this name.
    if (error instanceof Error && error.name === 'UsageError') {
      printError(`${error.message}\nSee seaworthy --help.`);
    } else {
      printError(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    return 2;
  }
}

async function runCommand(asked: Arguments): Promise<number> {
  switch (asked.command) {
    case 'help':
      if (asked.wrong) printError(`Say what to do.\n\n${helpText}`);
      else printOut(helpText);
      return asked.wrong ? 2 : 0;
    case 'version':
      printOut(`${SEAWORTHY_VERSION}\n`);
      return 0;
    default: {
      // Whoever asks for help does not wait for two hundred rules.
      const main = runCached(join(__dirname, 'cli-main.cjs'), require) as typeof import('./main.ts');
      if (asked.command === 'explain') return main.explain(asked);
      if (asked.command === 'rules') return main.listRules(asked);
      return asked.command === 'compare' ? main.compare(asked) : main.review(asked);
    }
  }
}
