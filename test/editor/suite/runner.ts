/** Runs the tests inside the editor: one after the other, each told of on a line, with a closing line. */

/** Milliseconds after which a test that still waits for an event has failed. */
const limit = 40_000;

interface Test {
  readonly name: string;
  readonly body: () => Promise<void>;
}

/** What the command outside reads. */
export interface Outcome {
  readonly name: string;
  /** Absent where it passed. */
  readonly failure?: string;
  readonly milliseconds: number;
}

/** The line that begins so holds the outcomes for the command outside. */
export const resultsMark = 'results: ';

const tests: Test[] = [];
const outcomes: Outcome[] = [];

export function test(name: string, body: () => Promise<void>): void {
  tests.push({ name, body });
}

/** What came of the tests until now: for one that ends this window, and is gone on with in the next. */
export function outcomesSoFar(): readonly Outcome[] {
  return outcomes;
}

/** Takes no arguments, as VS Code calls a suite with some of its own. @throws where a test failed, which makes the editor's exit code 1. */
export function runAll(): Promise<void> {
  return runRest([]);
}

/**
 * @param before what came of those that another window has run; they are not run again.
 * @throws as `runAll`.
 */
export async function runRest(before: readonly Outcome[]): Promise<void> {
  outcomes.push(...before);
  for (const { name, body } of tests.slice(before.length)) {
    const outcome = await runOne(name, body);
    outcomes.push(outcome);
    say(
      outcome.failure === undefined
        ? `ok ${name} (${outcome.milliseconds} ms)`
        : `not ok ${name}\n${outcome.failure}`,
    );
  }
  const failed = outcomes.filter(({ failure }) => failure !== undefined).length;
  say(`${outcomes.length - failed} passed, ${failed} failed`);
  say(`${resultsMark}${JSON.stringify(outcomes)}`);
  if (failed > 0) throw new Error(`${failed} failed`);
}

async function runOne(name: string, body: () => Promise<void>): Promise<Outcome> {
  const start = Date.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`It still waits after ${limit} ms.`)), limit);
  });
  try {
    await Promise.race([body(), late]);
    return { name, milliseconds: Date.now() - start };
  } catch (error) {
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name, failure, milliseconds: Date.now() - start };
  } finally {
    clearTimeout(timer);
  }
}

/** The launcher passes on what begins so. */
export function say(text: string): void {
  console.log(`[seaworthy tests] ${text}`);
}
