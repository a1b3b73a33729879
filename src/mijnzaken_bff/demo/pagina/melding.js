/** What there is to tell beside the zaken: in a box, with what one can do about it. */

import { klokslag } from "./datum.js";
import { el } from "./element.js";
import { icoon } from "./icoon.js";

/** @import { BronUitkomst } from "./contract.js" */
/** @import { Inhoud } from "./element.js" */

/**
 * What asking again does, whether it can now, and what to say about it.
 * @typedef {{opnieuw: () => void, kan: boolean, wanneer: string}} Beurt
 */

/** The outcomes at which asking again helps nobody. */
const NOOIT = new Set(["geenToegang", "overgeslagen"]);

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
 * What a bron has to tell, in the words of the contract.
 * @param {BronUitkomst} uitkomst
 * @param {Beurt | null} beurt null when one asks again elsewhere
 */
export function bronmelding(uitkomst, beurt) {
  const van = uitkomst.uitkomst === "verouderd" && uitkomst.bijgewerktOp;
  return melding(
    uitkomst.beantwoord ? "info" : "warning",
    el("p", { class: "nl-paragraph" }, uitkomst.melding, van && ` Ze zijn van ${klokslag(van)}.`),
    beurt && !NOOIT.has(uitkomst.uitkomst) && opnieuwknop(beurt, uitkomst.naam),
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
    wanneer && el("span", { class: "melding__wanneer" }, wanneer),
  );
}
