/**
 * When one may ask past what the service remembers. It does so at most once in ten seconds for each person; sooner
 * counts for nothing. So who is too early waits here, and sees for how long.
 */

/** How long between two such questions, in milliseconds. */
const TUSSENPOOS = 10_000;

export class Vernieuwbeurt {
  #vorige = -Infinity;
  #doen;
  #meld;
  /** @type {number | undefined} */
  #wekker;
  /** @type {number | null} */
  #om = null;

  /**
   * @param {() => void} doen asks anew
   * @param {() => void} meld tells, every second of the wait, that `wanneer` has changed
   */
  constructor(doen, meld) {
    this.#doen = doen;
    this.#meld = meld;
  }

  /**
   * Ask anew: now, or as soon as it counts.
   * @param {number} [vanaf] not before this moment, as `performance.now()` counts
   */
  neem(vanaf = -Infinity) {
    if (this.#om !== null) return;
    const om = Math.max(this.#vorige + TUSSENPOOS, vanaf);
    if (om <= performance.now()) return this.#nu();
    this.#om = om;
    this.#tik();
  }

  /** Whether a question is waiting for its turn. */
  get wacht() {
    return this.#om !== null;
  }

  /** What to say about a question that waits; empty when none does. */
  get wanneer() {
    if (this.#om === null) return "";
    const seconden = Math.max(1, Math.ceil((this.#om - performance.now()) / 1000));
    return `We proberen het over ${seconden} ${seconden === 1 ? "seconde" : "seconden"} opnieuw.`;
  }

  /** Forget what waits, and when one asked: somebody else may be logged in. */
  wis() {
    clearTimeout(this.#wekker);
    this.#om = null;
    this.#vorige = -Infinity;
  }

  #tik() {
    const rest = (this.#om ?? 0) - performance.now();
    if (rest <= 0) return this.#nu();
    this.#meld();
    this.#wekker = setTimeout(() => this.#tik(), Math.min(rest, 1000));
  }

  #nu() {
    this.#om = null;
    this.#vorige = performance.now();
    this.#doen();
  }
}
