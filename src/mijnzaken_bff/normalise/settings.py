"""The settings that decide what is shown of a bron, and under which words."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, field_serializer, field_validator, model_validator
from pydantic_core import PydanticCustomError

from mijnzaken_bff.contract.fase import Fase
from mijnzaken_bff.normalise.tekst import vergelijkbaar
from mijnzaken_bff.upstream.instelling import SettingsModel
from mijnzaken_bff.zgw.vertrouwelijkheid import Vertrouwelijkheid


class StatusRegel(SettingsModel):
    """What one status of one zaaktype is called here."""

    fase: Fase | None = Field(default=None, description="De fase waarin deze status valt.")
    naam: str | None = Field(
        default=None, min_length=1, description="Naam om te tonen in plaats van die van het register."
    )
    uitleg: str | None = Field(default=None, min_length=1, description="Uitleg in plaats van de statustekst.")
    actie_nodig: bool = Field(default=False, description="Waar als de organisatie op de betrokkene wacht.")


class ZaaktypeRegels(SettingsModel):
    """What zaken of one zaaktype are called here, and what their statussen mean."""

    titel: str | None = Field(default=None, min_length=1, description="Titel in plaats van de omschrijving.")
    statussen: dict[str | int, StatusRegel] = Field(
        default_factory=dict, description="Per statustype, op omschrijving of op volgnummer."
    )
    verberg: tuple[str, ...] = Field(default=(), description="Statustypen die niet getoond worden.")
    waarvoor: dict[str, Annotated[str, Field(min_length=1)]] = Field(
        default_factory=dict,
        description="Gegevens van de aanvraag die getoond worden, in volgorde: de eigenschap in het register, en de "
        "naam om te tonen.",
    )

    @field_validator("waarvoor")
    @classmethod
    def _each_once(cls, waarvoor: dict[str, str]) -> dict[str, str]:
        """As an eigenschap is compared: by its words alone."""
        told = {vergelijkbaar(name): label for name, label in waarvoor.items()}
        if "" in told or len(told) < len(waarvoor):
            raise PydanticCustomError("waarvoor_dubbel", "elke eigenschap heeft een naam, en staat er één keer")
        return told

    def regel_of(self, omschrijving: str | None, volgnummer: int | None) -> StatusRegel | None:
        """The rule for a statustype, by name first and then by volgnummer."""
        if not self.statussen:
            return None
        wanted = vergelijkbaar(omschrijving)
        for key, regel in self.statussen.items():
            if isinstance(key, str) and wanted and vergelijkbaar(key) == wanted:
                return regel
        return self.statussen.get(volgnummer) if volgnummer is not None else None

    def hides(self, omschrijving: str | None) -> bool:
        """Whether a statustype is never shown."""
        wanted = vergelijkbaar(omschrijving) if self.verberg else ""
        return bool(wanted) and any(vergelijkbaar(name) == wanted for name in self.verberg)


_ZONDER_REGELS = ZaaktypeRegels()


class Fasen(SettingsModel):
    """How the statussen of a bron become the four fasen."""

    betekenis: Literal["mijlpaal", "fase"] = Field(
        default="mijlpaal", description="mijlpaal: een status is bereikt. fase: een status is nog bezig."
    )
    zonder_status: Fase = Field(default=Fase.GEREGISTREERD, description="De fase van een zaak zonder status.")
    eindstatus_sluit: bool = Field(
        default=False, description="Waar als een zaak zonder einddatum toch afgerond kan zijn door zijn status."
    )
    namen: dict[str, Fase] = Field(
        default_factory=dict, description="Fase per naam van een statustype, in elk zaaktype."
    )
    zaaktypen: dict[str, ZaaktypeRegels] = Field(
        default_factory=dict, description="Per zaaktype, op zaaktype.identificatie."
    )

    @field_validator("namen")
    @classmethod
    def _comparable(cls, namen: dict[str, Fase]) -> dict[str, Fase]:
        return {vergelijkbaar(name): fase for name, fase in namen.items()}

    @model_validator(mode="after")
    def _einddatum_decides(self) -> Fasen:
        if self.eindstatus_sluit:
            return self
        closing = ["zonderStatus"] if self.zonder_status is Fase.AFGEROND else []
        closing += [f"namen.{name}" for name, fase in self.namen.items() if fase is Fase.AFGEROND] + [
            f"zaaktypen.{zaaktype}.statussen.{status}.fase"
            for zaaktype, regels in self.zaaktypen.items()
            for status, regel in regels.statussen.items()
            if regel.fase is Fase.AFGEROND
        ]
        if closing:
            raise PydanticCustomError(
                "afgerond_zonder_einddatum",
                "{waar} zegt afgerond terwijl eindstatusSluit onwaar is: alleen een einddatum sluit dan een zaak",
                {"waar": ", ".join(closing)},
            )
        return self

    def regels_of(self, identificatie: str | None) -> ZaaktypeRegels:
        """The rules for a zaaktype; empty rules where none are configured."""
        return self.zaaktypen.get(identificatie or "", _ZONDER_REGELS)


class ZaaktypeKeuze(SettingsModel):
    """Which zaaktypen are shown, by ``identificatie``."""

    toon: frozenset[str] = Field(default=frozenset(), description="Alleen deze; leeg is alle.")
    weiger: frozenset[str] = Field(default=frozenset(), description="Deze nooit.")
    vanaf: dict[str, date] = Field(
        default_factory=dict, description="Per zaaktype: alleen zaken die op of na deze dag zijn begonnen."
    )

    @model_validator(mode="after")
    def _not_both(self) -> ZaaktypeKeuze:
        if both := sorted(self.toon & self.weiger):
            raise PydanticCustomError("toon_en_weiger", "{wie} staat in toon en in weiger", {"wie": ", ".join(both)})
        if never := sorted(self.vanaf.keys() & self.weiger):
            raise PydanticCustomError("vanaf_en_weiger", "{wie} staat in vanaf en in weiger", {"wie": ", ".join(never)})
        if unshown := sorted(self.vanaf.keys() - self.toon if self.toon else ()):
            raise PydanticCustomError(
                "vanaf_zonder_toon", "{wie} staat in vanaf en niet in toon", {"wie": ", ".join(unshown)}
            )
        return self

    def refuses(self, identificatie: str, startdatum: date) -> bool:
        """Whether zaken of this zaaktype that began on ``startdatum`` are never shown."""
        if identificatie in self.weiger or (self.toon and identificatie not in self.toon):
            return True
        vanaf = self.vanaf.get(identificatie)
        return vanaf is not None and startdatum < vanaf


class Soortkeuze(SettingsModel):
    """Which kinds of documents are shown, by the ``omschrijving`` of their type; only its words count."""

    toon: frozenset[str] = Field(default=frozenset(), description="Alleen deze; leeg is alle.")
    weiger: frozenset[str] = Field(default=frozenset(), description="Deze nooit.")

    @field_validator("toon", "weiger")
    @classmethod
    def _comparable(cls, soorten: frozenset[str]) -> frozenset[str]:
        told = frozenset(vergelijkbaar(name) for name in soorten)
        if "" in told:
            raise PydanticCustomError("soort_zonder_naam", "een soort heeft een naam van letters of cijfers")
        return told

    @model_validator(mode="after")
    def _not_both(self) -> Soortkeuze:
        if both := sorted(self.toon & self.weiger):
            raise PydanticCustomError("toon_en_weiger", "{wie} staat in toon en in weiger", {"wie": ", ".join(both)})
        return self

    @field_serializer("toon", "weiger", when_used="json")
    def _in_order(self, soorten: frozenset[str]) -> list[str]:
        return sorted(soorten)

    @property
    def needs_soort(self) -> bool:
        """Whether a rule applies, so that a document whose type cannot be read stays hidden."""
        return bool(self.toon or self.weiger)

    def refuses(self, omschrijving: str) -> bool:
        """Whether documents of this type are never shown."""
        soort = vergelijkbaar(omschrijving)
        return soort in self.weiger or (bool(self.toon) and soort not in self.toon)


Documentstatus = Literal["in_bewerking", "ter_vaststelling", "definitief", "gearchiveerd"]
"""How far a document is. Source: Documenten API 1.0, ``status``."""


class Documentbeleid(SettingsModel):
    """Which documents of a zaak somebody may see."""

    maximaal: Vertrouwelijkheid = Field(
        default=Vertrouwelijkheid.ZAAKVERTROUWELIJK,
        description="Hoogste vertrouwelijkheidaanduiding die getoond wordt; is die van het document leeg, dan telt die "
        "van zijn soort.",
    )
    statussen: frozenset[Documentstatus] = Field(
        default=frozenset({"definitief", "gearchiveerd"}),
        min_length=1,
        description="Documenten met een van deze statussen worden getoond.",
    )
    soorten: Soortkeuze = Soortkeuze()
    tonen_aan_initiator: Literal["negeer", "verplicht"] = Field(
        default="negeer", description="verplicht: alleen documenten waarvan het register tonenAanInitiator zegt."
    )

    @field_serializer("statussen", when_used="json")
    def _in_order(self, statussen: frozenset[str]) -> list[str]:
        """As the schema tells them: the order of a set differs from one process to another."""
        return sorted(statussen)


class Zichtbaarheid(SettingsModel):
    """Which zaken of a bron somebody may see, and what of them."""

    maximaal: Vertrouwelijkheid = Field(
        default=Vertrouwelijkheid.ZAAKVERTROUWELIJK,
        description="Hoogste vertrouwelijkheidaanduiding die getoond wordt.",
    )
    intern: Literal["negeer", "weiger"] = Field(
        default="negeer", description="weiger: zaaktypen met indicatieInternOfExtern intern niet tonen."
    )
    rollen: frozenset[str] = Field(
        default=frozenset({"initiator", "mede_initiator"}),
        min_length=1,
        description="Rollen (omschrijvingGeneriek) waarin iemand zijn zaken ziet.",
    )
    zaaktypen: ZaaktypeKeuze = ZaaktypeKeuze()
    documenten: Documentbeleid = Documentbeleid()

    @field_validator("rollen")
    @classmethod
    def _of_the_betrokkene(cls, rollen: frozenset[str]) -> frozenset[str]:
        if wrong := sorted(rollen - {"initiator", "mede_initiator", "belanghebbende"}):
            raise PydanticCustomError(
                "rol_van_de_organisatie",
                "{wie}: kies uit initiator, mede_initiator en belanghebbende; andere rollen zijn van medewerkers",
                {"wie": ", ".join(wrong)},
            )
        return rollen

    @field_serializer("rollen", when_used="json")
    def _in_order(self, rollen: frozenset[str]) -> list[str]:
        """As the schema tells them: the order of a set differs from one process to another."""
        return sorted(rollen)

    @property
    def rol(self) -> str | None:
        """The only rol that counts, so that a register may be asked for it; None when several do."""
        return next(iter(self.rollen)) if len(self.rollen) == 1 else None

    @property
    def needs_zaaktype(self) -> bool:
        """Whether a rule about zaaktypen applies, so that a zaak without readable zaaktype stays hidden."""
        zaaktypen = self.zaaktypen
        return self.intern == "weiger" or bool(zaaktypen.toon or zaaktypen.weiger or zaaktypen.vanaf)


class Toon(SettingsModel):
    """Which free texts of a bron are shown."""

    omschrijving: bool = Field(default=True, description="De omschrijving van de zaak, als ondertitel.")
    toelichting: bool = Field(default=False, description="Toelichtingen bij status, resultaat en besluit.")
    redenen: bool = Field(default=False, description="De reden van een opschorting of verlenging.")


Portaal = Annotated[
    str,
    Field(
        pattern=r"^https?://[^\s{}]+(\{uuid\}[^\s{}]*)?$",
        description="Adres van een zaak in het eigen portaal, met {uuid}.",
    ),
]
"""Where a zaak stands in the portal of the gemeente itself; ``{uuid}`` is filled in."""


class Weergave(SettingsModel):
    """Everything that decides how a zaak of one bron is told."""

    fasen: Fasen = Fasen()
    toon: Toon = Toon()
    portaal: Portaal | None = None
