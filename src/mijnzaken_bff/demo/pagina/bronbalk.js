/** How far the asking is: a line that fills, and a chip per gemeente. Its height stays, so that nothing below it moves. */

import { klokslag } from "./datum.js";
import { el, verborgen, vul } from "./element.js";
import { icoon } from "./icoon.js";
import { kortweg, opsomming, voluit, zaken } from "./tekst.js";

/** @import { Bronstand, Lijststand } from "./lijststand.js" */

/** After how long a gemeente is called slow, in milliseconds. */
export const TRAAG_NA = 1200;

/**
 * Whether it takes long by now, what broke the asking off (null when nothing did, empty when that is said elsewhere),
 * and whether asking again may help.
 * @typedef {{traag: boolean, fout: string | null, opnieuw: boolean}} Toestand
 */

export class Bronbalk {
  #regel = el("p", { class: "nl-paragraph bronbalk__regel" });
  #vulling = el("div", { class: "bronbalk__vulling" });
  #uitleg = el("p", { class: "nl-paragraph bronbalk__uitleg" });
  /** What `#uitleg` says now: drawn again only when that changes, or who stands on its button would fall off. */
  #gezegd = "";
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
  #weer;

  /**
   * @param {() => void} naarMelding goes to the first message of a gemeente
   * @param {() => void} weer does again what failed
   */
  constructor(naarMelding, weer) {
    this.#naarMelding = naarMelding;
    this.#weer = weer;
  }

  /**
   * @param {Lijststand} stand
   * @param {Toestand} toestand
   */
  toon(stand, { traag, fout, opnieuw }) {
    const standen = [...stand.bronnen.values()];
    const totaal = standen.length;
    this.element.classList.toggle("bronbalk--bezig", stand.bezig);
    this.#vulling.style.inlineSize = totaal ? `${(stand.klaar / totaal) * 100}%` : "0%";
    vul(this.#regel, regelOf(stand, fout !== null));
    if (stand.bezig) this.#zeg(traag ? traagOf(stand) : "");
    else if (fout !== null) this.#zeg(fout, fout !== "" && opnieuw ? "Opnieuw proberen" : "", this.#weer, "alert");
    else if (onvolledig(standen)) this.#zeg("Dit zijn misschien niet al uw zaken.", "Lees waarom", this.#naarMelding);
    else this.#zeg(peiling(stand));
    vul(
      this.#chips,
      standen.map((een) => chip(een, stand)),
    );
  }

  /**
   * @param {string} tekst
   * @param {string} [knop] what one can do about it
   * @param {() => void} [doen]
   * @param {string} [rol]
   */
  #zeg(tekst, knop = "", doen = () => {}, rol) {
    if (this.#gezegd === tekst + knop) return;
    this.#gezegd = tekst + knop;
    vul(
      this.#uitleg,
      tekst && el("span", { role: rol }, tekst),
      knop && [" ", el("button", { type: "button", class: "nl-link knop-als-link", onclick: doen }, knop)],
    );
  }
}

/**
 * @param {Lijststand} stand
 * @param {boolean} fout
 */
function regelOf(stand, fout) {
  const totaal = stand.bronnen.size;
  if (stand.bezig) return voortgangOf(stand);
  if (fout && stand.rijen.length > 0) return "We konden niet alles ophalen.";
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
  return overzicht ? `Bijgewerkt om ${klokslag(overzicht.peilmoment)}.` : "";
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
  const { uitkomst, bezig, afgebroken } = een;
  const [soort, teken, tekst] = bezig
    ? /** @type {const} */ (["bezig", "opnieuw", "bezig…"])
    : afgebroken && aantal > 0
      ? /** @type {const} */ (["deels", "info", `${zaken(aantal)} van eerder`])
      : afgebroken || !uitkomst
        ? /** @type {const} */ (["weg", "letop", "geen antwoord"])
        : !uitkomst.beantwoord
          ? /** @type {const} */ (["weg", "letop", "antwoordt niet"])
          : uitkomst.melding
            ? /** @type {const} */ (["deels", "info", `${zaken(aantal)}, niet alles`])
            : /** @type {const} */ (["klaar", "vink", zaken(aantal) + (uitkomst.meer ? " en meer" : "")]);
  return el(
    "li",
    { class: `chip chip--${soort}` },
    icoon(teken),
    el("span", { class: "chip__naam" }, kortweg(een.bron), verborgen(":")),
    el("span", { class: "chip__stand" }, tekst),
  );
}
