/**
 * What stands in the list, and in which order. What somebody reads never moves by itself: only in a short while after
 * the first card cards are put in order; what comes later goes below what is there.
 */

/** @import { Bron, BronUitkomst, StroomBericht, ZaakOverzicht, ZaakRij } from "./contract.js" */

/** How long after the first card cards may still be put in order, in milliseconds: less than it takes to start reading. */
export const SCHIKTIJD = 300;

/**
 * How it stands with one bron; `uitkomst` is null until it answered once, and `afgebroken` says that the asking broke
 * off before it answered (again).
 * @typedef {{bron: Bron | BronUitkomst, uitkomst: BronUitkomst | null, bezig: boolean, afgebroken: boolean}} Bronstand
 */
/**
 * A place in the list. A message whose `uitkomst` has nothing to tell any more keeps its place: what stands below it is
 * being read. Before `vanaf` (as `performance.now()` counts) it makes no sense to ask that bron again.
 * @typedef {{soort: "melding", sleutel: string, uitkomst: BronUitkomst, vanaf: number}} Meldingplek
 */
/** @typedef {{soort: "zaak", sleutel: string, rij: ZaakRij} | Meldingplek} Plek */

export class Lijststand {
  /** @type {Map<string, Bronstand>} */
  bronnen = new Map();
  /** @type {ZaakOverzicht | null} the last overzicht; null until the first is whole */
  overzicht = null;
  /** Whether the bronnen are being asked now. */
  bezig = false;
  /** Whether somebody touched the list: from then on nothing is put in order. */
  aangeraakt = false;
  /** @type {Plek[]} what is shown, from the top */
  plekken = [];
  /** @type {number | null} */
  #eersteKaart = null;
  /** @type {Map<string, number>} per zaak, when it was first told: within a day a bron tells in its own order */
  #rang = new Map();
  /** @type {Set<string>} the zaken that came after the first page, of which the stream does not tell */
  #verderop = new Set();
  /** Whether no bron answered: then what each has to tell is said once for all of them. */
  #geen = false;

  /** The rows, from the top. */
  get rijen() {
    return this.plekken.flatMap((plek) => (plek.soort === "zaak" ? [plek.rij] : []));
  }

  /** How many bronnen answered, or will not. */
  get klaar() {
    return [...this.bronnen.values()].filter((stand) => !stand.bezig).length;
  }

  /**
   * These bronnen are asked (again); what they said before stands until they answer.
   * @param {Bron[]} bronnen
   */
  begin(bronnen) {
    this.bezig = true;
    if (this.#geen) this.plekken = [];
    this.#geen = false;
    for (const bron of bronnen) {
      const eerder = this.bronnen.get(bron.id);
      this.bronnen.set(bron.id, { bron, uitkomst: eerder?.uitkomst ?? null, bezig: true, afgebroken: false });
    }
  }

  /**
   * One bron told, or told anew.
   * @param {StroomBericht} bericht
   * @param {number} nu
   */
  bron(bericht, nu) {
    if (!bericht.bron) return;
    this.#uitkomst(bericht.bron);
    const { id, beantwoord } = bericht.bron;
    this.#trekIn(bericht.zaken, (rij) => rij.bron === id, beantwoord);
    this.#neem(bericht.zaken, nu);
  }

  /**
   * All is in.
   * @param {ZaakOverzicht} overzicht
   * @param {number} nu
   */
  gereed(overzicht, nu) {
    this.bezig = false;
    this.overzicht = overzicht;
    for (const uitkomst of overzicht.bronnen) this.#uitkomst(uitkomst);
    for (const stand of this.bronnen.values()) stand.bezig = false;
    const stil = new Set(overzicht.bronnen.filter((een) => !een.beantwoord).map((een) => een.id));
    this.#trekIn([], (rij) => stil.has(rij.bron), false);
    // What fell off this page comes back with the cursor; without a cursor nothing fell off.
    if (overzicht.volgende === null) this.#trekIn(overzicht.zaken, () => true, true);
    this.#neem(overzicht.zaken, nu);
  }

  /**
   * No overzicht comes: what was told stays, and the bronnen that are named say why.
   * @param {BronUitkomst[]} bronnen
   */
  geenOverzicht(bronnen) {
    this.bezig = false;
    for (const uitkomst of bronnen) this.#uitkomst(uitkomst);
    for (const stand of this.bronnen.values()) {
      stand.afgebroken = stand.bezig;
      stand.bezig = false;
    }
    this.#geen = bronnen.length > 0;
    if (this.#geen) this.plekken = this.plekken.filter((plek) => plek.soort === "melding");
  }

  /**
   * The next page of the same list.
   * @param {ZaakOverzicht} bladzijde
   */
  bladzijde(bladzijde) {
    if (this.overzicht) {
      const volledig = this.overzicht.volledig && bladzijde.volledig;
      this.overzicht = { ...this.overzicht, volledig, volgende: bladzijde.volgende };
    }
    for (const uitkomst of bladzijde.bronnen) {
      const eerder = this.bronnen.get(uitkomst.id);
      if (uitkomst.uitkomst !== "ok") this.#uitkomst(uitkomst);
      // What it told of an earlier page stays true; that there is more does not.
      else if (eerder?.uitkomst) eerder.uitkomst = { ...eerder.uitkomst, meer: uitkomst.meer };
    }
    for (const rij of bladzijde.zaken) this.#verderop.add(rij.id);
    this.#neem(bladzijde.zaken, Infinity);
  }

  /** Whether the newest zaak is no longer first, now that all is in. */
  get uitVolgorde() {
    const rijen = this.rijen;
    return !this.bezig && rijen.some((rij, plaats) => this.#vergelijk(rijen[plaats - 1] ?? rij, rij) > 0);
  }

  /** Put the newest first, and what there is to tell above it. */
  schik() {
    const meldingen = this.plekken.filter((plek) => plek.soort === "melding" && plek.uitkomst.melding);
    const zaken = this.plekken.flatMap((plek) => (plek.soort === "zaak" ? [plek] : []));
    this.plekken = [...meldingen, ...zaken.sort((een, ander) => this.#vergelijk(een.rij, ander.rij))];
  }

  /** @param {BronUitkomst} uitkomst */
  #uitkomst(uitkomst) {
    this.bronnen.set(uitkomst.id, { bron: uitkomst, uitkomst, bezig: false, afgebroken: false });
    const sleutel = `melding-${uitkomst.id}`;
    const plaats = this.plekken.findIndex((plek) => plek.sleutel === sleutel);
    if (!uitkomst.melding && plaats < 0) return;
    const wacht = uitkomst.uitkomst === "overbelast" ? (uitkomst.opnieuwNaSeconden ?? 0) * 1000 : 0;
    /** @type {Plek} */
    const plek = { soort: "melding", sleutel, uitkomst, vanaf: performance.now() + wacht };
    if (plaats >= 0) this.plekken[plaats] = plek;
    else this.plekken.push(plek);
  }

  /**
   * Take back the rows that are no longer told.
   * @param {ZaakRij[]} verteld
   * @param {(rij: ZaakRij) => boolean} welke
   * @param {boolean} behoudVerderop whether what "Toon meer zaken" brought stays
   */
  #trekIn(verteld, welke, behoudVerderop) {
    const ids = new Set(verteld.map((rij) => rij.id));
    this.plekken = this.plekken.filter(
      ({ sleutel, ...plek }) =>
        plek.soort === "melding" ||
        !welke(plek.rij) ||
        ids.has(sleutel) ||
        (behoudVerderop && this.#verderop.has(sleutel)),
    );
  }

  /**
   * Give each row its place: in its own place when it stands already, else in order, or below what is there.
   * @param {ZaakRij[]} rijen
   * @param {number} nu
   */
  #neem(rijen, nu) {
    const staat = new Map(this.plekken.map((plek, plaats) => [plek.sleutel, plaats]));
    const nieuw = [];
    for (const rij of rijen) {
      const plaats = staat.get(rij.id);
      if (!this.#rang.has(rij.id)) this.#rang.set(rij.id, this.#rang.size);
      if (plaats !== undefined) this.plekken[plaats] = { soort: "zaak", sleutel: rij.id, rij };
      else nieuw.push(rij);
    }
    if (nieuw.length === 0) return;
    this.#eersteKaart ??= nu;
    nieuw.sort((een, ander) => this.#vergelijk(een, ander));
    this.plekken.push(...nieuw.map((rij) => /** @type {Plek} */ ({ soort: "zaak", sleutel: rij.id, rij })));
    if (nu - this.#eersteKaart < SCHIKTIJD && !this.aangeraakt) this.schik();
  }

  /**
   * Newest startdatum first; within a day by bron, and then as the bron gave them: the order of the contract.
   * @param {ZaakRij} een
   * @param {ZaakRij} ander
   */
  #vergelijk(een, ander) {
    if (een.startdatum !== ander.startdatum) return een.startdatum < ander.startdatum ? 1 : -1;
    if (een.bron !== ander.bron) return een.bron < ander.bron ? -1 : 1;
    return (this.#rang.get(een.id) ?? 0) - (this.#rang.get(ander.id) ?? 0);
  }
}
