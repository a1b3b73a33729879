/** Tabs, as the ARIA Authoring Practices describe them: arrows choose, one tab stop. */

import { el } from "./element.js";

/** @typedef {{id: string, naam: string, paneel: HTMLElement}} Tabblad */

export class Tabbladen {
  /** @type {HTMLElement[]} */
  #tabs;
  #bladen;
  #gekozen;
  element;
  open = "";

  /**
   * @param {string} naam what the tabs are about
   * @param {Tabblad[]} bladen
   * @param {(id: string) => void} gekozen
   */
  constructor(naam, bladen, gekozen) {
    this.#bladen = bladen;
    this.#gekozen = gekozen;
    this.#tabs = bladen.map(({ id, naam: tekst }) =>
      el(
        "button",
        {
          type: "button",
          role: "tab",
          class: "tab",
          id: `tab-${id}`,
          "aria-controls": `paneel-${id}`,
          onclick: () => this.kies(id),
        },
        tekst,
      ),
    );
    for (const { id, paneel } of bladen) {
      paneel.id = `paneel-${id}`;
      paneel.setAttribute("role", "tabpanel");
      paneel.setAttribute("aria-labelledby", `tab-${id}`);
      paneel.tabIndex = 0;
      paneel.classList.add("paneel");
    }
    const rij = el(
      "div",
      {
        role: "tablist",
        "aria-label": naam,
        class: "tabs",
        onkeydown: (/** @type {KeyboardEvent} */ toets) => this.#toets(toets),
      },
      this.#tabs,
    );
    this.element = el(
      "div",
      { class: "tabbladen" },
      rij,
      bladen.map((blad) => blad.paneel),
    );
  }

  /** @param {string} id */
  kies(id) {
    this.open = id;
    this.#bladen.forEach((blad, plaats) => {
      const gekozen = blad.id === id;
      const tab = this.#tabs[plaats];
      tab?.setAttribute("aria-selected", String(gekozen));
      if (tab) tab.tabIndex = gekozen ? 0 : -1;
      blad.paneel.hidden = !gekozen;
    });
    this.#gekozen(id);
  }

  /** @param {KeyboardEvent} toets */
  #toets(toets) {
    const nu = this.#bladen.findIndex((blad) => blad.id === this.open);
    const laatste = this.#bladen.length - 1;
    const naar = {
      ArrowRight: nu === laatste ? 0 : nu + 1,
      ArrowLeft: nu === 0 ? laatste : nu - 1,
      Home: 0,
      End: laatste,
    }[toets.key];
    if (naar === undefined) return;
    toets.preventDefault();
    this.kies(this.#bladen[naar]?.id ?? this.open);
    this.#tabs[naar]?.focus();
  }
}
