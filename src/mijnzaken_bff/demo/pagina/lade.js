/** The drawer for developers: the request, what came back, when, and switches to break things with. */

import { el, vul } from "./element.js";
import { icoon } from "./icoon.js";
import { Schakelaars } from "./schakelaars.js";
import { Tabbladen } from "./tabbladen.js";
import { waterval } from "./waterval.js";

/** @import { Aanmelding } from "./aanmelding.js" */
/** @import { Bericht, Spoor, Verzoek } from "./spoor.js" */
/** @import { Opstelling } from "./schakelaars.js" */
/** @import { Aanroep } from "./waterval.js" */
/** @import { StroomBericht } from "./contract.js" */

const SLEUTEL = "mijnzaken-demo-lade";

export class Lade {
  #spoor;
  #knop;
  #schakelaars;
  /** @type {number | null} which request is looked at; null: the newest */
  #nummer = null;
  /** @type {Map<string, Aanroep[]>} */
  #aanroepen = new Map();
  #gepland = false;
  /** Whether to bring it into sight once it is drawn. */
  #naarVoren = false;
  #keuze = /** @type {HTMLSelectElement} */ (
    el("select", { class: "utrecht-select utrecht-select--html-select", id: "lade-verzoek" })
  );
  #verzoek = el("div", {});
  #antwoord = el("div", {});
  #logboek = el("div", {});
  #waterval = el("div", {});
  #kop = el("h2", { class: "lade__titel", tabindex: "-1" }, "Voor ontwikkelaars");
  #bladen;
  element;

  /**
   * @param {Spoor} spoor
   * @param {Aanmelding} aanmelding
   * @param {HTMLElement} knop opens and closes it
   * @param {() => string} omgezet told when a gemeente behaves differently; says what comes of it
   */
  constructor(spoor, aanmelding, knop, omgezet) {
    this.#spoor = spoor;
    this.#knop = knop;
    this.#schakelaars = new Schakelaars(aanmelding, omgezet);
    this.#bladen = new Tabbladen(
      "Voor ontwikkelaars",
      [
        { id: "verzoek", naam: "Verzoek", paneel: this.#verzoek },
        { id: "antwoord", naam: "JSON", paneel: this.#antwoord },
        { id: "logboek", naam: "Logboek", paneel: this.#logboek },
        { id: "waterval", naam: "Waterval", paneel: this.#waterval },
        { id: "gemeenten", naam: "Storingen", paneel: this.#schakelaars.element },
      ],
      () => this.#plan(),
    );
    this.element = el(
      "section",
      {
        class: "lade",
        id: "lade",
        "aria-labelledby": "lade-titel",
        hidden: true,
        onkeydown: (/** @type {KeyboardEvent} */ toets) => toets.key === "Escape" && this.#sluit(),
      },
      el(
        "div",
        { class: "lade__kop" },
        this.#kop,
        el("label", { class: "alleen-voorlezen", for: "lade-verzoek" }, "Welk verzoek"),
        this.#keuze,
        el(
          "button",
          {
            type: "button",
            class: "lade__sluit",
            "aria-label": "Sluiten: voor ontwikkelaars",
            onclick: () => this.#sluit(),
          },
          icoon("kruis"),
        ),
      ),
      this.#bladen.element,
    );
    this.#kop.id = "lade-titel";
    this.#bladen.kies("verzoek");
    this.#keuze.addEventListener("change", () => {
      this.#nummer = Number(this.#keuze.value) || null;
      this.#plan();
    });
    knop.addEventListener("click", () => (this.element.hidden ? this.#open(true) : this.#sluit()));
    spoor.addEventListener("verandering", () => this.#plan());
    if (sessionStorage.getItem(SLEUTEL)) this.#open(false);
  }

  /** @param {Opstelling} opstelling */
  toon(opstelling) {
    this.#schakelaars.toon(opstelling);
  }

  /** @param {boolean} focus whether somebody asked for it, and wants to be there */
  #open(focus) {
    this.element.hidden = false;
    this.#knop.setAttribute("aria-expanded", "true");
    document.documentElement.classList.add("met-lade");
    sessionStorage.setItem(SLEUTEL, "open");
    this.#naarVoren = focus;
    this.#plan();
    if (focus) this.#kop.focus({ preventScroll: true });
  }

  #sluit() {
    this.element.hidden = true;
    this.#knop.setAttribute("aria-expanded", "false");
    document.documentElement.classList.remove("met-lade");
    sessionStorage.removeItem(SLEUTEL);
    this.#knop.focus();
  }

  /** Draw it once for a burst of changes, and not at all while nobody looks. */
  #plan() {
    if (this.#gepland || this.element?.hidden !== false) return;
    this.#gepland = true;
    requestAnimationFrame(() => {
      this.#gepland = false;
      this.#teken();
      if (this.#naarVoren) this.element.scrollIntoView({ block: "start", behavior: "instant" });
      this.#naarVoren = false;
    });
  }

  #teken() {
    const { verzoeken } = this.#spoor;
    const zelf = verzoeken.find((een) => een.nummer === this.#nummer);
    const gekozen = zelf ?? belangrijkste(verzoeken);
    ververs(this.#keuze, `${verzoeken.length} ${verzoeken[0]?.nummer}`, () => [
      el("option", { value: "" }, "Nieuwste"),
      ...verzoeken.map((een) => el("option", { value: een.nummer }, `${een.nummer}. GET ${kort(een.pad)}`)),
    ]);
    this.#keuze.value = zelf ? String(zelf.nummer) : "";
    this.#keuze.disabled = verzoeken.length === 0;
    const blad = this.#bladen.open;
    if (!gekozen) {
      for (const paneel of [this.#verzoek, this.#antwoord, this.#logboek, this.#waterval])
        ververs(paneel, "", () => [el("p", {}, "Nog geen verzoek. Log eerst in.")]);
      return;
    }
    const { nummer, status, berichten, eind } = gekozen;
    if (blad === "verzoek") ververs(this.#verzoek, `${nummer} ${status} ${eind}`, () => curl(gekozen));
    else if (blad === "antwoord") ververs(this.#antwoord, `${nummer} ${berichten.length}`, () => antwoord(gekozen));
    else if (blad === "logboek")
      ververs(this.#logboek, `${nummer} ${berichten.length} ${eind}`, () => [logboek(gekozen)]);
    else if (blad === "waterval") void this.#tekenWaterval(gekozen);
  }

  /** @param {Verzoek} verzoek */
  async #tekenWaterval(verzoek) {
    const id = verzoek.verzoekId;
    const aanroepen = (id && this.#aanroepen.get(id)) || [];
    ververs(this.#waterval, `${verzoek.nummer} ${verzoek.berichten.length} ${aanroepen.length}`, () => [
      waterval(verzoek, aanroepen),
    ]);
    if (!id || verzoek.eind === null || this.#aanroepen.has(id)) return;
    this.#aanroepen.set(id, []);
    const antwoord = await fetch(`/demo/verzoeken/${id}`).catch(() => null);
    if (!antwoord?.ok) return;
    this.#aanroepen.set(id, (await antwoord.json()).aanroepen);
    this.#plan();
  }
}

/**
 * Draw what is in an element when its mark changed, and never under the hands of who is in it without need.
 * @param {HTMLElement} element
 * @param {string} merk
 * @param {() => HTMLElement[]} teken
 */
function ververs(element, merk, teken) {
  if (element.dataset["merk"] === merk) return;
  element.dataset["merk"] = merk;
  const hadFocus = element !== document.activeElement && element.contains(document.activeElement);
  vul(element, teken());
  if (hadFocus) (element.querySelector("button") ?? element).focus({ preventScroll: true });
}

/** @param {Verzoek} verzoek */
function antwoord({ berichten }) {
  if (berichten.length === 0) return [el("p", {}, "Er is nog niets binnen.")];
  return berichten.map((bericht, plaats) => uitklap(bericht, plaats === berichten.length - 1));
}

/**
 * The request that one most likely wants to see: the newest, but not the list of bronnen that goes before it.
 * @param {Verzoek[]} verzoeken
 */
function belangrijkste(verzoeken) {
  return verzoeken.find((een) => een.pad !== "/v1/bronnen") ?? verzoeken[0];
}

/** @param {string} pad */
function kort(pad) {
  return pad.length > 60 ? `${pad.slice(0, 57)}…` : pad;
}

/** @param {Verzoek} verzoek */
function curl(verzoek) {
  const stroom = verzoek.accept === "text/event-stream";
  const regels = [
    `curl ${stroom ? "-N " : ""}'${location.origin}${verzoek.pad}'`,
    '-H "Authorization: Bearer $TOKEN"',
    ...(verzoek.accept === "*/*" ? ["-OJ"] : [`-H 'Accept: ${verzoek.accept}'`]),
  ];
  const tekst = regels.join(" \\\n  ");
  const bericht = el("span", { role: "status" });
  return [
    el("pre", { class: "code" }, tekst),
    el(
      "p",
      { class: "lade__doen" },
      el(
        "button",
        { type: "button", class: "nl-button nl-button--secondary", onclick: () => void kopieer(tekst, bericht) },
        el("span", { class: "nl-button__label" }, "Kopieer"),
      ),
      bericht,
    ),
    el("p", {}, "Een token: ", el("code", {}, "TOKEN=$(mijnzaken-bff token --persoon anna)")),
    el(
      "dl",
      { class: "lade__feiten" },
      el("dt", {}, "Status"),
      el("dd", {}, verzoek.status ?? "nog geen antwoord"),
      el("dt", {}, "X-Request-Id"),
      el("dd", {}, verzoek.verzoekId ?? "nog niet bekend"),
      el("dt", {}, "Duur"),
      el("dd", {}, verzoek.eind === null ? "loopt nog" : `${Math.round(verzoek.eind)} ms`),
    ),
    el("p", {}, el("a", { class: "nl-link", href: "/v1/docs" }, "API-documentatie")),
  ];
}

/**
 * @param {string} tekst
 * @param {HTMLElement} bericht
 */
async function kopieer(tekst, bericht) {
  try {
    await navigator.clipboard.writeText(tekst);
    bericht.textContent = "Gekopieerd.";
  } catch {
    bericht.textContent = "Kopiëren mag hier niet. Selecteer de tekst en kopieer hem zelf.";
  }
}

/**
 * One message, folded; what is in it is written out when somebody opens it.
 * @param {Bericht} bericht
 * @param {boolean} open
 */
function uitklap(bericht, open) {
  const vak = el("pre", { class: "code", tabindex: "0", "aria-label": `JSON van ${bericht.naam}` });
  const schrijf = () => {
    if (!vak.textContent) vak.textContent = JSON.stringify(bericht.inhoud, null, 2);
  };
  const element = el(
    "details",
    { class: "uitklap", open, ontoggle: schrijf },
    el("summary", {}, `${Math.round(bericht.ms)} ms: ${samenvatting(bericht)}`),
    vak,
  );
  if (open) schrijf();
  return element;
}

/** @param {Verzoek} verzoek */
function logboek(verzoek) {
  return el(
    "ol",
    { class: "logboek" },
    el("li", {}, el("span", { class: "logboek__tijd" }, "0 ms"), `GET ${kort(verzoek.pad)}`),
    verzoek.berichten.map((bericht) =>
      el("li", {}, el("span", { class: "logboek__tijd" }, `${Math.round(bericht.ms)} ms`), samenvatting(bericht)),
    ),
    verzoek.eind !== null &&
      el(
        "li",
        {},
        el("span", { class: "logboek__tijd" }, `${Math.round(verzoek.eind)} ms`),
        `klaar, status ${verzoek.status ?? "geen"}`,
      ),
  );
}

/** @param {Bericht} bericht */
function samenvatting({ naam, inhoud }) {
  const { bron, overzicht, zaken } = /** @type {Partial<StroomBericht>} */ (inhoud ?? {});
  if (naam === "bron" && bron) return `bron ${bron.id}: ${bron.uitkomst}, ${zaken?.length ?? 0} zaken`;
  if (naam === "gereed" && overzicht) return `gereed: ${overzicht.zaken.length} zaken, volledig: ${overzicht.volledig}`;
  return naam;
}
