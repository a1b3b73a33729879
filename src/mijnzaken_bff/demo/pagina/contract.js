/**
 * The shapes that the page reads, for editors and for `tsc --checkJs`. Only types: this module does nothing. What each
 * field means is in `openapi/openapi.json`; there a generator makes the same types, for who builds with TypeScript.
 */

/** @typedef {{datum: string, herkomst: string, grondslag: string, zeker: boolean}} VerwachteDatum */
/** @typedef {{soort: string, tekst: string, reden: string | null}} Signaal */
/** @typedef {{naam: string | null, uitleg: string | null, toelichting: string | null}} Resultaat */
/** @typedef {{telefoon: string | null, website: string | null}} Contact */
/** @typedef {{id: string, naam: string, contact: Contact}} Organisatie */
/** @typedef {"geregistreerd" | "geaccepteerd" | "inBehandeling" | "afgerond" | "onbekend"} Fase */
/** @typedef {"voltooid" | "huidig" | "toekomstig" | "overgeslagen" | "vervallen"} Stapstand */

/**
 * @typedef {object} ZaakRij
 * @property {string} id
 * @property {string | null} zaaknummer
 * @property {string} titel
 * @property {string | null} omschrijving
 * @property {Organisatie} organisatie
 * @property {string} bron
 * @property {boolean} lopend
 * @property {{fase: Fase, naam: string, uitleg: string}} hoofdstatus
 * @property {{naam: string | null, uitleg: string | null, toelichting: string | null, datum: string | null} | null} status
 * @property {{nummer: number, totaal: number} | null} stap
 * @property {string} aanvraagdatum
 * @property {string} startdatum
 * @property {string | null} einddatum
 * @property {VerwachteDatum | null} verwachteEinddatum
 * @property {VerwachteDatum | null} uiterlijkeEinddatum
 * @property {Signaal[]} signalen
 * @property {Resultaat | null} resultaat
 * @property {string} samenvatting
 * @property {string | null} machtiging
 * @property {string | null} vestiging
 * @property {string} versie
 * @property {string | null} portaalUrl
 */

/**
 * @typedef {object} BronUitkomst
 * @property {string} id
 * @property {string} naam
 * @property {string | null} onderwerp
 * @property {boolean} beantwoord
 * @property {string} uitkomst
 * @property {string | null} reden
 * @property {number} aantal
 * @property {boolean | null} meer
 * @property {number} weggelaten
 * @property {string | null} bijgewerktOp
 * @property {number | null} opnieuwNaSeconden
 * @property {string | null} melding
 */

/** @typedef {{soort: string, vertegenwoordiging: string, vestigingBeperkt: boolean}} Voor */

/**
 * @typedef {object} ZaakOverzicht
 * @property {boolean} volledig
 * @property {string} peilmoment
 * @property {Voor} voor
 * @property {{lopend: number, afgerond: number, exact: boolean}} telling
 * @property {ZaakRij[]} zaken
 * @property {{gevraagd: number, beantwoord: number}} bereik
 * @property {BronUitkomst[]} bronnen
 * @property {string | null} volgende
 */

/**
 * @typedef {object} Probleem
 * @property {string} type
 * @property {string} title
 * @property {number} status
 * @property {string} detail
 * @property {string} verzoekId
 * @property {BronUitkomst[]} [bronnen]
 */

/**
 * @typedef {object} StroomBericht
 * @property {string} soort
 * @property {BronUitkomst | null} bron
 * @property {ZaakRij[]} zaken
 * @property {ZaakOverzicht | null} overzicht
 * @property {Probleem | null} probleem
 */

/** @typedef {{id: string, naam: string, onderwerp: string | null, organisatie: string}} Bron */

/**
 * @typedef {object} Voortgangsstap
 * @property {string} id
 * @property {string | null} naam
 * @property {string | null} uitleg
 * @property {string | null} toelichting
 * @property {Stapstand} toestand
 * @property {string | null} datum
 * @property {VerwachteDatum | null} verwacht
 */

/** @typedef {{fase: Fase, naam: string, toestand: Stapstand, datum: string | null, stappen: Voortgangsstap[]}} Fasevoortgang */

/**
 * @typedef {object} Tijdlijnpunt
 * @property {string} id
 * @property {string} soort
 * @property {string} datum
 * @property {string} titel
 * @property {string | null} tekst
 * @property {string} afzender
 * @property {string | null} kanaal
 */

/**
 * @typedef {object} Document
 * @property {string} id
 * @property {string} titel
 * @property {string | null} bestandsnaam
 * @property {string | null} extensie
 * @property {number | null} grootte
 * @property {string | null} datum
 * @property {string} richting
 * @property {string | null} soort
 * @property {boolean} downloadbaar
 * @property {string | null} inhoud
 */

/**
 * @typedef {object} Besluit
 * @property {string} id
 * @property {string | null} naam
 * @property {string | null} kenmerk
 * @property {string | null} datum
 * @property {string | null} verzenddatum
 * @property {string | null} ingangsdatum
 * @property {string | null} vervaldatum
 * @property {string | null} uiterlijkeReactiedatum
 * @property {string | null} toelichting
 * @property {string[]} documenten
 */

/** @typedef {{onderdeel: string, uitkomst: string, weggelaten: number, opnieuwNaSeconden: number | null, melding: string | null}} OnderdeelUitkomst */

/**
 * @typedef {object} ZaakDetail
 * @property {boolean} volledig
 * @property {string} peilmoment
 * @property {Voor} voor
 * @property {ZaakRij} zaak
 * @property {Fasevoortgang[]} voortgang
 * @property {Tijdlijnpunt[]} tijdlijn
 * @property {string | null} toelichtingTermijn
 * @property {{naam: string, waarde: string}[]} waarvoor
 * @property {Document[]} documenten
 * @property {Besluit[]} besluiten
 * @property {ZaakRij | null} hoofdzaak
 * @property {ZaakRij[]} deelzaken
 * @property {OnderdeelUitkomst[]} onderdelen
 */

export {};
