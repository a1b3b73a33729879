/** One zaak in the list. */

import { dag } from "./datum.js";
import { el, verborgen } from "./element.js";
import { icoon } from "./icoon.js";
import { zaakadres } from "./route.js";

/** @import { Inhoud } from "./element.js" */
/** @import { Signaal, VerwachteDatum, ZaakRij } from "./contract.js" */

const FASEN = ["geregistreerd", "geaccepteerd", "inBehandeling", "afgerond"];

/**
 * The card of a zaak. Its title is the link, which the rest tells apart from others of that name; the whole card
 * follows it.
 * @param {ZaakRij} rij
 * @param {"h2" | "h3"} [kop]
 */
export function kaart(rij, kop = "h2") {
  const datum = datumVan(rij);
  const [over, nummer] = [`over-${rij.id}`, `nummer-${rij.id}`];
  const welke = [rij.omschrijving && over, rij.zaaknummer && nummer].filter(Boolean).join(" ");
  return el(
    "article",
    { class: `kaart${rij.lopend ? "" : " kaart--afgerond"}${vraagtActie(rij) ? " kaart--actie" : ""}` },
    el(
      "div",
      { class: "kaart__boven" },
      el(
        kop,
        { class: "nl-heading nl-heading--level-3 kaart__titel" },
        el(
          "a",
          { class: "nl-link kaart__link", href: zaakadres(rij.id), "aria-describedby": welke || null },
          rij.titel,
        ),
      ),
      fasebalk(rij),
    ),
    rij.omschrijving && el("p", { class: "nl-paragraph kaart__omschrijving", id: over }, rij.omschrijving),
    rij.signalen.length > 0 && el("div", { class: "kaart__signalen" }, rij.signalen.map(signaal)),
    el("p", { class: "nl-paragraph kaart__samenvatting" }, rij.samenvatting),
    el(
      "p",
      { class: "nl-paragraph kaart__onder" },
      metPunten([
        rij.organisatie.naam,
        datum && el("span", {}, datum.wat, " ", dag(datum.datum), datum.voorbehoud),
        rij.zaaknummer && el("span", { id: nummer }, verborgen("zaaknummer "), rij.zaaknummer),
        rij.vestiging && `vestiging ${rij.vestiging}`,
      ]),
      icoon("pijlRechts"),
    ),
  );
}

/**
 * What there is of these, with a point between.
 * @param {Inhoud[]} delen
 */
function metPunten(delen) {
  return delen
    .filter(Boolean)
    .flatMap((deel, plaats) => (plaats > 0 ? [" ", el("span", { "aria-hidden": "true" }, "·"), " ", deel] : [deel]));
}

/**
 * The badge of something that deserves attention.
 * @param {Signaal} een
 */
export function signaal(een) {
  const actie = een.soort === "actieNodig";
  const letOp = een.soort === "termijnVerstreken";
  return el(
    "span",
    { class: `nl-data-badge signaal${actie ? " signaal--actie" : letOp ? " signaal--letop" : ""}` },
    icoon(actie || letOp ? "letop" : "info"),
    el("span", {}, een.tekst),
  );
}

/** @param {ZaakRij} rij */
function vraagtActie(rij) {
  return rij.signalen.some((een) => een.soort === "actieNodig");
}

/**
 * The one date that matters most.
 * @param {ZaakRij} rij
 */
function datumVan(rij) {
  if (!rij.lopend) return rij.einddatum ? { wat: "afgerond op", datum: rij.einddatum, voorbehoud: "" } : null;
  const [wat, verwacht] = rij.verwachteEinddatum
    ? ["verwacht op", rij.verwachteEinddatum]
    : ["uiterlijk", rij.uiterlijkeEinddatum];
  return verwacht ? { wat, datum: verwacht.datum, voorbehoud: voorbehoud(verwacht) } : null;
}

/**
 * What a date that may shift says about itself.
 * @param {VerwachteDatum} verwacht
 */
export function voorbehoud(verwacht) {
  return verwacht.zeker ? "" : " (kan later worden)";
}

/**
 * Four dots and the name: how far it is, at a glance.
 * @param {ZaakRij} rij
 */
function fasebalk(rij) {
  const bereikt = FASEN.indexOf(rij.hoofdstatus.fase);
  return el(
    "p",
    { class: `nl-paragraph fasebalk fasebalk--${rij.hoofdstatus.fase}` },
    el(
      "span",
      { class: "fasebalk__stippen", "aria-hidden": "true" },
      FASEN.map((_, plaats) =>
        el("span", { class: plaats <= bereikt ? "fasebalk__stip fasebalk__stip--vol" : "fasebalk__stip" }),
      ),
    ),
    verborgen("Status: "),
    rij.hoofdstatus.naam,
  );
}
