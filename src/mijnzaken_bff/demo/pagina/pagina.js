/** The page: who is logged in, where one is, and what is shown there. */

import { Aanmelding } from "./aanmelding.js";
import { Dienst } from "./dienst.js";
import { el, vul } from "./element.js";
import { icoon } from "./icoon.js";
import { Inloggen } from "./inloggen.js";
import { Lade } from "./lade.js";
import { melding } from "./melding.js";
import { Omroep } from "./omroep.js";
import { Overzicht } from "./overzicht.js";
import { leesRoute } from "./route.js";
import { Spoor } from "./spoor.js";
import { Zaakpagina } from "./zaak.js";

const NAAM = "Mijn zaken";

const plek = vind("inhoud");
const wie = vind("wie");
const spoor = new Spoor();
const aanmelding = new Aanmelding();
const dienst = new Dienst(aanmelding, spoor);
const omroep = new Omroep(vind("omroep"));
const inloggen = new Inloggen(aanmelding);
const overzicht = new Overzicht(dienst, omroep);
const zaak = new Zaakpagina(dienst, omroep, (naam) => (document.title = `${naam} – ${NAAM}`));
const lade = new Lade(spoor, aanmelding, vind("ladeknop"), vernieuw);

/** The list one came from, and where in it one was. */
let lijst = "#/";
let hoogte = 0;
/** @type {string | null} */
let gelezen = null;
/** Whether a gemeente behaves differently since the list was asked. */
let lijstOud = false;
/** @type {string | null} who was logged in before, or is now */
let laatste = null;

/** @param {string} id */
function vind(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no #${id} in the page`);
  return element;
}

/**
 * Show what belongs to this address.
 * @param {boolean} begin whether the page was just loaded: then the focus stays where a browser puts it
 */
function toon(begin) {
  if (!aanmelding.persoon) {
    document.title = `Inloggen – ${NAAM}`;
    inloggen.toon();
    zet(inloggen.element, begin ? null : inloggen.kop);
    return;
  }
  const route = leesRoute(location.hash);
  if (route.soort === "zaak") {
    gelezen = route.id;
    zet(zaak.element, begin ? null : zaak.kop);
    if (!begin) scrollTo({ top: 0, behavior: "instant" });
    void zaak.open(route.id, overzicht.rij(route.id), lijst);
  } else if (route.soort === "lijst") {
    document.title = NAAM;
    lijst = location.hash || "#/";
    const terug = plek.firstElementChild === zaak.element;
    const zelfde = plek.firstElementChild === overzicht.element;
    void overzicht.open(route);
    if (lijstOud) overzicht.vernieuw();
    lijstOud = false;
    if (zelfde) return;
    zet(overzicht.element, begin ? null : overzicht.kop);
    const link = terug && gelezen ? overzicht.link(gelezen) : null;
    if (!link) return;
    link.focus({ preventScroll: true });
    scrollTo({ top: hoogte, behavior: "instant" });
  } else {
    document.title = `Deze pagina bestaat niet – ${NAAM}`;
    const kop = el("h1", { class: "nl-heading nl-heading--level-1", tabindex: "-1" }, "Deze pagina bestaat niet");
    const uitweg = el("p", { class: "nl-paragraph" }, el("a", { class: "nl-link", href: "#/" }, "Naar mijn zaken"));
    zet(el("section", {}, kop, uitweg), begin ? null : kop);
  }
}

/**
 * @param {HTMLElement} element
 * @param {HTMLElement | null} kop takes the focus
 */
function zet(element, kop) {
  if (plek.firstElementChild === overzicht.element && element !== overzicht.element) hoogte = scrollY;
  if (plek.firstElementChild !== element) {
    vul(plek, element);
    scrollTo({ top: 0, behavior: "instant" });
  }
  kop?.focus({ preventScroll: true });
}

/** Ask again what is shown, and say what comes of it. */
function vernieuw() {
  if (!aanmelding.persoon) return "";
  if (plek.firstElementChild === zaak.element) {
    lijstOud = true;
    zaak.vernieuw();
    return "We vragen deze zaak opnieuw.";
  }
  overzicht.vernieuw();
  return overzicht.wanneer || "We vragen de zaken opnieuw.";
}

/** Tell in the header who is logged in. */
function noemWie() {
  const { persoon } = aanmelding;
  wie.hidden = persoon === null;
  vul(
    wie,
    persoon && el("p", { class: "wie__naam" }, "U bent ingelogd als ", el("strong", {}, persoon.naam)),
    persoon &&
      el(
        "button",
        { type: "button", class: "nl-button nl-button--secondary wie__uit", onclick: () => aanmelding.logUit() },
        el("span", { class: "nl-button__label" }, "Uitloggen"),
      ),
  );
}

/** Forget what the one who left saw. */
function vergeet() {
  overzicht.wis();
  zaak.wis();
  spoor.wis();
  lijst = "#/";
  hoogte = 0;
  gelezen = null;
  lijstOud = false;
}

/** Let the address be that of the whole list: what was read there is of somebody else, or was left by choice. */
function naarBegin() {
  history.replaceState(null, "", "#/");
}

async function begin() {
  history.scrollRestoration = "manual";
  plek.after(lade.element);
  vul(vind("merk"), icoon("bestand"));
  vul(vind("ladeteken"), icoon("code"));
  const opstelling = await (await fetch("/demo/opstelling")).json();
  lade.toon(opstelling);
  vind("zonder-npm").hidden = opstelling.nlDesignSystem;
  await aanmelding.begin();
}

vind("naar-inhoud").addEventListener("click", (gebeurtenis) => {
  // The address says where one is in the list, so the skip link leaves it alone.
  gebeurtenis.preventDefault();
  plek.focus();
});
addEventListener("hashchange", () => toon(false));
aanmelding.addEventListener("in", () => {
  const nu = aanmelding.persoon?.id ?? null;
  if (laatste !== null && laatste !== nu) naarBegin();
  laatste = nu;
  noemWie();
});
aanmelding.addEventListener("uit", () => {
  vergeet();
  if (!aanmelding.verlopen) naarBegin();
  noemWie();
  toon(false);
});

try {
  await begin();
  toon(true);
  aanmelding.addEventListener("in", () => plek.firstElementChild === inloggen.element && toon(false));
} catch {
  vul(
    plek,
    el("h1", { class: "nl-heading nl-heading--level-1" }, NAAM),
    melding(
      "error",
      el("p", { class: "nl-paragraph" }, "De demo antwoordt niet. Start hem opnieuw en laad deze pagina nog eens."),
    ),
  );
}
