/** Zonder hulpmiddelen: fetch in de browser (of in Node). Een EventSource kan geen Authorization meesturen. */

const NU_NIET = 'We kunnen uw zaken nu niet laten zien. Dit ligt niet aan u. Probeer het later opnieuw.';
const ZINNEN = {
  401: 'U bent automatisch uitgelogd. Log opnieuw in.',
  403: 'U kunt deze zaken niet zien met deze manier van inloggen.',
  404: 'Deze zaak is er niet, of is niet van u.',
  429: 'Het ophalen gaat nu te snel achter elkaar. Wacht even en probeer het opnieuw.',
  502: 'We kunnen uw zaken niet laten zien. Neem contact op met uw gemeente.',
};

const metToken = (token, accept) => ({ headers: { Authorization: `Bearer ${token}`, Accept: accept } });

/** Het antwoord, of een Error met een zin voor de inwoner, en het probleem voor wie de pagina bouwt. */
async function goed(antwoord) {
  if (antwoord.ok) return antwoord;
  const probleem = await antwoord.json().catch(() => null); // bijvoorbeeld van een proxy: geen JSON
  throw Object.assign(new Error(ZINNEN[antwoord.status] ?? NU_NIET), {
    status: antwoord.status,
    opnieuwNa: Number(antwoord.headers.get('Retry-After')) || null,
    probleem,
  });
}

/** Eén bladzijde. Volg `volgende` tot die null is. */
export async function overzicht(basis, token, cursor = null) {
  const vraag = cursor ? `?${new URLSearchParams({ cursor })}` : '';
  return (await goed(await fetch(`${basis}/zaken${vraag}`, metToken(token, 'application/json')))).json();
}

/** Elk bericht van de stroom zodra het er is. De laatste is gereed of probleem; anders brak de verbinding. */
export async function* stroom(basis, token, { signal } = {}) {
  const antwoord = await goed(
    await fetch(`${basis}/zaken/stroom`, { ...metToken(token, 'text/event-stream'), signal }),
  );
  let rest = '';
  for await (const deel of stukken(antwoord.body)) {
    const blokken = (rest + deel).split('\n\n');
    rest = blokken.pop();
    for (const blok of blokken) {
      const data = blok.split('\n').filter((regel) => regel.startsWith('data:')).map((regel) => regel.slice(5).trim());
      if (data.length === 0) continue; // een regel met : houdt alleen de verbinding open
      const bericht = JSON.parse(data.join('\n'));
      yield bericht;
      if (bericht.soort === 'gereed' || bericht.soort === 'probleem') return;
    }
  }
  throw new Error(NU_NIET); // de verbinding brak voordat alles er was
}

/** Tekst, ook waar een browser een stroom nog niet met for await kan lezen. Wie stopt, laat de verbinding los. */
async function* stukken(body) {
  const lezer = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let deel = await lezer.read(); !deel.done; deel = await lezer.read()) yield deel.value;
  } finally {
    await lezer.cancel();
  }
}

/** De inhoud van een document uit het detail van een zaak. `inhoud` begint bij de basis van de API. */
export async function haalOp(basis, token, document) {
  const antwoord = await goed(await fetch(`${basis}${document.inhoud}`, metToken(token, '*/*')));
  return new File([await antwoord.blob()], document.bestandsnaam ?? 'document', { type: document.formaat ?? '' });
}

/** In de browser: bewaar het bestand. Een gewone link kan het token niet meesturen. */
export function bewaar(bestand) {
  const link = Object.assign(document.createElement('a'), {
    href: URL.createObjectURL(bestand),
    download: bestand.name,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
