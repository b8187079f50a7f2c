/** Messages that wait in line are taken in before their result is worked out; this bounds the wait, in milliseconds. */
const patience = 100;

/**
 * Runs a job once after a burst of calls: as soon as no further message is waiting to be read, without any fixed delay.
 * @param later calls a function after the input that is already there was handed out.
 */
export class Turns {
  readonly #job: () => void;
  readonly #later: (callback: () => void) => void;
  readonly #now: () => number;
  #calls = 0;
  #since = 0;
  #waiting = false;

  constructor(job: () => void, later: (callback: () => void) => void, now: () => number) {
    this.#job = job;
    this.#later = later;
    this.#now = now;
  }

  call(): void {
    this.#calls++;
    if (this.#waiting) return;
    this.#waiting = true;
    this.#since = this.#now();
    this.#wait();
  }

  /** Twice later: the connection hands out one message each time round, and queues the next behind ours. */
  #wait(): void {
    const seen = this.#calls;
    this.#later(() => this.#later(() => this.#end(seen)));
  }

  #end(seen: number): void {
    if (this.#calls !== seen && this.#now() - this.#since < patience) {
      this.#wait();
      return;
    }
    this.#waiting = false;
    this.#job();
  }
}
