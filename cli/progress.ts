import type { LoadStep } from '../host/load.ts';

/** A review that is done within this time (milliseconds) needs no progress. */
const patience = 1000;
/** Milliseconds between two changes of the line. */
const pause = 100;
/** Files beyond which a review is likely to outlast our patience; it cannot tell while it runs. */
const manyFiles = 400;

export interface Progress {
  step(step: LoadStep): void;
  /** Take the line away again. */
  done(): void;
}

/** One line on a terminal that says what is being done, once it takes long; nothing where there is no terminal. */
export function createProgress(
  stream: NodeJS.WriteStream | undefined,
  clock: () => number = Date.now,
): Progress {
  if (!stream) return { step: () => {}, done: () => {} };
  const start = clock();
  let last = 0;
  let shown = false;
  return {
    step: ({ doing, files }) => {
      const now = clock();
      const long = now - start >= patience || (doing === 'reviewing' && files >= manyFiles);
      if (!long || (doing === 'reading' && now - last < pause)) return;
      last = now;
      shown = true;
      stream.write(`\r\u001b[2K${stepText(doing, files)}`);
    },
    done: () => {
      if (shown) stream.write('\r\u001b[2K');
    },
  };
}

function stepText(doing: LoadStep['doing'], files: number): string {
  if (doing === 'listing') return 'Looking for files …';
  return doing === 'reading' ? `Reading files: ${files} …` : `Reviewing ${files} files …`;
}
