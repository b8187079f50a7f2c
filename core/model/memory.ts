/** What was worked out about one thing: each answer once, when it is first asked for. */
export class Memory<S> {
  readonly #subject: S;
  readonly #known = new Map<(subject: S) => unknown, unknown>();

  constructor(subject: S) {
    this.#subject = subject;
  }

  /** @param read a function that lives as long as the program: answers are known by it, and none is made for asking. */
  get<T>(read: (subject: S) => T): T {
    const known = this.#known.get(read);
    if (known !== undefined) return (known === absent ? undefined : known) as T;
    const answer = read(this.#subject);
    this.#known.set(read, answer === undefined ? absent : answer);
    return answer;
  }
}

/** In place of undefined, which the map gives for what was not asked yet. */
const absent = Symbol('absent');
