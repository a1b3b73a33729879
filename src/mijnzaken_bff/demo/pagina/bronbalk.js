/** How far the asking is: a line that fills, and a chip per gemeente. Its height stays, so that nothing below it moves. */

import { duurInWoorden, klokslag } from "./datum.js";
import { el, verborgen, vul } from "./element.js";
import { icoon } from "./icoon.js";
import { kortweg, opsomming, voluit, zaken } from "./tekst.js";

/** @import { Bronstand, Lijststand } from "./lijststand.js" */

/** After how long a gemeente is called slow, in milliseconds. */
export const TRAAG_NA = 1200;

export class Bronbalk {
  #regel = el("p", { class: "nl-paragraph bronbalk__regel" });
  #vulling = el("div", { class: "bronbalk__vulling" });
  #uitleg = el("p", { class: "nl-paragraph bronbalk__uitleg" });
  #chips = el("ul", { class: "bronbalk__chips", "aria-label": "Gemeenten" });
  element = el(
    "section",
    { class: "bronbalk", "aria-label": "Waar we uw zaken ophalen" },
    this.#regel,
    el("div", { class: "bronbalk__baan", "aria-hidden": "true" }, this.#vulling),
    this.#uitleg,
    this.#chips,
  );

  #naarMelding;

  /** @param {() => void} naarMelding goes to the first message of a gemeente */
  constructor(naarMelding) {
    this.#naarMelding = naarMelding;
  }

  /**
   * @param {Lijststand} stand
   * @param {{traag: boolean, fout: boolean}} toestand whether it takes long by now, and whether no answer came at all
   */
  toon(stand, { traag, fout }) {
    const standen = [...stand.bronnen.values()];
    const totaal = standen.length;
    this.element.classList.toggle("bronbalk--bezig", stand.bezig);
    this.#vulling.style.inlineSize = totaal ? `${(stand.klaar / totaal) * 100}%` : "0%";
    vul(this.#regel, regelOf(stand, fout));
    vul(
      this.#uitleg,
      stand.bezig ? traag && traagOf(stand) : fout ? "" : onvolledig(standen) ? this.#waarom() : peiling(stand),
    );
    vul(
      this.#chips,
      standen.map((een) => chip(een, stand)),
    );
  }

  #waarom() {
    return [
      "Dit zijn misschien niet al uw zaken. ",
      el("button", { type: "button", class: "nl-link knop-als-link", onclick: this.#naarMelding }, "Lees waarom"),
    ];
  }
}

/**
 * @param {Lijststand} stand
 * @param {boolean} fout
 */
function regelOf(stand, fout) {
  const totaal = stand.bronnen.size;
  if (stand.bezig) return voortgangOf(stand);
  if (fout || !stand.overzicht) return "We konden uw zaken niet ophalen.";
  const gelukt = [...stand.bronnen.values()].filter((een) => een.uitkomst?.beantwoord).length;
  if (gelukt < totaal) return `${gelukt} van de ${totaal} gemeenten gaven antwoord.`;
  return totaal === 1 ? "De gemeente gaf antwoord." : `Alle ${totaal} gemeenten gaven antwoord.`;
}

/**
 * The progress in a sentence.
 * @param {Lijststand} stand
 */
export function voortgangOf(stand) {
  const totaal = stand.bronnen.size;
  if (totaal === 0) return "We halen uw zaken op.";
  return `We halen uw zaken op: ${stand.klaar} van de ${totaal} ${totaal === 1 ? "gemeente" : "gemeenten"} klaar.`;
}

/**
 * Who makes us wait, while there is something to see; else nothing.
 * @param {Lijststand} stand
 */
export function traagOf(stand) {
  const trage = [...stand.bronnen.values()].filter((een) => een.bezig).map((een) => voluit(een.bron));
  if (trage.length === 0 || stand.klaar === 0) return "";
  const wie =
    trage.length > 2 ? `${trage.length} gemeenten doen` : `${opsomming(trage)} ${trage.length === 1 ? "doet" : "doen"}`;
  return `${wie} er lang over. We laten alvast zien wat er is.`;
}

/**
 * Of when the answer is; nothing while there is none.
 * @param {Lijststand} stand
 */
function peiling({ overzicht }) {
  return overzicht && `Bijgewerkt om ${klokslag(overzicht.peilmoment)}.`;
}

/** @param {Bronstand[]} standen */
function onvolledig(standen) {
  return standen.some((een) => een.uitkomst && een.uitkomst.uitkomst !== "ok");
}

/**
 * @param {Bronstand} een
 * @param {Lijststand} stand
 */
function chip(een, stand) {
  const aantal = stand.rijen.filter((rij) => rij.bron === een.bron.id).length;
  const { uitkomst, bezig, ms } = een;
  const [soort, teken, tekst] = bezig
    ? /** @type {const} */ (["bezig", "opnieuw", "bezig…"])
    : !uitkomst
      ? /** @type {const} */ (["stil", "streep", "niet gevraagd"])
      : !uitkomst.beantwoord
        ? /** @type {const} */ (["weg", "letop", "antwoordt niet"])
        : uitkomst.melding
          ? /** @type {const} */ (["deels", "info", `${zaken(aantal)}, niet alles`])
          : /** @type {const} */ (["klaar", "vink", zaken(aantal) + (uitkomst.meer ? " en meer" : "")]);
  return el(
    "li",
    { class: `chip chip--${soort}`, title: ms === null ? null : `antwoord na ${duurInWoorden(ms)}` },
    icoon(teken),
    el("span", { class: "chip__naam" }, kortweg(een.bron), verborgen(":")),
    el("span", { class: "chip__stand" }, tekst),
  );
}
