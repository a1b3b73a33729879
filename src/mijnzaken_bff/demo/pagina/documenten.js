/** The documents of a zaak, and fetching one: with the bearer token, so never by just following a link. */

import { datumInWoorden } from "./datum.js";
import { el, vul } from "./element.js";
import { inWoorden } from "./fout.js";
import { icoon } from "./icoon.js";
import { grootteInWoorden } from "./tekst.js";

/** @import { Dienst } from "./dienst.js" */
/** @import { Document } from "./contract.js" */

/** @type {Record<string, string>} */
const RICHTING = { vanU: "Van u", vanOrganisatie: "Van de gemeente" };

/**
 * The rows of these documents.
 * @param {Document[]} documenten
 * @param {Dienst} dienst
 */
export function documentenlijst(documenten, dienst) {
  return el(
    "ul",
    { class: "documenten" },
    documenten.map((een) => el("li", { class: "denhaag-file document" }, rij(een, dienst))),
  );
}

/**
 * @param {Document} een
 * @param {Dienst} dienst
 */
function rij(een, dienst) {
  const bericht = el("p", { class: "document__bericht", role: "status" });
  const tekst = [
    el("span", { class: "document__titel" }, een.titel),
    el("span", { class: "document__feiten" }, feiten(een)),
  ];
  return [
    el("div", { class: "denhaag-file__left document__icoon" }, icoon("bestand")),
    el(
      "div",
      { class: "denhaag-file__right document__rechts" },
      een.downloadbaar && een.inhoud
        ? el(
            "button",
            { type: "button", class: "document__knop", onclick: () => haalOp(een, dienst, bericht) },
            el("span", { class: "document__tekst" }, tekst),
            icoon("ophalen"),
          )
        : el(
            "div",
            { class: "document__tekst" },
            tekst,
            el("span", { class: "document__feiten" }, "U kunt dit document hier niet openen."),
          ),
      bericht,
    ),
  ];
}

/** @param {Document} een */
function feiten(een) {
  return [
    RICHTING[een.richting],
    een.soort,
    een.extensie?.toUpperCase(),
    een.grootte === null ? null : grootteInWoorden(een.grootte),
    een.datum && datumInWoorden(een.datum),
  ]
    .filter(Boolean)
    .join(", ");
}

/**
 * Fetch the bytes, and hand them to the browser under the name that the contract gives.
 * @param {Document} een
 * @param {Dienst} dienst
 * @param {HTMLElement} bericht
 */
async function haalOp(een, dienst, bericht) {
  bericht.classList.remove("document__bericht--fout");
  vul(bericht, "We halen het document op…");
  try {
    const adres = URL.createObjectURL(await dienst.haalInhoud(een.inhoud ?? ""));
    const link = /** @type {HTMLAnchorElement} */ (el("a", { href: adres, download: een.bestandsnaam ?? een.titel }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(adres), 60_000);
    vul(bericht, "Het document staat bij uw downloads.");
  } catch (fout) {
    bericht.classList.add("document__bericht--fout");
    const { kop, uitleg } = inWoorden(fout);
    vul(bericht, `Het document is niet opgehaald. ${uitleg || `${kop}.`}`);
  }
}
