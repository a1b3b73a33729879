/** When each bron told, and when it was called: bars over one line of time. */

import { el } from "./element.js";

/** @import { Verzoek } from "./spoor.js" */
/** @import { StroomBericht, ZaakOverzicht } from "./contract.js" */

/** One call at a bron, as the demo tells. @typedef {{bron: string, uitkomst: string, beginMs: number, duurMs: number}} Aanroep */
/** @typedef {{van: number, tot: number, soort: string, tekst: string}} Balk */

/**
 * The waterfall of one request.
 * @param {Verzoek} verzoek
 * @param {Aanroep[]} aanroepen
 */
export function waterval(verzoek, aanroepen) {
  /** @type {Map<string, Balk[]>} */
  const banen = new Map();
  for (const { naam, ms, inhoud } of verzoek.berichten) {
    const bericht = /** @type {StroomBericht} */ (inhoud);
    if (naam !== "bron" || !bericht.bron) continue;
    voegToe(banen, bericht.bron.id, {
      van: 0,
      tot: ms,
      soort: bericht.bron.beantwoord ? "antwoord" : "fout",
      tekst: `${bericht.bron.uitkomst} na ${Math.round(ms)} ms`,
    });
  }
  for (const { bron, uitkomst, beginMs, duurMs } of aanroepen) {
    voegToe(banen, bron, {
      van: beginMs,
      tot: beginMs + duurMs,
      soort: uitkomst === "ok" ? "aanroep" : "aanroepfout",
      tekst: `aanroep vanaf ${Math.round(beginMs)} ms: ${uitkomst}, ${Math.round(duurMs)} ms`,
    });
  }
  if (banen.size === 0) return el("p", {}, "Bij dit verzoek is er (nog) niets te tekenen.");
  const eind = Math.max(1, ...[...banen.values()].flat().map((balk) => balk.tot));
  return el(
    "div",
    { class: "waterval" },
    el(
      "ul",
      { class: "waterval__banen" },
      [...banen].sort().map(([bron, balken]) => baan(bron, balken, eind)),
    ),
    el(
      "p",
      { class: "waterval__as" },
      el("span", {}, "0 ms"),
      el("span", {}, `${Math.round(eind / 2)} ms`),
      el("span", {}, `${Math.round(eind)} ms`),
    ),
    el(
      "p",
      { class: "waterval__uitleg" },
      "Breed: tot het bericht van de bron op deze pagina was. Smal: elke aanroep van de dienst aan die bron.",
    ),
  );
}

/**
 * @param {Map<string, Balk[]>} banen
 * @param {string} bron
 * @param {Balk} balk
 */
function voegToe(banen, bron, balk) {
  banen.set(bron, [...(banen.get(bron) ?? []), balk]);
}

/**
 * @param {string} bron
 * @param {Balk[]} balken
 * @param {number} eind
 */
function baan(bron, balken, eind) {
  const eerste = balken.find((balk) => balk.soort === "antwoord" || balk.soort === "fout") ?? balken[0];
  return el(
    "li",
    { class: "waterval__baan" },
    el("span", { class: "waterval__naam" }, bron),
    el(
      "span",
      { class: "waterval__balken", "aria-hidden": "true" },
      balken.map((balk) => {
        const staaf = el("span", { class: `waterval__balk waterval__balk--${balk.soort}`, title: balk.tekst });
        staaf.style.insetInlineStart = `${(balk.van / eind) * 100}%`;
        staaf.style.inlineSize = `${Math.max(0.4, ((balk.tot - balk.van) / eind) * 100)}%`;
        return staaf;
      }),
    ),
    el("span", { class: "waterval__tekst" }, eerste?.tekst ?? ""),
  );
}
