/** Met de gegenereerde client: npx @hey-api/openapi-ts -i https://mijnzaken.example/v1/openapi.json -o client */
import { createClient } from '../client/client/index.js';
import { documentInhoud, zaakDetail, zakenLijst, zakenStroom } from '../client/sdk.gen.js';
import type { StroomBericht, ZaakDetail, ZaakOverzicht } from '../client/types.gen.js';

/** `basis` eindigt op /v1. Het token staat in een header en nooit in een adres. */
export const verbonden = (basis: string, token: () => string) => createClient({ baseUrl: basis, auth: token });
type Verbinding = ReturnType<typeof verbonden>;

/** `title` en `detail` van een probleem zijn voor wie de pagina bouwt; deze zinnen zijn voor de inwoner. */
export const NU_NIET = 'We kunnen uw zaken nu niet laten zien. Dit ligt niet aan u. Probeer het later opnieuw.';
const ZINNEN: Partial<Record<number, string>> = {
  401: 'U bent automatisch uitgelogd. Log opnieuw in.',
  403: 'U kunt deze zaken niet zien met deze manier van inloggen.',
  404: 'Deze zaak is er niet, of is niet van u.',
  429: 'Het ophalen gaat nu te snel achter elkaar. Wacht even en probeer het opnieuw.',
  502: 'We kunnen uw zaken niet laten zien. Neem contact op met uw gemeente.',
};
export const zinBij = (status: number): string => ZINNEN[status] ?? NU_NIET;

export async function overzicht(client: Verbinding, cursor?: string): Promise<ZaakOverzicht> {
  const { data, error } = await zakenLijst({ client, query: cursor ? { cursor } : {} });
  if (data) return data;
  throw new Error(zinBij(error.status));
}

export async function zaak(client: Verbinding, zaakId: string): Promise<ZaakDetail> {
  const { data, error } = await zaakDetail({ client, path: { zaakId } });
  if (data) return data;
  throw new Error(zinBij(error.status));
}

export async function bestand(client: Verbinding, zaakId: string, documentId: string): Promise<Blob> {
  const { data, error } = await documentInhoud({ client, path: { zaakId, documentId }, parseAs: 'blob' });
  if (data instanceof Blob) return data;
  throw new Error(zinBij(error?.status ?? 503));
}

/** Elk bericht zodra het er is. Zonder sseMaxRetryAttempts vraagt de client na een fout eindeloos opnieuw. */
export async function* stroom(client: Verbinding, signal?: AbortSignal): AsyncGenerator<StroomBericht> {
  const { stream } = await zakenStroom({ client, signal, sseMaxRetryAttempts: 1 });
  for await (const bericht of stream) {
    yield bericht;
    if (bericht.soort === 'gereed' || bericht.soort === 'probleem') return;
  }
}
