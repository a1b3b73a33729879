/** The shapes that the page of the demo reads are those of the contract: whatever the service sends is one of them. */
import type { components } from '../contract.js';
import type * as Pagina from './pagina/contract.js';

type Contract = components['schemas'];

export const bericht = (een: Contract['StroomBericht']): Pagina.StroomBericht => een;
export const overzicht = (een: Contract['ZaakOverzicht']): Pagina.ZaakOverzicht => een;
export const detail = (een: Contract['ZaakDetail']): Pagina.ZaakDetail => een;
export const probleem = (een: Contract['BronProbleem']): Pagina.Probleem => een;
export const bron = (een: Contract['BronToestand']): Pagina.Bron => een;
