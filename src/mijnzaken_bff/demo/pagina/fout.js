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
 * What is the matter in a few words, what one can do, and whether asking again may help.
 * @typedef {{kop: string, uitleg: string, opnieuw: boolean}} Woorden
 */

/** @type {Woorden} */
const NU_NIET = {
  kop: "We kunnen uw zaken nu niet laten zien",
  uitleg: "Dit ligt niet aan u. Probeer het later opnieuw.",
  opnieuw: true,
};

/**
 * The sentences of docs/voor-frontends.md. `title` and `detail` of a problem are for who builds the page, and are
 * never shown.
 * @type {Record<number, Woorden>}
 */
const BIJ_STATUS = {
  401: { kop: "U bent automatisch uitgelogd", uitleg: "Log opnieuw in.", opnieuw: false },
  403: { kop: "U kunt deze zaken niet zien met deze manier van inloggen", uitleg: "", opnieuw: false },
  404: { kop: "Deze zaak is er niet, of is niet van u", uitleg: "", opnieuw: false },
  429: {
    kop: "Het ophalen gaat nu te snel achter elkaar",
    uitleg: "Wacht even en probeer het opnieuw.",
    opnieuw: true,
  },
  502: { kop: "We kunnen uw zaken niet laten zien", uitleg: "Neem contact op met uw gemeente.", opnieuw: false },
};

/**
 * What to tell who asked.
 * @param {unknown} fout
 * @returns {Woorden}
 */
export function inWoorden(fout) {
  if (fout instanceof GeenVerbinding) {
    return { kop: "Er is geen verbinding", uitleg: "Controleer uw internet en probeer het opnieuw.", opnieuw: true };
  }
  // What is not a problem of the contract came from something in between, and is as good as a 503.
  if (!(fout instanceof Afgewezen) || !fout.probleem) return NU_NIET;
  const woorden = BIJ_STATUS[fout.status] ?? NU_NIET;
  return { ...woorden, uitleg: woorden.uitleg + erbij(fout, fout.probleem) };
}

/**
 * @param {Afgewezen} fout
 * @param {Probleem} probleem
 */
function erbij({ status, opnieuwNaSeconden }, { verzoekId }) {
  if (status === 429 && opnieuwNaSeconden) return ` Dat kan over ${opnieuwNaSeconden} seconden.`;
  return status === 500 && verzoekId ? ` Noem dit nummer als u dit meldt: ${verzoekId}.` : "";
}
