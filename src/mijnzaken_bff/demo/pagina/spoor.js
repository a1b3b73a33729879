/** Keeps what the page asked and what came back, for who looks in the drawer. In memory only, and without the token. */

/** @typedef {{naam: string, ms: number, inhoud: unknown}} Bericht */

const HOOGSTENS = 20;

/** One request of the page. Every time in it is in milliseconds since it began. */
export class Verzoek {
  /**
   * @param {number} nummer
   * @param {string} pad
   * @param {string} accept
   */
  constructor(nummer, pad, accept) {
    this.nummer = nummer;
    this.pad = pad;
    this.accept = accept;
    this.begin = performance.now();
    /** @type {number | null} */
    this.status = null;
    /** @type {string | null} */
    this.verzoekId = null;
    /** @type {Bericht[]} */
    this.berichten = [];
    /** @type {number | null} */
    this.eind = null;
  }

  get verstreken() {
    return performance.now() - this.begin;
  }
}

/** Tells of a change with the event `verandering`. */
export class Spoor extends EventTarget {
  /** @type {Verzoek[]} newest first */
  verzoeken = [];
  #nummer = 0;

  /**
   * @param {string} pad
   * @param {string} accept
   */
  begin(pad, accept) {
    const verzoek = new Verzoek(++this.#nummer, pad, accept);
    this.verzoeken = [verzoek, ...this.verzoeken].slice(0, HOOGSTENS);
    this.#meld();
    return verzoek;
  }

  /**
   * @param {Verzoek} verzoek
   * @param {Response} antwoord
   */
  antwoordde(verzoek, antwoord) {
    verzoek.status = antwoord.status;
    verzoek.verzoekId = antwoord.headers.get("X-Request-Id");
    this.#meld();
  }

  /**
   * @param {Verzoek} verzoek
   * @param {string} naam
   * @param {unknown} inhoud
   */
  ontving(verzoek, naam, inhoud) {
    verzoek.berichten.push({ naam, ms: verzoek.verstreken, inhoud });
    this.#meld();
  }

  /** @param {Verzoek} verzoek */
  eindigde(verzoek) {
    verzoek.eind = verzoek.verstreken;
    this.#meld();
  }

  /** Forget everything: somebody else may log in. */
  wis() {
    this.verzoeken = [];
    this.#meld();
  }

  #meld() {
    this.dispatchEvent(new Event("verandering"));
  }
}
