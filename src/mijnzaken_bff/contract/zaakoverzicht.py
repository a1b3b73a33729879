"""The overzicht: which zaken somebody has, how far they are, and when they will be done."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import WithJsonSchema

from mijnzaken_bff.contract.base import ContractModel, open_enum, veld
from mijnzaken_bff.contract.fase import Fase, FaseHerkomst
from mijnzaken_bff.contract.uitkomst import Reden, Uitkomst
from mijnzaken_bff.domain.caller import Vertegenwoordiging


class Betrokkenesoort(StrEnum):
    """What kind of betrokkene the zaken concern."""

    PERSOON = "persoon"
    BEDRIJF = "bedrijf"


class Titelherkomst(StrEnum):
    """Where the title of a zaak comes from."""

    CONFIGURATIE = "configuratie"
    ZAAKTYPE = "zaaktype"
    ZAAKNUMMER = "zaaknummer"
    GEEN = "geen"


class Datumherkomst(StrEnum):
    """Whether the register holds a date or we computed it."""

    REGISTER = "register"
    BEREKEND = "berekend"


class Grondslag(StrEnum):
    """What an expected date rests on."""

    PLANNING = "planning"
    SERVICENORM = "servicenorm"
    DOORLOOPTIJD = "doorlooptijd"


class Signaalsoort(StrEnum):
    """What deserves attention in a zaak."""

    OPGESCHORT = "opgeschort"
    VERLENGD = "verlengd"
    TERMIJN_VERSTREKEN = "termijnVerstreken"
    ACTIE_NODIG = "actieNodig"
    HEROPEND = "heropend"


_SOORT = open_enum(Betrokkenesoort, "toon de zaken zonder aanhef.")
_VERTEGENWOORDIGING = open_enum(Vertegenwoordiging, "toon dat iemand namens een ander kijkt.")
_TITELHERKOMST = open_enum(Titelherkomst, "negeer het.")
_FASEHERKOMST = open_enum(FaseHerkomst, "negeer het.")
_DATUMHERKOMST = open_enum(Datumherkomst, "lees als berekend.")
_GRONDSLAG = open_enum(Grondslag, "negeer het.")
_SIGNAALSOORT = open_enum(Signaalsoort, "toon alleen de tekst.")
_UITKOMST = open_enum(Uitkomst, "lees als onbereikbaar en toon de melding.")
_REDEN = open_enum(Reden, "negeer het.")

OpenVertegenwoordiging: TypeAlias = Annotated[Vertegenwoordiging, WithJsonSchema(_VERTEGENWOORDIGING)]
OpenSoort: TypeAlias = Annotated[Betrokkenesoort, WithJsonSchema(_SOORT)]
OpenTitelherkomst: TypeAlias = Annotated[Titelherkomst, WithJsonSchema(_TITELHERKOMST)]
OpenFaseherkomst: TypeAlias = Annotated[FaseHerkomst, WithJsonSchema(_FASEHERKOMST)]
OpenDatumherkomst: TypeAlias = Annotated[Datumherkomst, WithJsonSchema(_DATUMHERKOMST)]
OpenGrondslag: TypeAlias = Annotated[Grondslag, WithJsonSchema(_GRONDSLAG)]
OpenSignaalsoort: TypeAlias = Annotated[Signaalsoort, WithJsonSchema(_SIGNAALSOORT)]
OpenUitkomst: TypeAlias = Annotated[Uitkomst, WithJsonSchema(_UITKOMST)]
OpenReden: TypeAlias = Annotated[Reden, WithJsonSchema(_REDEN)]

ZAAK_ID = r"^[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


class Contact(ContractModel):
    """Hoe iemand deze organisatie bereikt."""

    telefoon: str | None = veld("Telefoonnummer voor vragen.")
    website: str | None = veld("Website van de organisatie.")


class Organisatie(ContractModel):
    """De organisatie die verantwoordelijk is voor de zaak."""

    id: str = veld("Vaste naam van de organisatie in deze dienst.", zgw="zaken.Zaak.verantwoordelijkeOrganisatie")
    naam: str = veld("Naam om te tonen.")
    contact: Contact = veld("Hoe men deze organisatie bereikt.")


class Zaaktype(ContractModel):
    """Het soort zaak, zoals het register het noemt."""

    identificatie: str | None = veld(
        "Vaste code van het zaaktype; null als de catalogus niet te lezen was.", zgw="catalogi.ZaakType.identificatie"
    )
    naam: str | None = veld("Naam van het zaaktype in het register.", zgw="catalogi.ZaakType.omschrijving")


class Hoofdstatus(ContractModel):
    """Hoe ver de zaak is, in vier stappen die voor elke zaak gelijk zijn."""

    fase: Fase = veld(
        "geregistreerd: ontvangen, nog niet beoordeeld. geaccepteerd: compleet en in behandeling te nemen. "
        "inBehandeling: wordt beoordeeld of besloten. afgerond: klaar. onbekend: niet te bepalen."
    )
    naam: str = veld("Naam van de fase om te tonen.")
    uitleg: str = veld("Een zin die de fase uitlegt.")
    herkomst: OpenFaseherkomst = veld("Welke regel de fase bepaalde.")


class Status(ContractModel):
    """De laatst gezette status, zoals de organisatie die noemt."""

    naam: str | None = veld(
        "Naam van de status; null als de catalogus niet te lezen was.", zgw="catalogi.StatusType.omschrijving"
    )
    uitleg: str | None = veld("Wat deze status betekent, voor iedereen gelijk.", zgw="catalogi.StatusType.statustekst")
    toelichting: str | None = veld("Wat er bij deze zaak is opgemerkt.", zgw="zaken.Status.statustoelichting")
    datum: date | None = veld("Dag waarop de status is gezet.", zgw="zaken.Status.datumStatusGezet", format="date")


class Stap(ContractModel):
    """Waar de zaak staat in het eigen rijtje statussen van het zaaktype."""

    nummer: int = veld("De hoeveelste stap is bereikt, vanaf 1.", zgw="catalogi.StatusType.volgnummer")
    totaal: int = veld("Hoeveel stappen er zijn.", zgw="catalogi.ZaakType.statustypen")


class VerwachteDatum(ContractModel):
    """Een datum in de toekomst, met waar hij vandaan komt en of hij vaststaat."""

    datum: date = veld("De datum.", format="date")
    herkomst: OpenDatumherkomst = veld("Of het register de datum heeft of wij hem berekenden.")
    grondslag: OpenGrondslag = veld("Waarop de datum rust.")
    zeker: bool = veld("Onwaar als een verlenging of opschorting niet zichtbaar in de datum is verwerkt.")


class Signaal(ContractModel):
    """Iets dat aandacht vraagt."""

    soort: OpenSignaalsoort = veld("Wat er is.")
    tekst: str = veld("Een zin om te tonen.")
    reden: str | None = veld("De reden die de organisatie gaf; alleen als die getoond mag worden.")


class Resultaat(ContractModel):
    """Wat er uit de zaak is gekomen."""

    naam: str | None = veld("Naam van het resultaat.", zgw="catalogi.ResultaatType.omschrijving")
    uitleg: str | None = veld("Wat dit resultaat betekent.", zgw="catalogi.ResultaatType.toelichting")
    toelichting: str | None = veld("Wat er bij deze zaak is opgemerkt.", zgw="zaken.Resultaat.toelichting")


class ZaakRij(ContractModel):
    """Eén zaak in het overzicht."""

    id: str = veld("Vaste sleutel van de zaak: <bron>-<uuid>. Geen geheim.", zgw="zaken.Zaak.uuid", pattern=ZAAK_ID)
    zaaknummer: str | None = veld("Nummer om te noemen in contact.", zgw="zaken.Zaak.identificatie")
    titel: str = veld("Titel om te tonen.")
    titel_herkomst: OpenTitelherkomst = veld("Waar de titel vandaan komt.")
    omschrijving: str | None = veld(
        "Ondertitel; null als die leeg is of gelijk aan de titel. Platte tekst.", zgw="zaken.Zaak.omschrijving"
    )
    organisatie: Organisatie = veld("Wie verantwoordelijk is voor de zaak.")
    bron: str = veld("Id van de bron; zie bronnen.")
    zaaktype: Zaaktype = veld("Het soort zaak.", zgw="zaken.Zaak.zaaktype")
    lopend: bool = veld("Waar zolang de fase niet afgerond is.")
    hoofdstatus: Hoofdstatus = veld("Hoe ver de zaak is.")
    status: Status | None = veld("De laatst gezette status; null als er geen is.", zgw="zaken.Zaak.status")
    stap: Stap | None = veld("Plaats in het rijtje statussen; null als die niet vaststaat.")
    aanvraagdatum: date = veld(
        "De vroegste van registratiedatum en startdatum.", zgw="zaken.Zaak.registratiedatum", format="date"
    )
    startdatum: date = veld("Dag waarop de behandeling begon of begint.", zgw="zaken.Zaak.startdatum", format="date")
    einddatum: date | None = veld("Dag waarop de zaak klaar was.", zgw="zaken.Zaak.einddatum", format="date")
    verwachte_einddatum: VerwachteDatum | None = veld(
        "Wanneer de organisatie klaar denkt te zijn.", zgw="zaken.Zaak.einddatumGepland"
    )
    uiterlijke_einddatum: VerwachteDatum | None = veld(
        "Wanneer het uiterlijk klaar moet zijn.", zgw="zaken.Zaak.uiterlijkeEinddatumAfdoening"
    )
    signalen: list[Signaal] = veld("Wat aandacht vraagt; leeg als er niets is.")
    resultaat: Resultaat | None = veld("Wat eruit kwam; alleen bij een zaak met einddatum.", zgw="zaken.Zaak.resultaat")
    samenvatting: str = veld("De stand in een of twee zinnen, om te tonen of voor te lezen.")
    rollen: list[str] = veld(
        "In welke rol deze persoon of dit bedrijf bij de zaak hoort.", zgw="zaken.Rol.omschrijvingGeneriek"
    )
    machtiging: str | None = veld(
        "gemachtigde of machtiginggever, als iemand namens een ander handelt.", zgw="zaken.Rol.indicatieMachtiging"
    )
    vestiging: str | None = veld("Vestigingsnummer, bij een zaak van een vestiging.")
    hoofdzaak: str | None = veld("Id van de zaak waar deze bij hoort.", zgw="zaken.Zaak.hoofdzaak")
    gewijzigd_op: datetime | None = veld("Laatste wijziging die het register meldt.", zgw="zaken.Zaak.laatstGemuteerd")
    versie: str = veld(
        "Vingerafdruk van de inhoud: verandert als er iets verandert aan de zaak.", pattern="^[0-9a-f]{16}$"
    )
    portaal_url: str | None = veld("Adres van de zaak in het portaal van de organisatie zelf.")


class BronUitkomst(ContractModel):
    """Hoe het vragen aan één bron afliep."""

    id: str = veld("Vaste naam van de bron.")
    naam: str = veld("Naam om te tonen.")
    onderwerp: str | None = veld("Waar deze bron over gaat, als een organisatie er meer heeft.")
    beantwoord: bool = veld("Waar als er zaken van deze bron in het antwoord kunnen zitten.")
    uitkomst: OpenUitkomst = veld("Hoe het vragen afliep.")
    reden: OpenReden | None = veld("Waarom de uitkomst niet ok is.")
    aantal: int = veld("Zaken van deze bron in dit antwoord.")
    meer: bool | None = veld("Of deze bron nog meer zaken heeft; null als dat niet bekend is.")
    weggelaten: int = veld("Zaken van deze betrokkene die niet te lezen waren en daarom ontbreken.")
    bijgewerkt_op: datetime | None = veld("Van wanneer dit antwoord is; null als er geen is.")
    opnieuw_na_seconden: int | None = veld(
        "Na hoeveel seconden opnieuw proberen zin heeft; null als dat niet te zeggen is."
    )
    melding: str | None = veld("Een zin om te tonen; null als er niets te melden is.")


class Bereik(ContractModel):
    """Hoeveel van de gevraagde bronnen in het antwoord zitten."""

    gevraagd: int = veld("Bronnen waar deze vraag over gaat.")
    beantwoord: int = veld("Bronnen daarvan met beantwoord: true, dus ook die met een eerder antwoord (verouderd).")


class Voor(ContractModel):
    """Over wie de zaken gaan. Zonder nummer of naam."""

    soort: OpenSoort = veld("Persoon of bedrijf.")
    vertegenwoordiging: OpenVertegenwoordiging = veld(
        "Of de vrager voor een ander handelt, en op welke grond. Bij een waarde anders dan geen gaan de zaken over die "
        "ander, en niet over wie inlogde."
    )
    vestiging_beperkt: bool = veld("Waar als alleen zaken van één vestiging getoond mogen worden.")


class Telling(ContractModel):
    """Hoeveel zaken er gelezen zijn."""

    lopend: int = veld("Lopende zaken die gelezen zijn.")
    afgerond: int = veld("Afgeronde zaken die gelezen zijn.")
    exact: bool = veld("Waar als elke gevraagde bron tot het einde gelezen is.")


class ZaakOverzicht(ContractModel):
    """Welke zaken iemand heeft, hoe ver ze zijn en wanneer ze klaar zijn; en welke bronnen dat wel en niet bevat."""

    volledig: bool = veld(
        "Waar als elke gevraagde bron ok antwoordde. Alleen dan betekent een lege lijst: gevraagd, en er zijn er geen."
    )
    peilmoment: datetime = veld(
        "Het moment waarop dit antwoord werd gemaakt, UTC. Dezelfde vraag kort daarna kan hetzelfde antwoord krijgen."
    )
    voor: Voor = veld("Over wie de zaken gaan.")
    telling: Telling = veld("Wat er geteld is bij het lezen.")
    zaken: list[ZaakRij] = veld("De zaken, nieuwste startdatum eerst.")
    bereik: Bereik = veld(
        "Hoeveel bronnen gevraagd zijn, en hoeveel antwoordden; ook met ?bronnen=bijzonder over elke gevraagde bron."
    )
    bronnen: list[BronUitkomst] = veld(
        "Elke gevraagde bron, met hoe het vragen afliep; met ?bronnen=bijzonder alleen die niet ok zijn."
    )
    volgende: str | None = veld("Cursor voor de volgende bladzijde (?cursor=); null als er geen is.")
