/** What must not compile: were a type of a component or of the contract `any`, these lines would, and tsc would say so. */
import { caseCard, contactTimeline, file, processSteps } from './binding.js';
import type { components } from './contract.js';

type Contract = components['schemas'];
declare const rij: Contract['ZaakRij'];
declare const detail: Contract['ZaakDetail'];
declare const document: Contract['Document'];

// @ts-expect-error a card has a title, and it is text
export const title: number = caseCard(rij, '').title;
// @ts-expect-error a card has no colour
export const colour = caseCard(rij, '').colour;
// @ts-expect-error a step is checked, current or not, and never done
export const done: 'done' | undefined = processSteps(detail).steps[0]?.status;
// @ts-expect-error the size of a file is text
export const size: number | undefined = file(document, () => undefined)?.size;
// @ts-expect-error a timeline has items
export const points = contactTimeline(detail).points;
// @ts-expect-error an end date may be null
export const einddatum: string = rij.einddatum;
