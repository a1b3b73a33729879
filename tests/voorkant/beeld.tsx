/** Put the fixtures through the binding: the props as JSON, and what the real components make of them as HTML. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContactTimeline } from '@gemeente-denhaag/contact-timeline';
import { File } from '@gemeente-denhaag/file';
import { Status } from '@gemeente-denhaag/process-steps';
import { renderToStaticMarkup } from 'react-dom/server';
import { caseCard, contactTimeline, file, processSteps } from './binding.js';
import type { StroomBericht, ZaakDetail, ZaakOverzicht } from './client/types.gen.js';
import { BEGIN, Lijst, na } from './voorbeelden/zaken.js';

const folder = process.argv[2] ?? '';
const read = <T,>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf-8')) as T;
const present = <T,>(value: T | null): value is T => value !== null;

const overzichten = ['volledig', 'gedeeltelijk', 'bedrijf'];
const zaken = ['lopend', 'opgeschort', 'verlengd', 'afgerond', 'afgebroken', 'heropend', 'zonder-catalogus'];
const props = {
  caseCard: Object.fromEntries(
    overzichten.map((name) => [
      name,
      read<ZaakOverzicht>(`overzicht/${name}.json`).zaken.map((zaak) => caseCard(zaak, `/zaken/${zaak.id}`)),
    ]),
  ),
  processSteps: Object.fromEntries(zaken.map((name) => [name, processSteps(read<ZaakDetail>(`zaak/${name}.json`))])),
  file: read<ZaakDetail>('zaak/lopend.json').documenten.map((document) => file(document, () => undefined)),
  contactTimeline: contactTimeline(read<ZaakDetail>('zaak/lopend.json')),
};
const stappen = (name: string) => read<StroomBericht[]>(`stroom/${name}.json`).reduce(
  (eerder, bericht) => [...eerder, na(eerder.at(-1) ?? BEGIN, bericht)],
  [BEGIN],
);
const html = {
  standen: [...stappen('gereed'), ...stappen('probleem')].map((stand) => renderToStaticMarkup(<Lijst {...stand} />)),
  leeg: renderToStaticMarkup(<Lijst {...BEGIN} {...read<ZaakOverzicht>('overzicht/leeg.json')} klaar />),
  leegOnvolledig: renderToStaticMarkup(
    <Lijst {...BEGIN} {...read<ZaakOverzicht>('overzicht/leeg-onvolledig.json')} klaar />,
  ),
  processSteps: renderToStaticMarkup(<Status {...processSteps(read<ZaakDetail>('zaak/lopend.json'))} />),
  file: props.file.filter(present).map((told) => renderToStaticMarkup(<File {...told} />)),
  contactTimeline: renderToStaticMarkup(<ContactTimeline {...props.contactTimeline} />),
};
process.stdout.write(JSON.stringify({ props, html }));
