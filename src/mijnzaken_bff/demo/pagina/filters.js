/** What one wants to see of the list. The choice is in the address; what one searches for is not. */

import { el, vul } from "./element.js";
import { icoon } from "./icoon.js";
import { lijstadres } from "./route.js";
import { voluit } from "./tekst.js";

/** @import { Bron } from "./contract.js" */
/** @import { Lijstroute, Toon } from "./route.js" */

/** @type {[Toon, string][]} */
const KEUZES = [
  ["alles", "Alles"],
  ["lopend", "Lopend"],
  ["afgerond", "Afgerond"],
];

export class Filters {
  #keuzes = el("ul", { class: "keuzes" });
  #gemeente = /** @type {HTMLSelectElement} */ (
    el("select", { class: "utrecht-select utrecht-select--html-select", id: "filter-gemeente" })
  );
  #zoek = /** @type {HTMLInputElement} */ (
    el("input", {
      class: "utrecht-textbox utrecht-textbox--html-input",
      id: "filter-zoek",
      type: "search",
      autocomplete: "off",
      enterkeyhint: "search",
    })
  );
  /** On a phone the fields wait behind this, so that the first zaak is in sight. */
  #meer = el(
    "button",
    { type: "button", class: "filters__meer", "aria-expanded": "false", onclick: () => this.#klap() },
    "Zoeken en filteren",
    icoon("pijlRechts"),
  );
  element = el(
    "form",
    { class: "filters", role: "search", "aria-label": "Kies welke zaken u ziet", onsubmit: niet },
    el("nav", { class: "filters__keuzes", "aria-label": "Lopend of afgerond" }, this.#keuzes),
    this.#meer,
    veld("filter-gemeente", "Gemeente", this.#gemeente),
    veld("filter-zoek", "Zoek titel of nummer", this.#zoek),
  );

  /** @param {(woorden: string) => void} zoek told of every change of what one searches for */
  constructor(zoek) {
    this.#zoek.addEventListener("input", () => zoek(this.#zoek.value));
    this.#gemeente.addEventListener("change", () => {
      location.hash = lijstadres(this.#toon, this.#gemeente.value || null);
    });
  }

  /** @type {Toon} */
  #toon = "alles";

  #klap() {
    this.#meer.setAttribute("aria-expanded", String(this.#meer.getAttribute("aria-expanded") === "false"));
  }

  /**
   * @param {Lijstroute} route
   * @param {Bron[]} bronnen
   * @param {string} woorden
   */
  zet(route, bronnen, woorden) {
    this.#toon = route.toon;
    this.#zoek.value = woorden;
    vul(
      this.#keuzes,
      KEUZES.map(([toon, naam]) =>
        el(
          "li",
          {},
          el(
            "a",
            {
              class: "keuzes__keuze",
              href: lijstadres(toon, route.bron),
              "aria-current": toon === route.toon ? "true" : null,
            },
            naam,
          ),
        ),
      ),
    );
    vul(
      this.#gemeente,
      el("option", { value: "" }, "Alle gemeenten"),
      bronnen.map((bron) => el("option", { value: bron.id }, voluit(bron))),
    );
    this.#gemeente.value = route.bron ?? "";
    if (route.bron !== null || woorden) this.#meer.setAttribute("aria-expanded", "true");
  }
}

/**
 * @param {string} id
 * @param {string} naam
 * @param {HTMLElement} invoer
 */
function veld(id, naam, invoer) {
  return el(
    "div",
    { class: "utrecht-form-field filters__veld" },
    el("label", { class: "utrecht-form-label", for: id }, naam),
    invoer,
  );
}

/** @param {Event} gebeurtenis */
function niet(gebeurtenis) {
  gebeurtenis.preventDefault();
}
