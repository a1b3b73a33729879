/** Choosing who one is in the demo. */

import { el, vul } from "./element.js";
import { icoon } from "./icoon.js";
import { melding } from "./melding.js";

/** @import { Aanmelding, Persoon } from "./aanmelding.js" */

/** @type {Record<string, import("./icoon.js").Icoonnaam>} */
const TEKENS = { persoon: "persoon", bedrijf: "bedrijf", gemachtigde: "samen" };

export class Inloggen {
  #aanmelding;
  #bezig = false;
  #titel = el("h1", { class: "nl-heading nl-heading--level-1", tabindex: "-1" }, "Kies een testpersoon");
  #bericht = el("div", { role: "alert" });
  #personen = el("ul", { class: "personen" });
  element = el(
    "section",
    { class: "inloggen" },
    this.#bericht,
    this.#titel,
    el(
      "p",
      { class: "nl-paragraph nl-paragraph--lead" },
      "Dit is een demo met verzonnen gemeenten, mensen en bedrijven. In het echt logt u in met DigiD of eHerkenning.",
    ),
    this.#personen,
  );

  /** @param {Aanmelding} aanmelding */
  constructor(aanmelding) {
    this.#aanmelding = aanmelding;
  }

  /** The heading, to bring the focus to. */
  get kop() {
    return this.#titel;
  }

  /** Show who one can be, and why one is here again. */
  toon() {
    vul(
      this.#bericht,
      this.#aanmelding.verlopen &&
        melding("info", el("p", { class: "nl-paragraph" }, "U bent automatisch uitgelogd. Log opnieuw in.")),
    );
    vul(
      this.#personen,
      this.#aanmelding.personen.map((persoon) => this.#knop(persoon)),
    );
  }

  /** @param {Persoon} persoon */
  #knop(persoon) {
    return el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: "persoon", onclick: () => void this.#kies(persoon) },
        el("span", { class: "persoon__teken" }, icoon(TEKENS[persoon.soort] ?? "persoon")),
        el(
          "span",
          { class: "persoon__tekst" },
          el("span", { class: "persoon__naam" }, persoon.naam),
          " ",
          el("span", { class: "persoon__verhaal" }, persoon.verhaal),
        ),
        icoon("pijlRechts"),
      ),
    );
  }

  /** @param {Persoon} persoon */
  async #kies(persoon) {
    if (this.#bezig) return;
    this.#bezig = true;
    try {
      await this.#aanmelding.logIn(persoon);
    } catch {
      vul(
        this.#bericht,
        melding("error", el("p", { class: "nl-paragraph" }, "Inloggen lukt nu niet. Draait de demo nog?")),
      );
    } finally {
      this.#bezig = false;
    }
  }
}
