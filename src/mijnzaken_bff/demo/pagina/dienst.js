/** Asks the service, as any portal would: with a bearer token, under `/v1`. */

import { Afgewezen, GeenVerbinding } from "./fout.js";
import { Gebeurtenislezer } from "./sse.js";

/** @import { Aanmelding } from "./aanmelding.js" */
/** @import { StroomBericht } from "./contract.js" */
/** @import { Spoor, Verzoek } from "./spoor.js" */

const BASIS = "/v1";

export class Dienst {
  #aanmelding;
  #spoor;

  /**
   * @param {Aanmelding} aanmelding
   * @param {Spoor} spoor
   */
  constructor(aanmelding, spoor) {
    this.#aanmelding = aanmelding;
    this.#spoor = spoor;
  }

  /**
   * One answer, as JSON. Throws `Afgewezen` or `GeenVerbinding`, and an AbortError when the signal says so.
   * @param {string} pad
   * @param {AbortSignal} [signaal]
   * @returns {Promise<any>}
   */
  async haal(pad, signaal) {
    const verzoek = this.#spoor.begin(BASIS + pad, "application/json");
    try {
      const antwoord = await this.#vraag(verzoek, signaal);
      const inhoud = await lezen(() => antwoord.json());
      this.#spoor.ontving(verzoek, "antwoord", inhoud);
      return inhoud;
    } finally {
      this.#spoor.eindigde(verzoek);
    }
  }

  /**
   * The bytes of a document. Throws as `haal` does.
   * @param {string} pad
   * @returns {Promise<Blob>}
   */
  async haalInhoud(pad) {
    const verzoek = this.#spoor.begin(BASIS + pad, "*/*");
    try {
      const antwoord = await this.#vraag(verzoek);
      const inhoud = await lezen(() => antwoord.blob());
      this.#spoor.ontving(verzoek, "inhoud", { bytes: inhoud.size, soort: inhoud.type });
      return inhoud;
    } finally {
      this.#spoor.eindigde(verzoek);
    }
  }

  /**
   * The messages of a stream, as they come; the last is `gereed` or `probleem`. Throws as `haal` does, and
   * `GeenVerbinding` too when the stream breaks off before its last message.
   * @param {string} pad
   * @param {AbortSignal} signaal
   * @returns {AsyncGenerator<StroomBericht>}
   */
  async *stroom(pad, signaal) {
    const verzoek = this.#spoor.begin(BASIS + pad, "text/event-stream");
    try {
      const antwoord = await this.#vraag(verzoek, signaal);
      if (!antwoord.body) throw new GeenVerbinding();
      const stukken = antwoord.body.pipeThrough(new TextDecoderStream()).getReader();
      const lezer = new Gebeurtenislezer();
      for (;;) {
        const { done, value } = await lezen(() => stukken.read());
        if (done) throw new GeenVerbinding();
        for (const gebeurtenis of lezer.lees(value)) {
          const bericht = /** @type {StroomBericht} */ (JSON.parse(gebeurtenis.data));
          this.#spoor.ontving(verzoek, gebeurtenis.soort, bericht);
          if (bericht.probleem?.status === 401) this.#aanmelding.logUit(true);
          yield bericht;
          if (bericht.soort === "gereed" || bericht.soort === "probleem") return;
        }
      }
    } finally {
      this.#spoor.eindigde(verzoek);
    }
  }

  /**
   * @param {Verzoek} verzoek
   * @param {AbortSignal} [signaal]
   */
  async #vraag(verzoek, signaal) {
    const token = this.#aanmelding.token;
    const antwoord = await lezen(() =>
      fetch(verzoek.pad, {
        headers: { Authorization: `Bearer ${token}`, Accept: verzoek.accept },
        ...(signaal ? { signal: signaal } : {}),
      }),
    );
    this.#spoor.antwoordde(verzoek, antwoord);
    if (antwoord.ok) return antwoord;
    const probleem = await antwoord.json().catch(() => null);
    this.#spoor.ontving(verzoek, "probleem", probleem);
    // A 401 for a token that was replaced meanwhile says nothing about who is logged in now.
    if (antwoord.status === 401 && token === this.#aanmelding.token) this.#aanmelding.logUit(true);
    throw new Afgewezen(antwoord.status, probleem, Number(antwoord.headers.get("Retry-After")) || null);
  }
}

/**
 * What a reading of the network gives; a network that fails is `GeenVerbinding`.
 * @template T
 * @param {() => Promise<T>} doen
 * @returns {Promise<T>}
 */
async function lezen(doen) {
  try {
    return await doen();
  } catch (fout) {
    if (fout instanceof DOMException && fout.name === "AbortError") throw fout;
    throw new GeenVerbinding("", { cause: fout });
  }
}
