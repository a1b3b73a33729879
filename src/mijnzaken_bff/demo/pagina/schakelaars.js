/** The switches of the demo: how each gemeente behaves, and how long the login lasts. */

import { el, vul } from "./element.js";

/** @import { Aanmelding } from "./aanmelding.js" */

/** @typedef {{id: string, naam: string, product: string, adres: string, stand: string, uitleg: string}} Gemeente */
/** @typedef {{nlDesignSystem: boolean, gemeenten: Gemeente[], standen: {id: string, naam: string, uitleg: string}[]}} Opstelling */

const KORT = 5;

export class Schakelaars {
  #aanmelding;
  #omgezet;
  #bericht = el("p", { role: "status", class: "schakelaars__bericht" });
  #lijst = el("div", { class: "schakelaars__lijst" });
  element = el("div", {}, this.#lijst, this.#bericht);

  /**
   * @param {Aanmelding} aanmelding
   * @param {() => string} omgezet told when a gemeente behaves differently from now on; says what comes of it
   */
  constructor(aanmelding, omgezet) {
    this.#aanmelding = aanmelding;
    this.#omgezet = omgezet;
  }

  /** @param {Opstelling} opstelling */
  toon({ gemeenten, standen }) {
    vul(
      this.#lijst,
      gemeenten.map((gemeente) => {
        const keuze = /** @type {HTMLSelectElement} */ (
          el(
            "select",
            {
              class: "utrecht-select utrecht-select--html-select",
              id: `stand-${gemeente.id}`,
              "aria-describedby": `uitleg-${gemeente.id}`,
              onchange: () => void this.#zet(gemeente, keuze.value, uitleg),
            },
            standen.map((stand) => el("option", { value: stand.id }, stand.naam)),
          )
        );
        keuze.value = gemeente.stand;
        const uitleg = el("p", { id: `uitleg-${gemeente.id}`, class: "schakelaar__uitleg" }, gemeente.uitleg);
        return el(
          "div",
          { class: "schakelaar" },
          el("label", { for: `stand-${gemeente.id}`, class: "schakelaar__naam" }, gemeente.naam),
          keuze,
          uitleg,
        );
      }),
      el(
        "div",
        { class: "schakelaar" },
        el("p", { class: "schakelaar__naam" }, "Inloggen"),
        el(
          "button",
          { type: "button", class: "nl-button nl-button--secondary", onclick: () => void this.#kort() },
          el("span", { class: "nl-button__label" }, `Token van ${KORT} seconden`),
        ),
        el("p", { class: "schakelaar__uitleg" }, "Zo ziet u wat er gebeurt als het token verloopt."),
      ),
    );
  }

  /**
   * @param {Gemeente} gemeente
   * @param {string} stand
   * @param {HTMLElement} uitleg
   */
  async #zet(gemeente, stand, uitleg) {
    const antwoord = await fetch(`/demo/gemeenten/${gemeente.id}`, {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ stand }),
    }).catch(() => null);
    if (!antwoord?.ok) {
      this.#bericht.textContent = "Dat lukte niet. Draait de demo nog?";
      return;
    }
    uitleg.textContent = (await antwoord.json()).uitleg;
    this.#bericht.textContent = `${gemeente.naam} is nu anders. ${this.#omgezet()}`;
  }

  async #kort() {
    const { persoon } = this.#aanmelding;
    if (!persoon) {
      this.#bericht.textContent = "Log eerst in.";
      return;
    }
    try {
      await this.#aanmelding.logIn(persoon, KORT);
      this.#bericht.textContent = `Het token verloopt over ${KORT} seconden.`;
    } catch {
      this.#bericht.textContent = "Dat lukte niet. Draait de demo nog?";
    }
  }
}
