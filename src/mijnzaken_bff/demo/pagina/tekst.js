/** Small matters of Dutch: lists, counts, sizes. */

/**
 * "a, b en c".
 * @param {string[]} delen
 */
export function opsomming(delen) {
  return delen.length < 2 ? delen.join("") : `${delen.slice(0, -1).join(", ")} en ${delen.at(-1)}`;
}

/**
 * "1 zaak", "3 zaken".
 * @param {number} aantal
 */
export function zaken(aantal) {
  return aantal === 1 ? "1 zaak" : `${aantal} zaken`;
}

/**
 * The size of a file as one says it: 680 bytes, 12 kB, 1,4 MB.
 * @param {number} bytes
 */
export function grootteInWoorden(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  const [deler, eenheid] = bytes < 1_000_000 ? [1000, "kB"] : [1_000_000, "MB"];
  return `${(bytes / deler).toLocaleString("nl-NL", { maximumFractionDigits: bytes < 1_000_000 ? 0 : 1 })} ${eenheid}`;
}

/**
 * What a gemeente is called where it is clear that it is one.
 * @param {{naam: string, onderwerp: string | null}} bron
 */
export function kortweg(bron) {
  const naam = bron.naam.replace(/^Gemeente /, "");
  return bron.onderwerp ? `${naam} (${bron.onderwerp})` : naam;
}

/**
 * What a bron is called in a sentence.
 * @param {{naam: string, onderwerp: string | null}} bron
 */
export function voluit(bron) {
  return bron.onderwerp ? `${bron.naam} (${bron.onderwerp})` : bron.naam;
}
