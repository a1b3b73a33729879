/** What can come instead of an answer. */

/** @import { Probleem } from "./contract.js" */

/** The service said why it does not answer. */
export class Afgewezen extends Error {
  /**
   * @param {number} status
   * @param {Probleem | null} probleem null when the answer was not a problem of the contract
   * @param {number | null} opnieuwNaSeconden
   */
  constructor(status, probleem, opnieuwNaSeconden = null) {
    super(`${status}`);
    this.status = status;
    this.probleem = probleem;
    this.opnieuwNaSeconden = opnieuwNaSeconden;
  }
}

/** There was no service to answer, or it left in the middle of its answer. */
export class GeenVerbinding extends Error {}

/**
 * What to tell who asked: what is the matter in a few words, and what one can do.
 * @param {unknown} fout
 * @returns {{kop: string, uitleg: string}}
 */
export function inWoorden(fout) {
  if (fout instanceof GeenVerbinding) {
    return { kop: "Er is geen verbinding", uitleg: "Controleer uw internet en probeer het opnieuw." };
  }
  if (fout instanceof Afgewezen && fout.probleem) {
    const wacht = fout.opnieuwNaSeconden ? ` Dat kan over ${fout.opnieuwNaSeconden} seconden.` : "";
    return { kop: fout.probleem.title, uitleg: fout.probleem.detail + (fout.status === 429 ? wacht : "") };
  }
  return { kop: "Er ging iets mis", uitleg: "Dit ligt niet aan u. Probeer het over een paar minuten opnieuw." };
}
