/** Reads server-sent events (HTML Living Standard, 9.2.6) from text that comes in pieces cut anywhere. */

/** @typedef {{soort: string, data: string, id: string}} Gebeurtenis */

export class Gebeurtenislezer {
  #rest = "";
  #soort = "";
  /** @type {string[]} */
  #data = [];
  #id = "";
  #begonnen = false;

  /**
   * The events that are complete with this piece of text.
   * @param {string} stuk
   * @returns {Gebeurtenis[]}
   */
  lees(stuk) {
    let tekst = this.#rest + stuk;
    if (!this.#begonnen && tekst.length > 0) {
      this.#begonnen = true;
      tekst = tekst.replace(/^\uFEFF/, "");
    }
    /** @type {Gebeurtenis[]} */
    const gelezen = [];
    // A CR at the very end may be the first half of CRLF: it waits for what follows.
    const regels = tekst.split(/\r\n|\n|\r(?=[^])/);
    this.#rest = regels.pop() ?? "";
    for (const regel of regels) {
      const gebeurtenis = this.#regel(regel);
      if (gebeurtenis) gelezen.push(gebeurtenis);
    }
    return gelezen;
  }

  /**
   * @param {string} regel
   * @returns {Gebeurtenis | null}
   */
  #regel(regel) {
    if (regel === "") return this.#einde();
    const dubbelepunt = regel.indexOf(":");
    if (dubbelepunt === 0) return null;
    const veld = dubbelepunt < 0 ? regel : regel.slice(0, dubbelepunt);
    const waarde = dubbelepunt < 0 ? "" : regel.slice(dubbelepunt + 1).replace(/^ /, "");
    if (veld === "event") this.#soort = waarde;
    else if (veld === "data") this.#data.push(waarde);
    else if (veld === "id" && !waarde.includes("\0")) this.#id = waarde;
    return null;
  }

  /** @returns {Gebeurtenis | null} */
  #einde() {
    const gebeurtenis = { soort: this.#soort || "message", data: this.#data.join("\n"), id: this.#id };
    const leeg = this.#data.length === 0;
    this.#soort = "";
    this.#data = [];
    return leeg ? null : gebeurtenis;
  }
}
