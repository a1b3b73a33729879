/** Tells who listens what changed on the page, politely and not too often. */

export class Omroep {
  #plek;
  /** @type {number | undefined} */
  #later;

  /** @param {HTMLElement} plek an element with role status */
  constructor(plek) {
    this.#plek = plek;
  }

  /**
   * Say this; what was not said yet is dropped for it.
   * @param {string} tekst
   */
  zeg(tekst) {
    clearTimeout(this.#later);
    // What is said twice must differ, or a screen reader keeps silent; and a burst of changes is one sentence.
    this.#plek.textContent = "";
    this.#later = setTimeout(() => (this.#plek.textContent = tekst), 150);
  }
}
