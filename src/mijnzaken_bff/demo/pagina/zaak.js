/** One zaak: how far it is, what happened, what belongs to it, and whom to call. */

import { contact } from "./contact.js";
import { documentenlijst } from "./documenten.js";
import { el, vul } from "./element.js";
import { Afgewezen, inWoorden } from "./fout.js";
import { besluitgegevens, gegevenslijst, kerngegevens } from "./gegevens.js";
import { icoon } from "./icoon.js";
import { kaart, signaal } from "./kaart.js";
import { melding, opnieuwknop } from "./melding.js";
import { stappen } from "./stappen.js";
import { tijdlijn } from "./tijdlijn.js";
import { namens } from "./voor.js";

/** @import { Besluit, Document, OnderdeelUitkomst, ZaakDetail, ZaakRij } from "./contract.js" */
/** @import { Dienst } from "./dienst.js" */
/** @import { Inhoud } from "./element.js" */
/** @import { Omroep } from "./omroep.js" */

/** Which heading an onderdeel belongs under, when it is there to be missed. @type {Record<string, string>} */
const KOPPEN = { documenten: "Documenten", besluiten: "Besluiten", waarvoor: "Wat u heeft aangevraagd" };

export class Zaakpagina {
  #dienst;
  #omroep;
  #naam;
  #terug;
  #titel = el("h1", { class: "nl-heading nl-heading--level-1 zaak__titel", tabindex: "-1" });
  #inhoud = el("div", { class: "zaak__inhoud" });
  #afbreken = new AbortController();
  /** @type {(() => void) | null} asks again what is shown, where it stands */
  #weer = null;
  element;

  /**
   * @param {Dienst} dienst
   * @param {Omroep} omroep
   * @param {(naam: string) => void} naam told what the page is called
   */
  constructor(dienst, omroep, naam) {
    this.#dienst = dienst;
    this.#omroep = omroep;
    this.#naam = naam;
    this.#terug = el("a", { class: "nl-link terug", href: "#/" }, icoon("pijlLinks"), "Terug naar mijn zaken");
    this.element = el(
      "section",
      { class: "zaak" },
      el("p", { class: "nl-paragraph" }, this.#terug),
      this.#titel,
      this.#inhoud,
    );
  }

  /** The heading, to bring the focus to. */
  get kop() {
    return this.#titel;
  }

  /**
   * Show a zaak: first what the list knows of it, then all of it.
   * @param {string} id
   * @param {ZaakRij | null} rij
   * @param {string} terug the address of the list one came from
   */
  async open(id, rij, terug) {
    this.#terug.setAttribute("href", terug);
    this.#noem(rij?.titel ?? "Uw zaak");
    vul(this.#inhoud, rij ? hoofd(rij) : null, el("p", { class: "nl-paragraph" }, "We halen uw zaak op…"));
    await this.#vraag(id, rij);
  }

  /** Ask the zaak that is shown again; what stands stays until the answer is there. */
  vernieuw() {
    this.#weer?.();
  }

  /**
   * @param {string} id
   * @param {ZaakRij | null} rij
   */
  async #vraag(id, rij) {
    this.#afbreken.abort();
    const afbreken = new AbortController();
    this.#afbreken = afbreken;
    const weer = () => void this.#vraag(id, rij);
    this.#weer = weer;
    this.#omroep.zeg("We halen uw zaak op.");
    try {
      const detail = /** @type {ZaakDetail} */ (await this.#dienst.haal(`/zaken/${id}`, afbreken.signal));
      if (afbreken.signal.aborted) return;
      this.#noem(detail.zaak.titel);
      const nogmaals = () => void this.#vraag(id, detail.zaak);
      this.#weer = nogmaals;
      this.#zet(this.#alles(detail, nogmaals));
      this.#omroep.zeg("Uw zaak staat op het scherm.");
    } catch (fout) {
      if (afbreken.signal.aborted) return;
      this.#zet(this.#fout(fout, rij, weer));
    }
  }

  /**
   * Replace what stands. Who was in it, is then at the heading of the part they were in, or else at the top.
   * @param {Inhoud[]} inhoud
   */
  #zet(inhoud) {
    const plek = document.activeElement;
    const hadFocus = this.#inhoud.contains(plek);
    const kop = plek?.closest("[aria-labelledby]")?.getAttribute("aria-labelledby");
    vul(this.#inhoud, inhoud);
    if (!hadFocus) return;
    const doel = (kop && document.getElementById(kop)) || this.#titel;
    doel.tabIndex = -1;
    doel.focus({ preventScroll: doel !== this.#titel });
  }

  /** Stop asking and forget what is shown. */
  wis() {
    this.#afbreken.abort();
    this.#weer = null;
    vul(this.#titel);
    vul(this.#inhoud);
  }

  /** @param {string} naam */
  #noem(naam) {
    this.#titel.textContent = naam;
    this.#naam(naam);
  }

  /**
   * @param {ZaakDetail} detail
   * @param {() => void} opnieuw
   */
  #alles(detail, opnieuw) {
    const { zaak, onderdelen } = detail;
    const wie = namens(detail.voor);
    return [
      wie && el("p", { class: "nl-paragraph voor" }, wie),
      hoofd(zaak),
      zaak.signalen.some((een) => een.reden) &&
        el(
          "p",
          { class: "nl-paragraph" },
          zaak.signalen
            .map((een) => een.reden)
            .filter(Boolean)
            .join(" "),
        ),
      losseMeldingen(onderdelen, opnieuw),
      el(
        "div",
        { class: "zaak__kolommen" },
        el(
          "div",
          { class: "zaak__kolom" },
          blok("Hoe ver uw zaak is", stappen(detail.voortgang)),
          this.#documenten(detail, opnieuw),
          this.#besluiten(detail, opnieuw),
          detail.tijdlijn.length > 0 && blok("Wat er gebeurde", tijdlijn(detail.tijdlijn, zaak.organisatie.naam)),
        ),
        el(
          "div",
          { class: "zaak__kolom" },
          blok("Gegevens", gegevenslijst(kerngegevens(detail))),
          detail.waarvoor.length > 0 &&
            blok("Wat u heeft aangevraagd", gegevenslijst(detail.waarvoor.map((een) => [een.naam, een.waarde]))),
          contact(zaak),
          detail.hoofdzaak &&
            blok("Hoort bij", el("ul", { class: "kaarten" }, el("li", {}, kaart(detail.hoofdzaak, "h3")))),
          detail.deelzaken.length > 0 &&
            blok(
              "Zaken die hierbij horen",
              el(
                "ul",
                { class: "kaarten" },
                detail.deelzaken.map((een) => el("li", {}, kaart(een, "h3"))),
              ),
            ),
        ),
      ),
    ];
  }

  /**
   * @param {ZaakDetail} detail
   * @param {() => void} opnieuw
   */
  #documenten({ documenten, onderdelen }, opnieuw) {
    const mis = bij(onderdelen, "documenten", opnieuw);
    if (documenten.length === 0 && !mis) return null;
    return blok("Documenten", mis, documenten.length > 0 && documentenlijst(documenten, this.#dienst));
  }

  /**
   * @param {ZaakDetail} detail
   * @param {() => void} opnieuw
   */
  #besluiten({ besluiten, documenten, onderdelen }, opnieuw) {
    const mis = bij(onderdelen, "besluiten", opnieuw);
    if (besluiten.length === 0 && !mis) return null;
    return blok(
      "Besluiten",
      mis,
      besluiten.map((een) => this.#besluit(een, documenten)),
    );
  }

  /**
   * @param {Besluit} een
   * @param {Document[]} documenten
   */
  #besluit(een, documenten) {
    const stukken = documenten.filter((document) => een.documenten.includes(document.id));
    return el(
      "article",
      { class: "besluit" },
      el("h3", { class: "nl-heading nl-heading--level-3" }, een.naam ?? "Besluit"),
      gegevenslijst(besluitgegevens(een)),
      stukken.length > 0 &&
        el(
          "p",
          { class: "nl-paragraph" },
          `Document bij dit besluit: ${stukken.map((stuk) => stuk.titel).join(", ")}.`,
        ),
    );
  }

  /**
   * @param {unknown} fout
   * @param {ZaakRij | null} rij
   * @param {() => void} opnieuw
   */
  #fout(fout, rij, opnieuw) {
    if (fout instanceof Afgewezen && fout.status === 404) {
      this.#noem("Deze zaak is er niet");
      return [
        el(
          "p",
          { class: "nl-paragraph" },
          "We kunnen deze zaak niet vinden. Misschien klopt het adres niet, of is de zaak niet van u.",
        ),
        el("p", { class: "nl-paragraph" }, "In het overzicht ziet u alle zaken die u wel kunt bekijken."),
      ];
    }
    const woorden = inWoorden(fout);
    return [
      rij && hoofd(rij),
      el(
        "div",
        { role: "alert" },
        melding(
          "error",
          el("h2", { class: "nl-heading nl-heading--level-3" }, woorden.kop),
          woorden.uitleg && el("p", { class: "nl-paragraph" }, woorden.uitleg),
        ),
      ),
      woorden.opnieuw && opnieuwknop({ opnieuw, kan: true, wanneer: "" }),
    ];
  }
}

/**
 * What a zaak is about and how it stands, above all else.
 * @param {ZaakRij} zaak
 */
function hoofd(zaak) {
  return el(
    "div",
    { class: "zaak__hoofd" },
    zaak.omschrijving && el("p", { class: "nl-paragraph nl-paragraph--lead zaak__omschrijving" }, zaak.omschrijving),
    el(
      "p",
      { class: "nl-paragraph zaak__van" },
      zaak.organisatie.naam,
      zaak.zaaknummer && `, zaaknummer ${zaak.zaaknummer}`,
    ),
    zaak.signalen.length > 0 && el("div", { class: "kaart__signalen" }, zaak.signalen.map(signaal)),
    el("p", { class: "nl-paragraph zaak__samenvatting" }, zaak.samenvatting),
  );
}

/**
 * @param {string} kop
 * @param {...Inhoud} inhoud
 */
function blok(kop, ...inhoud) {
  const id = `kop-${kop.toLowerCase().replace(/[^a-z]+/g, "-")}`;
  return el(
    "section",
    { class: "blok", "aria-labelledby": id },
    el("h2", { class: "nl-heading nl-heading--level-2", id }, kop),
    inhoud,
  );
}

/**
 * What is missing of one onderdeel, where one would look for it.
 * @param {OnderdeelUitkomst[]} onderdelen
 * @param {string} welk
 * @param {() => void} opnieuw
 */
function bij(onderdelen, welk, opnieuw) {
  const meldingen = onderdelen.filter((een) => een.onderdeel === welk && een.melding);
  return meldingen.length > 0 ? meldingen.map((een) => onderdeelmelding(een, opnieuw)) : null;
}

/**
 * What is missing and has no place of its own on the page.
 * @param {OnderdeelUitkomst[]} onderdelen
 * @param {() => void} opnieuw
 */
function losseMeldingen(onderdelen, opnieuw) {
  return onderdelen
    .filter((een) => een.melding && een.onderdeel !== "documenten" && een.onderdeel !== "besluiten")
    .map((een) => onderdeelmelding(een, opnieuw));
}

/**
 * @param {OnderdeelUitkomst} een
 * @param {() => void} opnieuw
 */
function onderdeelmelding(een, opnieuw) {
  return melding(
    "warning",
    el("p", { class: "nl-paragraph" }, een.melding),
    een.weggelaten === 0 && opnieuwknop({ opnieuw, kan: true, wanneer: "" }, KOPPEN[een.onderdeel] ?? "deze zaak"),
  );
}
