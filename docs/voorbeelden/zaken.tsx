/** React: de zaken zoals ze binnenkomen, met de melding van elke gemeente die niet (alles) gaf. */
import { CaseCard } from '@gemeente-denhaag/card';
import { useEffect, useState } from 'react';
import { caseCard } from '../binding.js';
import type { BronUitkomst, StroomBericht, ZaakRij } from '../client/types.gen.js';
import { NU_NIET, stroom, zinBij, type verbonden } from './client.js';

interface Stand {
  zaken: ZaakRij[];
  volgorde: ZaakRij[];
  bronnen: BronUitkomst[];
  klaar: boolean;
  volledig: boolean;
  fout: string | null;
}
export const BEGIN: Stand = { zaken: [], volgorde: [], bronnen: [], klaar: false, volledig: false, fout: null };

/** Wat er al stond blijft op zijn plaats; wat nieuw is komt eronder. */
const opPlaats = (eerder: ZaakRij[], zaken: ZaakRij[]): ZaakRij[] => {
  const plek = new Map(eerder.map(({ id }, plaats) => [id, plaats]));
  return [...zaken].sort((a, b) => (plek.get(a.id) ?? eerder.length) - (plek.get(b.id) ?? eerder.length));
};

/** Een later bericht over dezelfde bron vervangt het eerdere; na gereed telt alleen het overzicht. */
export function na(stand: Stand, { soort, bron, zaken, overzicht, probleem }: StroomBericht): Stand {
  if (soort === 'gereed' && overzicht) {
    const { zaken: volgorde, bronnen, volledig } = overzicht;
    return { ...stand, zaken: opPlaats(stand.zaken, volgorde), volgorde, bronnen, volledig, klaar: true };
  }
  if (soort === 'probleem' && probleem) return { ...stand, klaar: true, fout: zinBij(probleem.status) };
  if (soort !== 'bron' || !bron) return stand; // een soort die er later bij kwam
  return {
    ...stand,
    zaken: [...stand.zaken.filter((zaak) => zaak.bron !== bron.id), ...zaken],
    bronnen: [...stand.bronnen.filter(({ id }) => id !== bron.id), bron],
  };
}

export function Zaken({ client }: { client: ReturnType<typeof verbonden> }) {
  const [stand, zet] = useState(BEGIN);
  useEffect(() => {
    const weg = new AbortController();
    const lees = async () => {
      zet(BEGIN);
      for await (const bericht of stroom(client, weg.signal)) zet((eerder) => na(eerder, bericht));
      zet((eerder) => (eerder.klaar ? eerder : { ...eerder, klaar: true, fout: NU_NIET }));
    };
    lees().catch(() => zet((eerder) => ({ ...eerder, klaar: true, fout: NU_NIET })));
    return () => weg.abort();
  }, [client]);
  return <Lijst {...stand} schik={() => zet((eerder) => ({ ...eerder, zaken: eerder.volgorde }))} />;
}

export const Lijst = ({ zaken, volgorde, bronnen, klaar, volledig, fout, schik }: Stand & { schik?: () => void }) => (
  <section aria-labelledby="zaken">
    <h1 id="zaken">Mijn zaken</h1>
    <div role="status">
      {!klaar && <p>We halen uw zaken op.</p>}
      {klaar && volledig && zaken.length === 0 && <p>U heeft geen zaken.</p>}
      {bronnen.map(({ id, melding }) => melding && <p key={id}>{melding}</p>)}
      {fout && <p>{fout}</p>}
    </div>
    {volgorde.some(({ id }, plaats) => id !== zaken[plaats]?.id) && (
      <button type="button" onClick={schik}>
        Nieuwste bovenaan zetten
      </button>
    )}
    <ul>
      {zaken.map((zaak) => (
        <li key={zaak.id}>
          <CaseCard {...caseCard(zaak, `/zaken/${zaak.id}`)} />
        </li>
      ))}
    </ul>
  </section>
);
