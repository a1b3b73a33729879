/** Run the samples of docs/ and tell what they gave, as JSON on standard output. */
import type { StroomBericht } from './client/types.gen.js';
import { bestand, overzicht, stroom, verbonden, zaak } from './voorbeelden/client.js';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Told<G> = G extends AsyncGenerator<infer T> ? T : never;
/** Does not compile when the generated client calls a message anything else, `unknown` and `any` included. */
export const EACH_IS_A_STROOMBERICHT: Same<
  Told<Awaited<ReturnType<typeof import('./client/sdk.gen.js').zakenStroom>>['stream']>,
  StroomBericht
> = true;

async function main(basis: string, token: string, zaakId: string, documentId: string) {
  const kaal = await import('./voorbeelden/zaken.mjs');
  const client = verbonden(basis, () => token);
  const lijst = await overzicht(client);
  const detail = await zaak(client, zaakId);
  const inhoud = await bestand(client, zaakId, documentId);
  const berichten: StroomBericht[] = [];
  for await (const bericht of stroom(client)) berichten.push(bericht);

  const rauw: StroomBericht[] = [];
  for await (const bericht of kaal.stroom(basis, token)) rauw.push(bericht);
  const file: File = await kaal.haalOp(basis, token, detail.documenten.find(({ id }) => id === documentId));
  const afgewezen = await kaal.overzicht(basis, 'geen.echt.token').catch((fout: Error) => fout);
  const onbekend = await zaak(client, `${zaakId.slice(0, -4)}0000`).catch((fout: Error) => fout.message);
  return {
    lijst,
    detail,
    inhoud: { bytes: inhoud.size, begin: await inhoud.slice(0, 5).text() },
    berichten,
    kaal: {
      lijst: await kaal.overzicht(basis, token),
      berichten: rauw,
      file: { name: file.name, type: file.type, bytes: file.size },
      afgewezen: { status: afgewezen.status, zin: afgewezen.message },
    },
    onbekend,
  };
}

const [basis, zaakId, documentId] = process.argv.slice(2) as [string, string, string];
main(basis, process.env.TOKEN ?? '', zaakId, documentId).then((told) => process.stdout.write(JSON.stringify(told)));
