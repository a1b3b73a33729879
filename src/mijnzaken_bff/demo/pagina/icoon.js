/** The icons of the page: drawn by ourselves, on a square of 24, and silent to who listens. */

const SVG = "http://www.w3.org/2000/svg";

const LIJNEN = {
  vink: "M5 12.5 10 17.5 19 7",
  kruis: "M7 7 17 17 M17 7 7 17",
  streep: "M7 12 H17",
  pijlLinks: "M20 12 H5 M11 6 5 12 11 18",
  pijlRechts: "M9 6 15 12 9 18",
  bestand: "M6 3 H14 L18 7 V21 H6 Z M14 3 V7 H18 M9 12 H15 M9 16 H15",
  ophalen: "M12 4 V15 M7 10.5 12 15.5 17 10.5 M5 20 H19",
  agenda: "M4 6 H20 V20 H4 Z M4 10 H20 M8 3 V7 M16 3 V7",
  telefoon:
    "M6 4 H9 L11 9 8.5 11 C9.5 13.5 11 15 13.5 16 L15.5 13.5 20 15.5 V18.5 C20 19.5 19 20 18 20 C11 20 4.500 13 4.500 6 C4.500 5 5 4 6 4 Z",
  wereld: "M12 3 A9 9 0 1 0 12 21 A9 9 0 1 0 12 3 M3 12 H21 M12 3 C8 8 8 16 12 21 M12 3 C16 8 16 16 12 21",
  letop: "M12 3.500 21.500 20 H2.500 Z M12 10 V14.500 M12 17 V17.500",
  info: "M12 3 A9 9 0 1 0 12 21 A9 9 0 1 0 12 3 M12 11 V16.500 M12 7.500 V8",
  persoon:
    "M12 4 A4 4 0 1 0 12 12 A4 4 0 1 0 12 4 M4.500 20.500 C5.500 16.500 8.500 14.500 12 14.500 C15.500 14.500 18.500 16.500 19.500 20.500",
  bedrijf: "M4 21 V9 L12 4 20 9 V21 Z M9 21 V14 H15 V21 M4 21 H20",
  samen:
    "M9 5 A3.500 3.500 0 1 0 9 12 A3.500 3.500 0 1 0 9 5 M2.500 19.500 C3.300 16 5.500 14.500 9 14.500 C12.500 14.500 14.700 16 15.500 19.500 M15.500 5.500 A3.300 3.300 0 0 1 15.500 11.800 M17.500 15 C19.800 15.600 21 17 21.500 19.500",
  code: "M8 7 3 12 8 17 M16 7 21 12 16 17",
  opnieuw: "M19.500 12 A7.500 7.500 0 1 1 17 6.500 M17.500 3 V7 H13.500",
};

/** @typedef {keyof typeof LIJNEN} Icoonnaam */

/**
 * @param {Icoonnaam} naam
 * @returns {SVGElement}
 */
export function icoon(naam) {
  const svg = document.createElementNS(SVG, "svg");
  const lijn = document.createElementNS(SVG, "path");
  for (const [sleutel, waarde] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" })) {
    svg.setAttribute(sleutel, waarde);
  }
  svg.classList.add("icoon");
  lijn.setAttribute("d", LIJNEN[naam]);
  svg.append(lijn);
  return svg;
}
