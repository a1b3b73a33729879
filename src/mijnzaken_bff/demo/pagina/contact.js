/** Whom to call about a zaak. */

import { el, webadres } from "./element.js";
import { icoon } from "./icoon.js";

/** @import { ZaakRij } from "./contract.js" */

/**
 * How to reach the organisatie of a zaak; null when there is no way.
 * @param {ZaakRij} zaak
 */
export function contact(zaak) {
  const { naam, contact: weg } = zaak.organisatie;
  const website = webadres(weg.website);
  const portaal = webadres(zaak.portaalUrl);
  if (!weg.telefoon && !website && !portaal) return null;
  return el(
    "section",
    { class: "blok contact", "aria-labelledby": "kop-contact" },
    el("h2", { class: "nl-heading nl-heading--level-2", id: "kop-contact" }, "Vragen?"),
    el(
      "p",
      { class: "nl-paragraph" },
      `Neem contact op met ${naam}.`,
      zaak.zaaknummer && ` Noem dan het zaaknummer: ${zaak.zaaknummer}.`,
    ),
    el(
      "ul",
      { class: "contact__wegen" },
      weg.telefoon && wegNaar("telefoon", `tel:${weg.telefoon.replace(/[^0-9+]/g, "")}`, `Bel ${weg.telefoon}`),
      website && wegNaar("wereld", website, `Website van ${naam}`),
      portaal && wegNaar("wereld", portaal, `Deze zaak bij ${naam}`),
    ),
  );
}

/**
 * @param {import("./icoon.js").Icoonnaam} teken
 * @param {string} adres
 * @param {string} tekst
 */
function wegNaar(teken, adres, tekst) {
  return el("li", {}, icoon(teken), el("a", { class: "nl-link", href: adres, rel: "noreferrer" }, tekst));
}
