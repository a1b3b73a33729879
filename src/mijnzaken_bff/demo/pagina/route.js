/** Where one is in the page, and how the address says so. No name, number of a person or search text is in it. */

/** @typedef {"alles" | "lopend" | "afgerond"} Toon */
/** @typedef {{soort: "lijst", toon: Toon, bron: string | null}} Lijstroute */
/** @typedef {{soort: "zaak", id: string}} Zaakroute */
/** @typedef {Lijstroute | Zaakroute | {soort: "onbekend"}} Route */

/**
 * Read the part of an address after the `#`.
 * @param {string} hash
 * @returns {Route}
 */
export function leesRoute(hash) {
  const [pad = "", vraag = ""] = hash.replace(/^#/, "").split("?");
  if (pad === "" || pad === "/") {
    const keuzes = new URLSearchParams(vraag);
    const toon = keuzes.get("toon");
    return {
      soort: "lijst",
      toon: toon === "lopend" || toon === "afgerond" ? toon : "alles",
      bron: keuzes.get("gemeente"),
    };
  }
  const id = /^\/zaak\/([A-Za-z0-9-]+)$/.exec(pad)?.[1];
  return id ? { soort: "zaak", id } : { soort: "onbekend" };
}

/**
 * The address of a list.
 * @param {Toon} toon
 * @param {string | null} bron
 */
export function lijstadres(toon, bron) {
  const keuzes = new URLSearchParams();
  if (toon !== "alles") keuzes.set("toon", toon);
  if (bron) keuzes.set("gemeente", bron);
  return keuzes.size ? `#/?${keuzes}` : "#/";
}

/**
 * The address of a zaak.
 * @param {string} id
 */
export function zaakadres(id) {
  return `#/zaak/${id}`;
}
