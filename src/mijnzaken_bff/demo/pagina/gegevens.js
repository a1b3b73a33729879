/** What one wants to know of a zaak at a glance, as a list of names and values. */

import { dag } from "./datum.js";
import { el } from "./element.js";
import { voorbehoud } from "./kaart.js";

/** @import { Besluit, VerwachteDatum, ZaakDetail } from "./contract.js" */
/** @import { Inhoud } from "./element.js" */

/** @typedef {[naam: string, waarde: Inhoud]} Regel */

/**
 * A list of names and values; what has no value is left out.
 * @param {Regel[]} regels
 */
export function gegevenslijst(regels) {
  return el(
    "div",
    { class: "denhaag-description-list-container" },
    el(
      "dl",
      { class: "denhaag-description-list" },
      regels
        .filter(([, waarde]) => waarde)
        .map(([naam, waarde]) =>
          el(
            "div",
            { class: "denhaag-description-list-item" },
            el("dt", { class: "denhaag-description-list__title" }, naam),
            el("dd", { class: "denhaag-description-list__detail" }, waarde),
          ),
        ),
    ),
  );
}

/**
 * The key facts of a zaak.
 * @param {ZaakDetail} detail
 * @returns {Regel[]}
 */
export function kerngegevens({ zaak, toelichtingTermijn }) {
  return [
    ["Zaaknummer", zaak.zaaknummer],
    ["Organisatie", zaak.organisatie.naam],
    ["Aangevraagd op", dag(zaak.aanvraagdatum)],
    ["Begonnen op", zaak.startdatum !== zaak.aanvraagdatum && dag(zaak.startdatum)],
    ["Verwacht op", zaak.lopend && verwacht(zaak.verwachteEinddatum)],
    ["Uiterlijk op", zaak.lopend && verwacht(zaak.uiterlijkeEinddatum)],
    ["Over deze datum", zaak.lopend && toelichtingTermijn],
    ["Afgerond op", zaak.einddatum && dag(zaak.einddatum)],
    ["Resultaat", zaak.resultaat && resultaat(zaak.resultaat)],
    ["Vestiging", zaak.vestiging],
  ];
}

/**
 * What a besluit says.
 * @param {Besluit} besluit
 * @returns {Regel[]}
 */
export function besluitgegevens(besluit) {
  return [
    ["Kenmerk", besluit.kenmerk],
    ["Besloten op", besluit.datum && dag(besluit.datum)],
    ["Verstuurd op", besluit.verzenddatum && dag(besluit.verzenddatum)],
    ["Gaat in op", besluit.ingangsdatum && dag(besluit.ingangsdatum)],
    ["Geldt tot en met", besluit.vervaldatum && dag(besluit.vervaldatum)],
    ["Bezwaar of reactie uiterlijk", besluit.uiterlijkeReactiedatum && dag(besluit.uiterlijkeReactiedatum)],
    ["Toelichting", besluit.toelichting],
  ];
}

/** @param {VerwachteDatum | null} datum */
function verwacht(datum) {
  return datum && [dag(datum.datum), voorbehoud(datum)];
}

/** @param {{naam: string | null, uitleg: string | null, toelichting: string | null}} een */
function resultaat(een) {
  return [een.naam, een.uitleg, een.toelichting]
    .filter(Boolean)
    .map((tekst) => el("p", { class: "nl-paragraph" }, tekst));
}
