/** Mijn zaken: asks all gemeenten at once, and shows what each has as soon as it says so. */

import { Bronbalk, traagOf, TRAAG_NA } from "./bronbalk.js";
import { el, vul, werkBij } from "./element.js";
import { Filters } from "./filters.js";
import { Afgewezen, GeenVerbinding, inWoorden } from "./fout.js";
import { Kaartenlijst } from "./kaartenlijst.js";
import { Lijststand } from "./lijststand.js";
import { bronmelding, melding, opnieuwknop, zegtNietsMeer } from "./melding.js";
import { opsomming, voluit, zaken } from "./tekst.js";
import { Vernieuwbeurt } from "./vernieuwen.js";
import { namens } from "./voor.js";

/** @import { Bron, Voor, ZaakRij } from "./contract.js" */
/** @import { Dienst } from "./dienst.js" */
/** @import { Omroep } from "./omroep.js" */
/** @import { Beurt } from "./melding.js" */
/** @import { Plek } from "./lijststand.js" */
/** @import { Lijstroute } from "./route.js" */

/** How long after the last letter it is said what a search finds, in milliseconds. */
const UITGETYPT = 700;

const WELKE = { alles: "", lopend: "lopende ", afgerond: "afgeronde " };

export class Overzicht {
  #dienst;
  #omroep;
  #stand = new Lijststand();
  /** @type {Lijstroute} */
  #route = { soort: "lijst", toon: "alles", bron: null };
  /** @type {Bron[]} */
  #bronnen = [];
  #woorden = "";
  #traag = false;
  /** @type {unknown} */
  #fout = null;
  /** What was asked when it failed: the list, or more of it. @type {"lijst" | "meer"} */
  #foutBij = "lijst";
  #bladert = false;
  #afbreken = new AbortController();
  #beurt = new Vernieuwbeurt(
    () => void this.#vraag(true),
    () => this.#tik(),
  );
  #gevraagd = "";
  /** @type {number | undefined} */
  #zegstraks;
  /** How much the search found when that was last said. */
  #gezegd = "";

  #titel = el("h1", { class: "nl-heading nl-heading--level-1", tabindex: "-1" }, "Mijn zaken");
  #voor = el("p", { class: "nl-paragraph voor" });
  #filters = new Filters((woorden) => this.#zoek(woorden));
  #balk = new Bronbalk(
    () => this.#naarMelding(),
    () => this.#weer(),
  );
  #telling = el("p", { class: "nl-paragraph lijstkop__telling", tabindex: "-1" });
  #schik = el(
    "button",
    {
      type: "button",
      class: "nl-button nl-button--subtle lijstkop__schik",
      hidden: true,
      onclick: () => this.#schikNu(),
    },
    el("span", { class: "nl-button__label" }, "Nieuwste bovenaan zetten"),
  );
  #lijstkop = el("div", { class: "lijstkop" }, this.#telling, this.#schik);
  #alarm = el("div", { role: "alert" });
  #herstel = el("div", {});
  #foutplek = el("div", { class: "lijst__fout", hidden: true }, this.#alarm, this.#herstel);
  /** @type {unknown} */
  #getoondeFout = null;
  #leegplek = el("div", { class: "leegplek" });
  #lijst = new Kaartenlijst();
  #schaduw = el("div", { class: "schaduwen", "aria-hidden": "true" });
  #meerknop = el("button", {
    type: "button",
    class: "nl-button nl-button--secondary",
    onclick: () => void this.#meer(),
  });
  element = el(
    "section",
    { class: "lijst" },
    this.#titel,
    this.#voor,
    this.#filters.element,
    this.#balk.element,
    this.#lijstkop,
    this.#leegplek,
    this.#lijst.element,
    this.#schaduw,
    el("p", { class: "nl-paragraph lijst__meer" }, this.#meerknop),
  );

  /**
   * @param {Dienst} dienst
   * @param {Omroep} omroep
   */
  constructor(dienst, omroep) {
    this.#dienst = dienst;
    this.#omroep = omroep;
    for (const soort of ["focusin", "pointerdown", "wheel", "touchmove"]) {
      this.#lijst.element.addEventListener(soort, () => (this.#stand.aangeraakt = true), { passive: true });
    }
  }

  /** The heading, to bring the focus to. */
  get kop() {
    return this.#titel;
  }

  /** The row of a zaak that stands in the list. @param {string} id */
  rij(id) {
    return this.#stand.rijen.find((rij) => rij.id === id) ?? null;
  }

  /** The link of a zaak in the list. @param {string} id @returns {HTMLElement | null} */
  link(id) {
    return this.#lijst.item(id)?.querySelector("a") ?? null;
  }

  /**
   * Show the list of this route: as it stands when that is what stands, else asked for.
   * @param {Lijstroute} route
   */
  async open(route) {
    if (typeof history.state?.zoek === "string") this.#woorden = history.state.zoek;
    const vraag = `${route.toon} ${route.bron}`;
    this.#route = route;
    if (vraag !== this.#gevraagd) {
      this.#gevraagd = vraag;
      this.#stand = new Lijststand();
      await this.#vraag(false);
    } else {
      this.#filters.zet(route, this.#bronnen, this.#woorden);
      this.#toon();
    }
  }

  /**
   * Ask all of it again, past what the service remembers, as soon as that counts.
   * @param {number} [vanaf] not before this moment, as `performance.now()` counts
   */
  vernieuw(vanaf) {
    this.#beurt.neem(vanaf);
    if (!this.#beurt.wacht) return;
    this.#toon();
    this.#omroep.zeg(this.#beurt.wanneer);
  }

  /** When that will be; empty when nothing waits. */
  get wanneer() {
    return this.#beurt.wanneer;
  }

  /** Stop asking and forget all: who was logged in is gone. */
  wis() {
    this.#afbreken.abort();
    this.#beurt.wis();
    this.#stand = new Lijststand();
    this.#bronnen = [];
    this.#gevraagd = "";
    this.#fout = null;
    this.#bladert = false;
    this.#woorden = "";
    clearTimeout(this.#zegstraks);
    if (history.state?.zoek) history.replaceState({ ...history.state, zoek: "" }, "");
    vul(this.#voor);
    this.#toon();
  }

  /** @param {boolean} opnieuw whether to ask past what the service remembers */
  async #vraag(opnieuw) {
    this.#afbreken.abort();
    const afbreken = new AbortController();
    this.#afbreken = afbreken;
    const stand = this.#stand;
    stand.bezig = true;
    this.#traag = false;
    this.#fout = null;
    this.#bladert = false;
    this.#filters.zet(this.#route, this.#bronnen, this.#woorden);
    this.#toon();
    if (!opnieuw) this.#omroep.zeg("We halen uw zaken op.");
    const traag = setTimeout(() => this.#duurtLang(), TRAAG_NA);
    try {
      // Who is asked is known before who answers: the chips are there from the start.
      if (this.#bronnen.length === 0) this.#bronnen = (await this.#dienst.haal("/bronnen", afbreken.signal)).bronnen;
      // An address may name a gemeente that is not there (any more): then all are shown.
      const { bron } = this.#route;
      if (bron && !this.#bronnen.some((een) => een.id === bron)) this.#route = { ...this.#route, bron: null };
      this.#filters.zet(this.#route, this.#bronnen, this.#woorden);
      stand.begin(this.#bronnen.filter((bron) => this.#route.bron === null || bron.id === this.#route.bron));
      this.#toon();
      await this.#luister(stand, opnieuw, afbreken.signal);
    } catch (fout) {
      if (afbreken.signal.aborted) return;
      stand.geenOverzicht((fout instanceof Afgewezen && fout.probleem?.bronnen) || []);
      this.#fout = fout;
      this.#foutBij = "lijst";
    } finally {
      clearTimeout(traag);
    }
    if (afbreken.signal.aborted) return;
    this.#toon();
    this.#omroep.zeg(this.#fout ? "" : `${this.#tel()}. ${this.#volledigheid()}`);
  }

  /**
   * @param {Lijststand} stand
   * @param {boolean} opnieuw
   * @param {AbortSignal} signaal
   */
  async #luister(stand, opnieuw, signaal) {
    for await (const bericht of this.#dienst.stroom(`/zaken/stroom${this.#keuze({ vernieuw: opnieuw })}`, signaal)) {
      if (signaal.aborted) return;
      const nu = performance.now();
      if (bericht.soort === "bron") stand.bron(bericht, nu);
      else if (bericht.soort === "gereed" && bericht.overzicht) stand.gereed(bericht.overzicht, nu);
      else if (bericht.soort === "probleem") throw new Afgewezen(bericht.probleem?.status ?? 500, bericht.probleem);
      if (bericht.overzicht) this.#namens(bericht.overzicht.voor);
      this.#toon();
    }
  }

  /** @param {Voor} voor */
  #namens(voor) {
    vul(this.#voor, namens(voor));
  }

  #duurtLang() {
    this.#traag = true;
    this.#toon();
    const tekst = traagOf(this.#stand);
    if (tekst) this.#omroep.zeg(tekst);
  }

  /** @param {{vernieuw?: boolean, cursor?: string}} rest */
  #keuze({ vernieuw, cursor }) {
    const keuze = new URLSearchParams();
    if (this.#route.toon !== "alles") keuze.set("lopend", String(this.#route.toon === "lopend"));
    if (this.#route.bron) keuze.set("bron", this.#route.bron);
    if (vernieuw) keuze.set("vernieuw", "true");
    if (cursor) keuze.set("cursor", cursor);
    return keuze.size ? `?${keuze}` : "";
  }

  async #meer() {
    const stand = this.#stand;
    let cursor = stand.overzicht?.volgende;
    if (!cursor || this.#bladert) return;
    const { signal } = this.#afbreken;
    const gestaakt = () => signal.aborted || stand !== this.#stand;
    this.#bladert = true;
    this.#fout = null;
    this.#toon();
    const eerst = new Set(stand.rijen.map((rij) => rij.id));
    /** @type {ZaakRij[]} */
    let nieuw = [];
    try {
      // After the first page was asked again, the pages after it may be there already: then one goes on.
      while (cursor && nieuw.length === 0) {
        const bladzijde = await this.#dienst.haal(`/zaken${this.#keuze({ cursor })}`, signal);
        if (gestaakt()) return;
        stand.bladzijde(bladzijde);
        nieuw = stand.rijen.filter((rij) => !eerst.has(rij.id));
        cursor = stand.overzicht?.volgende;
      }
    } catch (fout) {
      if (gestaakt()) return;
      this.#fout = fout;
      this.#foutBij = "meer";
    }
    this.#bladert = false;
    this.#toon();
    if (this.#fout || nieuw.length === 0) return;
    this.#omroep.zeg(`${zaken(nieuw.length)} erbij. ${this.#tel()}.`);
    this.link(nieuw[0]?.id ?? "")?.focus({ preventScroll: true });
  }

  /** @param {string} woorden */
  #zoek(woorden) {
    this.#woorden = woorden;
    // In the state of this visit, and not in the address: what one searches for is nobody else's business.
    history.replaceState({ ...history.state, zoek: woorden }, "");
    this.#toon();
    clearTimeout(this.#zegstraks);
    this.#zegstraks = setTimeout(() => this.#zegTelling(), UITGETYPT);
  }

  #zegTelling() {
    const tel = this.#tel();
    if (tel !== this.#gezegd && this.element.isConnected) this.#omroep.zeg(tel);
    this.#gezegd = tel;
  }

  /** Do again what failed. */
  #weer() {
    void (this.#foutBij === "meer" ? this.#meer() : this.#vraag(false));
  }

  /** Begin at a fresh first page. */
  #begin() {
    this.#stand = new Lijststand();
    this.#titel.focus();
    void this.#vraag(false);
  }

  #schikNu() {
    this.#stand.schik();
    this.#toon();
    this.#telling.focus({ preventScroll: true });
    this.#omroep.zeg("De nieuwste zaken staan nu bovenaan.");
  }

  #naarMelding() {
    const eerste = this.#stand.plekken.find((plek) => plek.soort === "melding" && plek.uitkomst.melding);
    const doel = eerste ? this.#lijst.item(eerste.sleutel)?.querySelector("button, .melding") : null;
    if (!(doel instanceof HTMLElement)) return;
    if (doel.tagName !== "BUTTON") doel.tabIndex = -1;
    doel.focus({ preventScroll: true });
    doel.scrollIntoView({ block: "center" });
  }

  /** A second of the wait is over: only the text of it changes, so that who stands on the button is left in peace. */
  #tik() {
    for (const plek of this.element.querySelectorAll(".melding__wanneer")) plek.textContent = this.#beurt.wanneer;
  }

  #toon() {
    const hadFocus = this.element.contains(document.activeElement);
    this.#teken();
    if (!hadFocus || (this.element.contains(document.activeElement) && document.activeElement?.checkVisibility()))
      return;
    // What had the focus has gone: it goes to what says how it stands now.
    (this.#telling.textContent ? this.#telling : this.#titel).focus({ preventScroll: true });
  }

  #teken() {
    const stand = this.#stand;
    const beurt = {
      opnieuw: (/** @type {number | undefined} */ vanaf) => this.vernieuw(vanaf),
      kan: !stand.bezig && !this.#beurt.wacht,
      wanneer: this.#beurt.wanneer,
    };
    const fout = this.#foutBij === "lijst" ? this.#fout : null;
    // Where no bron answered it is said once and there is one button, and not one more for each.
    const geen = fout !== null && stand.rijen.length === 0;
    const { opnieuw } = inWoorden(fout);
    const kort = fout === null ? null : geen ? "" : kortom(fout);
    this.#balk.toon(stand, { traag: this.#traag, fout: kort, opnieuw });
    this.#lijst.toon(stand.plekken, (plek) => this.#hoort(plek) && !(geen && zwijgt(plek)), {
      teken: (plek) => bronmelding(plek, geen ? null : beurt, () => this.#begin()),
      merk: `${geen} ${beurt.kan}`,
    });
    vul(this.#telling, stand.rijen.length > 0 ? this.#tel() : "");
    this.#schik.hidden = !stand.uitVolgorde;
    this.#lijstkop.hidden = !stand.bezig && stand.rijen.length === 0;
    vul(this.#schaduw, stand.bezig && Array.from({ length: stand.rijen.length > 0 ? 1 : 3 }, schaduw));
    vul(this.#leegplek, stand.rijen.length === 0 && !stand.bezig && this.#fout === null && this.#leeg());
    this.#meerknop.hidden = !stand.overzicht?.volgende || stand.bezig;
    this.#meerknop.ariaDisabled = this.#bladert ? "true" : null;
    const naam = this.#bladert ? "We halen meer zaken op…" : "Toon meer zaken";
    if (this.#meerknop.textContent !== naam) vul(this.#meerknop, el("span", { class: "nl-button__label" }, naam));
    this.#toonFout(beurt);
  }

  /** @param {Beurt} beurt */
  #toonFout(beurt) {
    // While cards stand the bar says it: there is room for it there.
    const fout = this.#foutBij === "meer" || this.#stand.rijen.length === 0 ? this.#fout : null;
    const vanBronnen = fout instanceof Afgewezen && (fout.probleem?.bronnen?.length ?? 0) > 0;
    if (fout !== this.#getoondeFout) {
      // Where one looks: above when there is nothing else to see, else below what stands.
      if (this.#stand.rijen.length === 0) this.#lijst.element.before(this.#foutplek);
      else this.#schaduw.after(this.#foutplek);
      this.#foutplek.hidden = fout === null;
      this.#getoondeFout = fout;
      vul(this.#alarm, fout !== null && foutmelding(fout, vanBronnen, this.#foutBij));
      vul(this.#herstel);
    }
    if (fout === null || !inWoorden(fout).opnieuw) return;
    const nieuw = vanBronnen && this.#foutBij === "lijst";
    werkBij(this.#herstel, opnieuwknop(nieuw ? beurt : { ...beurt, opnieuw: () => this.#weer() }));
  }

  /** What to say when there is no zaak to see. */
  #leeg() {
    const { overzicht } = this.#stand;
    if (!overzicht) return null;
    const welke = WELKE[this.#route.toon];
    const antwoordden = [...this.#stand.bronnen.values()].filter((een) => een.uitkomst?.beantwoord);
    const wie = opsomming(antwoordden.map((een) => voluit(een.bron)));
    if (overzicht.volledig) {
      return el(
        "div",
        { class: "leeg" },
        el("h2", { class: "nl-heading nl-heading--level-3" }, `U heeft geen ${welke}zaken`),
        el("p", { class: "nl-paragraph" }, `We hebben gevraagd bij ${wie}.`),
      );
    }
    return el("div", { class: "leeg" }, el("p", { class: "nl-paragraph" }, `Bij ${wie} vonden we geen ${welke}zaken.`));
  }

  /** @param {Plek} plek */
  #hoort(plek) {
    return plek.soort === "melding" || this.#gevonden(plek.rij);
  }

  /** @param {ZaakRij} rij */
  #gevonden(rij) {
    const tekst = `${rij.titel} ${rij.omschrijving ?? ""} ${rij.zaaknummer ?? ""}`.toLocaleLowerCase("nl");
    return this.#woorden
      .toLocaleLowerCase("nl")
      .split(/\s+/)
      .every((woord) => tekst.includes(woord));
  }

  /** How many there are to see, in words. */
  #tel() {
    const { rijen, overzicht, bezig } = this.#stand;
    const meer = overzicht?.volgende;
    if (this.#woorden.trim()) {
      const gevonden = rijen.filter((rij) => this.#gevonden(rij)).length;
      const verder = meer ? ". Toon meer zaken om verder te zoeken" : "";
      return (gevonden ? `${gevonden} van de ${zaken(rijen.length)}` : "Geen zaak met deze woorden gevonden") + verder;
    }
    if (bezig) return `${zaken(rijen.length)} tot nu toe`;
    if (meer)
      return overzicht.telling.exact
        ? `${rijen.length} van de ${zaken(totaal(overzicht.telling))}`
        : `${zaken(rijen.length)}, en er zijn er meer`;
    return zaken(rijen.length);
  }

  /** Whether that is all, for who listens. */
  #volledigheid() {
    return this.#stand.overzicht?.volledig ? "" : "Dit zijn misschien niet al uw zaken.";
  }
}

/**
 * @param {unknown} fout
 * @param {boolean} vanBronnen whether every bron failed
 * @param {"lijst" | "meer"} bij what was asked
 */
function foutmelding(fout, vanBronnen, bij) {
  const { kop, uitleg, opnieuw } = inWoorden(fout);
  const wat = bij === "meer" ? "We kunnen nu niet meer zaken ophalen" : "We kunnen uw zaken nu niet ophalen";
  const eigen = vanBronnen && opnieuw;
  return melding(
    "error",
    el("h2", { class: "nl-heading nl-heading--level-3" }, eigen ? wat : kop),
    uitleg && el("p", { class: "nl-paragraph" }, uitleg),
  );
}

/**
 * What is the matter, in the few words that there is room for above zaken that stand.
 * @param {unknown} fout
 */
function kortom(fout) {
  const bekend = fout instanceof GeenVerbinding || (fout instanceof Afgewezen && fout.status === 429);
  return bekend ? `${inWoorden(fout).kop}.` : "Er ging iets mis. Dit ligt niet aan u.";
}

/**
 * Whether a place says nothing that is not said once for all of them.
 * @param {Plek} plek
 */
function zwijgt(plek) {
  return plek.soort === "melding" && zegtNietsMeer(plek.uitkomst);
}

/** @param {{lopend: number, afgerond: number}} telling */
function totaal({ lopend, afgerond }) {
  return lopend + afgerond;
}

function schaduw() {
  return el(
    "div",
    { class: "kaart schaduw" },
    el("div", { class: "schaduw__regel" }),
    el("div", { class: "schaduw__regel" }),
    el("div", { class: "schaduw__regel" }),
  );
}
