/** Who is logged in. The token stays in memory; only which test person it was outlives a reload of the page. */

/** @typedef {{id: string, naam: string, verhaal: string, soort: "persoon" | "bedrijf" | "gemachtigde"}} Persoon */

const SLEUTEL = "mijnzaken-demo-persoon";

/** Tells of a change with the events `in` and `uit`. */
export class Aanmelding extends EventTarget {
  /** @type {Persoon[]} */
  personen = [];
  /** @type {Persoon | null} */
  persoon = null;
  /** @type {string | null} */
  token = null;
  /** Whether the login ended by itself, and not by who was logged in. */
  verlopen = false;
  /** @type {number | undefined} */
  #wekker;
  /** Which login counts: an answer to an earlier one comes too late. */
  #beurt = 0;

  /** Learn who can log in, and log in again who was before the page was loaded anew. Rejects when the demo is gone. */
  async begin() {
    const antwoord = await fetch("/demo/personen");
    this.personen = await antwoord.json();
    const vorige = sessionStorage.getItem(SLEUTEL);
    const persoon = this.personen.find((een) => een.id === vorige);
    if (persoon) await this.logIn(persoon);
  }

  /**
   * Log in. Rejects when that does not work; of two at the same time only the last does anything.
   * @param {Persoon} persoon
   * @param {number} [seconden] how long the token is good for; without, as long as the demo likes
   */
  async logIn(persoon, seconden) {
    const beurt = ++this.#beurt;
    const antwoord = await fetch("/demo/inloggen", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(seconden ? { persoon: persoon.id, seconden } : { persoon: persoon.id }),
    });
    if (!antwoord.ok) throw new Error("inloggen");
    const { token, verlooptOp } = await antwoord.json();
    if (beurt !== this.#beurt) return;
    if (this.persoon?.id !== persoon.id) this.logUit();
    sessionStorage.setItem(SLEUTEL, persoon.id);
    this.persoon = persoon;
    this.token = token;
    this.verlopen = false;
    clearTimeout(this.#wekker);
    this.#wekker = setTimeout(() => this.logUit(true), Math.max(0, Date.parse(verlooptOp) - Date.now()));
    this.dispatchEvent(new Event("in"));
  }

  /**
   * Log out, by choice or because the token expired.
   * @param {boolean} verlopen
   */
  logUit(verlopen = false) {
    this.#beurt += 1;
    if (!this.persoon) return;
    clearTimeout(this.#wekker);
    sessionStorage.removeItem(SLEUTEL);
    this.persoon = null;
    this.token = null;
    this.verlopen = verlopen;
    this.dispatchEvent(new Event("uit"));
  }
}
