import { type Arguments, parseArguments, UsageError } from './arguments.ts';

/** Run a command line. @returns the exit code: 0 clean, 1 findings at or above the bar, 2 wrong use or nothing to review. */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    return await runCommand(parseArguments(argv));
  } catch (error) {
    if (!(error instanceof UsageError)) {
      process.stderr.write(
        `seaworthy: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
      return 2;
    }
    process.stderr.write(`seaworthy: ${error.message}\nSee seaworthy --help.\n`);
    return 2;
  }
}

// Each command is loaded when it is asked for: help need not wait for two hundred rules.
async function runCommand(asked: Arguments): Promise<number> {
  switch (asked.command) {
    case 'help': {
      const { helpText } = await import('./help.ts');
      (asked.wrong ? process.stderr : process.stdout).write(helpText);
      return asked.wrong ? 2 : 0;
    }
    case 'version':
      process.stdout.write(`${SEAWORTHY_VERSION}\n`);
      return 0;
    case 'rules': {
      const { listRules } = await import('./rules.ts');
      return listRules(asked);
    }
    case 'review': {
      const { review } = await import('./review.ts');
      return review(asked);
    }
  }
}

/** The package's version, put in by the build. */
declare const SEAWORTHY_VERSION: string;
