/** What happened in a zaak, newest first. */

import { dag } from "./datum.js";
import { el } from "./element.js";

/** @import { Tijdlijnpunt } from "./contract.js" */

/**
 * @param {Tijdlijnpunt[]} punten
 * @param {string} organisatie
 */
export function tijdlijn(punten, organisatie) {
  return el(
    "ol",
    { class: "tijdlijn", reversed: true },
    punten.map((punt) =>
      el(
        "li",
        { class: `tijdlijn__punt tijdlijn__punt--${punt.afzender === "u" ? "u" : "ander"}` },
        el("p", { class: "nl-paragraph tijdlijn__titel" }, punt.titel),
        punt.tekst && el("p", { class: "nl-paragraph tijdlijn__tekst" }, punt.tekst),
        el("p", { class: "nl-paragraph tijdlijn__onder" }, dag(punt.datum), van(punt, organisatie)),
      ),
    ),
  );
}

/**
 * @param {Tijdlijnpunt} punt
 * @param {string} organisatie
 */
function van(punt, organisatie) {
  if (punt.afzender === "u") return ", van u";
  return punt.afzender === "organisatie" ? `, van ${organisatie}` : "";
}
