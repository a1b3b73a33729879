/** Van het contract naar de props van componenten van NL Design System en Den Haag. */
import type { CaseCardProps } from '@gemeente-denhaag/card';
import type { ContactTimelineProps } from '@gemeente-denhaag/contact-timeline';
import type { File } from '@gemeente-denhaag/file';
import type { StatusProps, StepStatus } from '@gemeente-denhaag/process-steps';
import type { ComponentProps } from 'react';
import type { components } from './contract.js'; // npx openapi-typescript openapi.json -o contract.d.ts

type Contract = components['schemas'];
type FileProps = ComponentProps<typeof File>;
/** De componenten tonen een stand alleen met kleur en vorm. De woorden zijn voor wie dat niet ziet. */
const STAND: Record<Contract['Stapstand'], [status: StepStatus, woorden: string]> = {
  voltooid: ['checked', 'klaar'],
  huidig: ['current', 'hier is uw zaak nu'],
  toekomstig: ['not-checked', 'komt nog'],
  overgeslagen: ['not-checked', 'overgeslagen'],
  vervallen: ['not-checked', 'vervallen'],
};
const AFZENDER: Record<string, string> = { u: 'van u', organisatie: 'van de organisatie' };
/** Een dag uit het contract in woorden. Een dag heeft geen tijdzone: lees en toon hem daarom allebei in UTC. */
export const dag = (datum: string | null): string =>
  datum ? new Date(datum).toLocaleDateString('nl-NL', { dateStyle: 'long', timeZone: 'UTC' }) : '';
const grootte = (bytes: number | null): string => bytes ? `${Math.ceil(bytes / 1000).toLocaleString('nl-NL')} kB` : '';
const samen = (...delen: (string | false | null | undefined)[]): string => delen.filter(Boolean).join(', ');

export const caseCard = (zaak: Contract['ZaakRij'], href: string): CaseCardProps => ({
  title: zaak.titel, subTitle: samen(zaak.omschrijving, zaak.organisatie.naam), context: zaak.samenvatting, href,
  appearance: zaak.lopend ? 'default' : 'archived',
});

export const processSteps = ({ voortgang }: Contract['ZaakDetail']): StatusProps => ({
  steps: voortgang.map(({ fase, naam, toestand, datum, stappen }, nummer) => ({
    id: fase, title: naam, status: STAND[toestand][0], marker: nummer + 1, meta: STAND[toestand][1], date: dag(datum),
    steps: stappen.length === 0 ? undefined : stappen.map(({ id, naam, toestand, datum, verwacht }) => ({
      id, status: STAND[toestand][0], // van een substap toont het component alleen de titel
      title: samen(naam ?? 'Stap zonder naam', STAND[toestand][1], dag(datum),
        verwacht && `rond ${dag(verwacht.datum)}`),
    })),
  })),
});

/** Null als er (nog) niets op te halen is. Ophalen gaat met het token, dus met `onClick` en niet met een link. */
export const file = (document: Contract['Document'], onClick: NonNullable<FileProps['onClick']>): FileProps | null =>
  document.inhoud === null ? null : {
    name: document.titel, onClick,
    href: document.bestandsnaam ?? '', // alleen voor het pictogram: bij onClick volgt niemand deze link
    size: samen(grootte(document.grootte), dag(document.datum)), // lastUpdated hangt af van de taal van de browser
  };

export const contactTimeline = ({ tijdlijn }: Contract['ZaakDetail']): ContactTimelineProps => ({
  items: tijdlijn.map(({ id, titel, tekst, afzender, datum, kanaal }) => ({
    id, title: titel, description: tekst ?? undefined,
    channel: samen(AFZENDER[afzender] ?? 'afzender onbekend', kanaal),
    isoDate: `${datum}T12:00:00`, // het component leest dit in de tijdzone van de browser: twaalf uur is overal die dag
  })),
  collapsible: true, expandedItems: tijdlijn.map(({ id }) => id), // anders staat de tekst er wel, maar verborgen
  labels: { today: 'vandaag', yesterday: 'gisteren' }, locale: 'nl-NL',
});
