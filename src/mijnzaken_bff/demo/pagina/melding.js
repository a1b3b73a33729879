/** What there is to tell beside the zaken: in a box, with what one can do about it. */

import { klokslag } from "./datum.js";
import { el } from "./element.js";
import { icoon } from "./icoon.js";
import { voluit } from "./tekst.js";

/** @import { BronUitkomst } from "./contract.js" */
/** @import { Meldingplek } from "./lijststand.js" */
/** @import { Inhoud } from "./element.js" */

/**
 * What asking again does (not before a moment, as `performance.now()` counts), whether it can now, and what to say
 * about it.
 * @typedef {{opnieuw: (vanaf?: number) => void, kan: boolean, wanneer: string}} Beurt
 */

/** The outcomes at which asking again helps nobody. */
const NOOIT = new Set(["geenToegang", "overgeslagen"]);

/** The outcomes that all have the same sentence: there is nothing now, and there may be later. */
const UITGEVALLEN = new Set(["teTraag", "onbereikbaar", "onbetrouwbaar", "overbelast"]);

/**
 * A box with a message.
 * @param {"info" | "warning" | "error"} soort
 * @param {...Inhoud} inhoud
 */
export function melding(soort, ...inhoud) {
  return el(
    "div",
    { class: `utrecht-alert utrecht-alert--${soort} melding` },
    el("div", { class: "utrecht-alert__icon melding__icoon" }, icoon(soort === "info" ? "info" : "letop")),
    el("div", { class: "utrecht-alert__content" }, el("div", { class: "utrecht-alert__message" }, inhoud)),
  );
}

/**
 * Whether what this bron tells is no more than what is said when none answered.
 * @param {BronUitkomst} uitkomst
 */
export function zegtNietsMeer({ uitkomst }) {
  return UITGEVALLEN.has(uitkomst);
}

/**
 * What a bron has to tell, in the words of the contract; or that it is well again.
 * @param {Meldingplek} plek
 * @param {Beurt | null} beurt null when one asks again elsewhere
 * @param {() => void} begin asks for a fresh first page
 */
export function bronmelding({ uitkomst, vanaf }, beurt, begin) {
  if (!uitkomst.melding) return hersteld(`${voluit(uitkomst)} antwoordt weer.`);
  const van = uitkomst.uitkomst === "verouderd" && uitkomst.bijgewerktOp;
  return melding(
    uitkomst.beantwoord ? "info" : "warning",
    el("p", { class: "nl-paragraph" }, uitkomst.melding, van && ` Ze zijn van ${klokslag(van)}.`),
    uitkomst.reden === "eerderUitgevallen"
      ? beginknop(begin)
      : beurt &&
          magOpnieuw(uitkomst) &&
          opnieuwknop({ ...beurt, opnieuw: () => beurt.opnieuw(vanaf) }, voluit(uitkomst)),
  );
}

/** @param {string} tekst */
function hersteld(tekst) {
  const element = melding("info", el("p", { class: "nl-paragraph" }, tekst));
  element.classList.add("melding--hersteld");
  return element;
}

/** @param {BronUitkomst} uitkomst */
function magOpnieuw({ uitkomst, opnieuwNaSeconden }) {
  return opnieuwNaSeconden !== null && !NOOIT.has(uitkomst);
}

/** @param {() => void} begin */
function beginknop(begin) {
  return el(
    "p",
    { class: "nl-paragraph melding__doen" },
    el(
      "button",
      { type: "button", class: "nl-button nl-button--secondary", onclick: begin },
      el("span", { class: "nl-button__icon-start" }, icoon("opnieuw")),
      el("span", { class: "nl-button__label" }, "Begin opnieuw"),
    ),
  );
}

/**
 * "Opnieuw proberen", and what comes of it. The button stays reachable while it waits: who pressed it keeps the focus.
 * @param {Beurt} beurt
 * @param {string} [bij]
 */
export function opnieuwknop({ opnieuw, kan, wanneer }, bij) {
  return el(
    "p",
    { class: "nl-paragraph melding__doen" },
    el(
      "button",
      {
        type: "button",
        class: "nl-button nl-button--secondary",
        "aria-disabled": kan ? null : "true",
        "aria-label": bij ? `Opnieuw proberen bij ${bij}` : null,
        onclick: () => kan && opnieuw(),
      },
      el("span", { class: "nl-button__icon-start" }, icoon("opnieuw")),
      el("span", { class: "nl-button__label" }, "Opnieuw proberen"),
    ),
    // It counts down: that is to be seen, and is said once elsewhere.
    wanneer && el("span", { class: "melding__wanneer", "aria-hidden": "true" }, wanneer),
  );
}
