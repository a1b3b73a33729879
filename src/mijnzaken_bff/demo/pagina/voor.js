/** On whose behalf one looks. */

/** @import { Voor } from "./contract.js" */

/**
 * What to say about whom the zaken concern; empty when one looks at what is one's own.
 * @param {Voor} voor
 */
export function namens(voor) {
  const zinnen = [];
  if (voor.vertegenwoordiging !== "geen") zinnen.push("U kijkt namens een ander. Dit zijn de zaken van die ander.");
  if (voor.vestigingBeperkt) zinnen.push("U ziet alleen de zaken van één vestiging.");
  return zinnen.join(" ");
}
