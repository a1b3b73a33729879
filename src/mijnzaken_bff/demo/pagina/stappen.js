/** How far a zaak is: the four fasen, and in each the steps of its zaaktype. */

import { dag } from "./datum.js";
import { el, verborgen } from "./element.js";
import { icoon } from "./icoon.js";
import { voorbehoud } from "./kaart.js";

/** @import { Fasevoortgang, Stapstand, Voortgangsstap } from "./contract.js" */
/** @import { Icoonnaam } from "./icoon.js" */

/**
 * Per toestand: how the components of Den Haag call it, its mark, what it is called, and whether everybody sees that.
 * @type {Record<Stapstand, {stand: string, teken: Icoonnaam | null, woord: string, zichtbaar: boolean}>}
 */
const STANDEN = {
  voltooid: { stand: "checked", teken: "vink", woord: "klaar", zichtbaar: false },
  huidig: { stand: "current", teken: null, woord: "hier is uw zaak nu", zichtbaar: true },
  toekomstig: { stand: "not-checked", teken: null, woord: "nog niet begonnen", zichtbaar: false },
  overgeslagen: { stand: "not-checked", teken: "streep", woord: "overgeslagen", zichtbaar: true },
  vervallen: { stand: "not-checked", teken: "streep", woord: "gaat niet meer gebeuren", zichtbaar: true },
};

/**
 * The fasen of a zaak, as the process steps of Den Haag.
 * @param {Fasevoortgang[]} voortgang
 */
export function stappen(voortgang) {
  return el("ol", { class: "denhaag-process-steps stappen" }, voortgang.map(fase));
}

/** @param {Fasevoortgang} een */
function fase(een) {
  const { stand, woord, zichtbaar } = STANDEN[een.toestand];
  const stapNu = een.stappen.some((stap) => stap.toestand === "huidig");
  return el(
    "li",
    {
      class: `denhaag-process-steps__step stappen__fase stappen__fase--${een.toestand}`,
      "aria-current": een.toestand === "huidig" && !stapNu ? "step" : null,
    },
    el(
      "div",
      { class: "denhaag-process-steps__step-header" },
      merk(een.toestand, false),
      el(
        "p",
        { class: `denhaag-process-steps__step-heading denhaag-process-steps__step-heading--${stand}` },
        een.naam,
        !stapNu && gezegd(woord, zichtbaar),
      ),
    ),
    een.datum &&
      een.stappen.length === 0 &&
      el("p", { class: "denhaag-process-steps__step-meta stappen__datum" }, dag(een.datum)),
    een.stappen.length > 0 &&
      el("ol", { class: "denhaag-process-steps__step-details stappen__deel" }, een.stappen.map(deelstap)),
  );
}

/**
 * How it stands with a step, after its name. In brackets, because a screen reader puts a space before it.
 * @param {string} woord
 * @param {boolean} zichtbaar
 */
function gezegd(woord, zichtbaar) {
  return zichtbaar ? el("span", { class: "stappen__woord" }, woord) : verborgen(` (${woord})`);
}

/** @param {Voortgangsstap} een */
function deelstap(een) {
  const { woord, zichtbaar } = STANDEN[een.toestand];
  return el(
    "li",
    {
      class: `denhaag-process-steps__sub-step stappen__stap stappen__stap--${een.toestand}`,
      "aria-current": een.toestand === "huidig" ? "step" : null,
    },
    merk(een.toestand, true),
    el(
      "div",
      { class: "stappen__tekst" },
      el(
        "p",
        { class: "denhaag-process-steps__sub-step-heading" },
        een.naam ?? "Stap zonder naam",
        gezegd(woord, zichtbaar),
      ),
      een.datum && el("p", { class: "stappen__datum" }, dag(een.datum)),
      een.verwacht &&
        el("p", { class: "stappen__datum" }, "verwacht op ", dag(een.verwacht.datum), voorbehoud(een.verwacht)),
      een.uitleg && el("p", { class: "stappen__uitleg" }, een.uitleg),
      een.toelichting && een.toelichting !== een.uitleg && el("p", { class: "stappen__uitleg" }, een.toelichting),
    ),
  );
}

/**
 * @param {Stapstand} toestand
 * @param {boolean} klein
 */
function merk(toestand, klein) {
  const { stand, teken } = STANDEN[toestand];
  return el(
    "div",
    {
      class: `denhaag-step-marker denhaag-step-marker--${stand}${klein ? " denhaag-step-marker--nested" : ""} stappen__merk`,
      "aria-hidden": "true",
    },
    teken && el("span", { class: "denhaag-icon stappen__teken" }, icoon(teken)),
  );
}
