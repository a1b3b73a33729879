/** The cards on the screen. An element stays the same as long as its zaak does, so that focus and place are kept. */

import { el } from "./element.js";
import { kaart } from "./kaart.js";

/** @import { Meldingplek, Plek } from "./lijststand.js" */

export class Kaartenlijst {
  element = el("ul", { class: "kaarten", "aria-label": "Zaken" });
  /** @type {Map<string, {element: HTMLElement, merk: string}>} */
  #staat = new Map();

  /**
   * Show these places from the top; `hoort` tells which rows the search leaves, `bericht` draws what a bron tells.
   * @param {Plek[]} plekken
   * @param {(plek: Plek) => boolean} hoort
   * @param {{teken: (plek: Meldingplek) => HTMLElement, merk: string}} bericht
   */
  toon(plekken, hoort, bericht) {
    const focus = document.activeElement;
    const blijft = new Set(plekken.map((plek) => plek.sleutel));
    for (const [sleutel, { element }] of this.#staat) {
      if (!blijft.has(sleutel)) {
        element.remove();
        this.#staat.delete(sleutel);
      }
    }
    plekken.forEach((plek, plaats) => {
      const element = this.#item(plek, bericht);
      element.hidden = !hoort(plek);
      if (this.element.children[plaats] !== element) {
        this.element.insertBefore(element, this.element.children[plaats] ?? null);
      }
    });
    if (focus instanceof HTMLElement && focus !== document.activeElement && this.element.contains(focus)) {
      focus.focus({ preventScroll: true });
    }
  }

  /**
   * The item of a zaak or of a message.
   * @param {string} sleutel
   */
  item(sleutel) {
    return this.#staat.get(sleutel)?.element ?? null;
  }

  /**
   * @param {Plek} plek
   * @param {{teken: (plek: Meldingplek) => HTMLElement, merk: string}} bericht
   */
  #item(plek, bericht) {
    const merk =
      plek.soort === "zaak"
        ? `${plek.rij.versie} ${plek.rij.samenvatting}`
        : JSON.stringify(plek.uitkomst) + bericht.merk;
    const eerder = this.#staat.get(plek.sleutel);
    if (eerder?.merk === merk) return eerder.element;
    const element = eerder?.element ?? el("li", { class: `kaarten__plek kaarten__plek--${plek.soort}` });
    const hadFocus = element.contains(document.activeElement);
    const hoogte = element.offsetHeight;
    const inhoud = plek.soort === "zaak" ? kaart(plek.rij) : bericht.teken(plek);
    element.replaceChildren(inhoud);
    // A message that has become shorter stays as high as it was, or what is read below it would jump.
    if (plek.soort === "melding" && !plek.uitkomst.melding) inhoud.style.minBlockSize = `${hoogte}px`;
    if (hadFocus) focusOp(inhoud);
    this.#staat.set(plek.sleutel, { element, merk });
    return element;
  }
}

/**
 * Bring the focus to what one can do here, else to the text itself.
 * @param {HTMLElement} inhoud
 */
function focusOp(inhoud) {
  const doel = /** @type {HTMLElement} */ (inhoud.querySelector("a, button") ?? inhoud);
  if (doel === inhoud) doel.tabIndex = -1;
  doel.focus({ preventScroll: true });
}
