/** Days and moments, as one says them in the Netherlands. */

const DAG = new Intl.DateTimeFormat("nl-NL", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const TIJD = new Intl.DateTimeFormat("nl-NL", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Amsterdam" });

/**
 * A day of the contract ("2026-12-01") in words: 1 december 2026. A day has no time zone, so none is applied.
 * @param {string} datum
 */
export function datumInWoorden(datum) {
  return DAG.format(new Date(`${datum}T00:00:00Z`));
}

/**
 * A `<time>` that reads as words.
 * @param {string} datum
 */
export function dag(datum) {
  const tijd = document.createElement("time");
  tijd.dateTime = datum;
  tijd.textContent = datumInWoorden(datum);
  return tijd;
}

/**
 * The clock at a moment of the contract: 9:05 uur.
 * @param {string} moment
 */
export function klokslag(moment) {
  return `${TIJD.format(new Date(moment))} uur`;
}
