/** Builds the page. Text only ever becomes a text node, so that nothing a register says can become markup. */

/**
 * What an element may hold, or a list of such things, however deep: a type that names itself is more than tsc takes here.
 * @typedef {Node | string | number | null | undefined | false | any[]} Inhoud
 */

/**
 * An element with its attributes and what is in it. An attribute that is null, undefined or false is left out, true
 * gives an empty one, and a function is a listener: `onclick` listens to `click`.
 * @param {string} naam
 * @param {Record<string, unknown>} attributen
 * @param {...Inhoud} inhoud
 * @returns {HTMLElement}
 */
export function el(naam, attributen = {}, ...inhoud) {
  const element = document.createElement(naam);
  for (const [sleutel, waarde] of Object.entries(attributen)) {
    if (typeof waarde === "function") {
      element.addEventListener(sleutel.slice(2), /** @type {EventListener} */ (waarde));
    } else if (waarde !== null && waarde !== undefined && waarde !== false) {
      element.setAttribute(sleutel, waarde === true ? "" : String(waarde));
    }
  }
  element.append(...nodes(inhoud));
  return element;
}

/**
 * Replace what is in an element.
 * @param {Element} element
 * @param {...Inhoud} inhoud
 */
export function vul(element, ...inhoud) {
  element.replaceChildren(...nodes(inhoud));
}

/**
 * Replace what is in an element only when it differs, and keep the focus on what takes the place of what had it.
 * @param {Element} element
 * @param {Element} nieuw
 */
export function werkBij(element, nieuw) {
  if (element.innerHTML === nieuw.outerHTML) return;
  const hadFocus = element.contains(document.activeElement);
  element.replaceChildren(nieuw);
  if (hadFocus) /** @type {HTMLElement | null} */ (nieuw.querySelector("a, button"))?.focus({ preventScroll: true });
}

/**
 * Text that is there to be heard, and not to be seen.
 * @param {string} tekst
 */
export function verborgen(tekst) {
  return el("span", { class: "alleen-voorlezen" }, tekst);
}

/**
 * An address that somebody else gave, if one can follow it without harm; else null.
 * @param {string | null} adres
 */
export function webadres(adres) {
  if (!adres || !URL.canParse(adres)) return null;
  const url = new URL(adres);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
}

/**
 * @param {Inhoud[]} inhoud
 * @returns {(Node | string)[]}
 */
function nodes(inhoud) {
  return inhoud.flatMap((deel) => {
    if (Array.isArray(deel)) return nodes(deel);
    if (deel === null || deel === undefined || deel === false || deel === "") return [];
    return [typeof deel === "number" ? String(deel) : deel];
  });
}
