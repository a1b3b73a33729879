"""Who acts for whom: in every dialect the same person is the betrokkene, and what nobody reads lets nobody in."""

from __future__ import annotations

import pytest

from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon
from mijnzaken_bff.domain.caller import Vertegenwoordiging
from mijnzaken_bff.domain.handelende import Pseudoniem
from mijnzaken_bff.domain.meting import Teller
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Rsin
from mijnzaken_bff.identity.refusals import CallerForbidden, Ground, Reason, TokenRejected
from mijnzaken_bff.identity.token import TokenVerifier
from tests.rooms.identity.issuer import SUBSTANTIEEL, Broker, Door, broker_of
from tests.uitgevers import (
    CORE,
    DIENST,
    EHERKENNING_DIENST,
    GDI,
    GEMACHTIGDE,
    INTERMEDIATE,
    KVK,
    NAMENS,
    RESTRICTION,
    RSINNR,
    TUSSENPERSOON,
    VERTEGENWOORDIGDE,
    ZELF,
    claims_of,
    link,
    uitgever,
)

RSIN = "897084597"
ANNA, BILAL = Persoon(Bsn(GEMACHTIGDE)), Persoon(Bsn(VERTEGENWOORDIGDE))
BEDRIJF, ANDER = Bedrijf(Kvk(KVK)), Bedrijf(Kvk(TUSSENPERSOON))

HANDELENDEN = {
    "digid machtigen": ANNA,
    "eherkenning ketenmachtiging": ANDER,
    "eherkenning bewindvoering": ANDER,
    "signicat combiconnect": ANNA,
    "nl portal": ANNA,
    "nl portal bewindvoering": ANDER,
    "nl portal ketenmachtiging": ANDER,
    "open zaak realm": ANNA,
    "nlgov": ANNA,
    "nlgov bewindvoering": ANDER,
    "nlgov keten": Pseudoniem("x-1"),
}


async def enter(who, **changes):
    broker = broker_of(who.uitgever)
    given = {"acr": SUBSTANTIEEL, **claims_of(who, **changes)}
    without = {name: ... if value is None else value for name, value in given.items()}
    return await Door(broker).enter(broker.token(**{"bsn": ..., **without}))


async def forbidden(who, ground, **changes):
    with pytest.raises(CallerForbidden) as refusal:
        await enter(who, **changes)
    assert refusal.value.reden is ground


async def nobody(who, **changes):
    with pytest.raises(TokenRejected) as refusal:
        await enter(who, **changes)
    assert refusal.value.reden is Reason.SUBJECT


class TestSomebodyWhoActs:
    @pytest.mark.parametrize("dialect", NAMENS)
    async def test_asks_for_whom_he_represents_and_is_known_himself(self, dialect):
        who = NAMENS[dialect]

        caller = await enter(who)

        assert caller.betrokkene == (BILAL if "bsn" in who.zaken_van else BEDRIJF)
        assert caller.handelende == HANDELENDEN[dialect]
        assert caller.vertegenwoordiging == who.vertegenwoordiging

    @pytest.mark.parametrize("dialect", NAMENS)
    async def test_is_in_no_text_that_a_caller_prints(self, dialect):
        printed = repr(await enter(NAMENS[dialect]))

        assert not [name for name in (GEMACHTIGDE, VERTEGENWOORDIGDE, KVK, TUSSENPERSOON, "x-1") if name in printed]

    @pytest.mark.parametrize("dialect", [name for name, who in NAMENS.items() if who.dienst])
    @pytest.mark.parametrize("dienst", [None, "0f0f0f0f-0000-0000-0000-000000000000", "", 7, ["a", "b"], {}])
    async def test_needs_a_mandate_for_a_service_of_ours(self, dialect, dienst):
        who = NAMENS[dialect]

        # A claim that the rule does not read at all is told apart only by an operator.
        await forbidden(who, Ground.SERVICE, **{who.dienst: dienst})

    @pytest.mark.parametrize("dialect", [name for name, who in NAMENS.items() if who.zonder])
    async def test_must_be_named_where_the_rule_asks_for_it(self, dialect):
        await forbidden(NAMENS[dialect], Ground.REPRESENTATION, **NAMENS[dialect].zonder)

    async def test_with_a_number_that_is_not_one_makes_the_token_a_broken_one(self):
        for broken in ("999990018", "", 999990019, [], [GEMACHTIGDE, GEMACHTIGDE], {}):
            await nobody(NAMENS["digid machtigen"], **{f"{GDI}:ActingSubjectID": broken})
            await nobody(NAMENS["open zaak realm"], **{"gemachtigde.bsn": broken})
        await nobody(NAMENS["nl portal"], gemachtigde={"bsn": "999990018"})
        await nobody(NAMENS["nlgov"], sub="999990018")

    async def test_is_not_whom_he_acts_for(self):
        await forbidden(
            NAMENS["digid machtigen"], Ground.REPRESENTATION, **{f"{GDI}:ActingSubjectID": VERTEGENWOORDIGDE}
        )
        await forbidden(NAMENS["nl portal"], Ground.REPRESENTATION, gemachtigde={"bsn": VERTEGENWOORDIGDE})
        await forbidden(NAMENS["eherkenning ketenmachtiging"], Ground.REPRESENTATION, **{INTERMEDIATE: KVK})

    async def test_may_be_told_in_an_array_of_one(self):
        caller = await enter(
            NAMENS["open zaak realm"], **{"aanvrager.bsn": [VERTEGENWOORDIGDE], "gemachtigde.bsn": [GEMACHTIGDE]}
        )

        assert (caller.betrokkene, caller.handelende) == (BILAL, ANNA)

    async def test_can_be_called_by_the_word_of_the_configuration(self):
        settings = uitgever("digid-eherkenning", "digid")
        settings["betrokkene"][1]["soort"] = "bewindvoering"
        broker = broker_of(settings)

        caller = await Door(broker).enter(broker.token(**{"bsn": ..., **NAMENS["digid machtigen"].claims}))

        assert caller.vertegenwoordiging is Vertegenwoordiging.BEWINDVOERING


class TestSomebodyWhoAsksForHimself:
    @pytest.mark.parametrize("dialect", ZELF)
    async def test_is_the_betrokkene_in_every_dialect(self, dialect):
        caller = await enter(ZELF[dialect])

        assert caller.betrokkene == (ANNA if "bsn" in ZELF[dialect].zaken_van else BEDRIJF)
        assert caller.vertegenwoordiging is Vertegenwoordiging.GEEN

    async def test_and_works_at_the_company_is_known_to_an_auditor(self):
        assert (await enter(ZELF["eherkenning"])).handelende == Pseudoniem("medewerker-7")
        assert (await enter(ZELF["nl portal bedrijf"])).handelende == Pseudoniem("medewerker-7")
        assert (await enter(ZELF["digid"])).handelende is None

    async def test_need_not_say_for_which_service_but_may_not_say_another(self):
        service = f"{CORE}:ServiceUUID"

        assert await enter(ZELF["eherkenning"], **{service: EHERKENNING_DIENST})
        await forbidden(ZELF["eherkenning"], Ground.SERVICE, **{service: "0f0f0f0f-0000-0000-0000-000000000000"})

    async def test_may_be_a_company_known_by_rsin_alone(self):
        caller = await enter(ZELF["eherkenning"], **{f"{CORE}:LegalSubjectID": RSIN, "namequalifier": RSINNR})

        assert caller.betrokkene == Bedrijf(rsin=Rsin(RSIN))
        assert (await enter(ZELF["nlgov"], **link("RSIN", RSIN))).betrokkene == Bedrijf(rsin=Rsin(RSIN))

    async def test_is_never_of_another_kind_than_the_token_says(self):
        legal = f"{CORE}:LegalSubjectID"
        await nobody(ZELF["eherkenning"], **{legal: RSIN})
        await nobody(ZELF["eherkenning"], namequalifier=RSINNR)
        await nobody(ZELF["eherkenning"], namequalifier=None)
        await nobody(ZELF["nlgov"], sub_id_type=None)
        await nobody(ZELF["nlgov"], **link("KvKnr", GEMACHTIGDE))
        await nobody(ZELF["nlgov"], **link("Pseudonym", GEMACHTIGDE))
        await nobody(ZELF["signicat"], nin_issuing_country="BE")
        assert (await enter(ZELF["nlgov"], **link("RSIN", GEMACHTIGDE))).betrokkene == Bedrijf(rsin=Rsin(GEMACHTIGDE))

    @pytest.mark.parametrize("dialect", ZELF)
    async def test_is_never_read_from_a_number_that_is_not_text(self, dialect):
        who = ZELF[dialect]
        name, *within = who.nummer
        number = int(next(iter(who.zaken_van.values())))

        with pytest.raises(TokenRejected) as refusal:
            await enter(who, **{name: {within[0]: number} if within else number})

        assert refusal.value.reden in (Reason.SUBJECT, Reason.CLAIMS)  # PyJWT already refuses a sub that is no text


class TestWhatNobodyReads:
    @pytest.mark.parametrize("dialect", ZELF)
    @pytest.mark.parametrize(
        "extra",
        [
            {"act": {"sub": VERTEGENWOORDIGDE}},
            {"may_act": {}},
            {"representeeBSN": VERTEGENWOORDIGDE},
            {"gemachtigde.rsin": RSIN},
            {"act.sub": VERTEGENWOORDIGDE},
            {f"{GDI}:LegalSubjectID": VERTEGENWOORDIGDE, f"{GDI}:ActingSubjectID": GEMACHTIGDE},
        ],
    )
    async def test_lets_nobody_in(self, dialect, extra):
        if dialect == "digid" and f"{GDI}:LegalSubjectID" in extra:
            await nobody(ZELF[dialect], **extra)  # read, and then there are two of whom it may be
        else:
            await forbidden(ZELF[dialect], Ground.REPRESENTATION, **extra)

    @pytest.mark.parametrize(
        "gemachtigde",
        [
            {}, {"foo": 1}, {"bsn": None}, {"bsn": GEMACHTIGDE, "foo": 1}, {"bsn": GEMACHTIGDE, "kvk": TUSSENPERSOON},
            {"bsn": {"bsn": GEMACHTIGDE}, "rsin": {}}, "999990019", ["999990019"], 0, False, [], "",
            {"sub": "medewerker-7"},
        ],
    )  # fmt: skip
    async def test_is_an_object_that_is_not_read_to_its_last_member(self, gemachtigde):
        await forbidden(NAMENS["nl portal"], Ground.REPRESENTATION, gemachtigde=gemachtigde)

    @pytest.mark.parametrize(
        "aanvrager",
        [
            {},
            {"bsn": GEMACHTIGDE, "vestiging": "000012345678"},
            {"bsn": GEMACHTIGDE, "naam": "x"},
            {"bsn": None},
            "x",
            [],
        ],
    )
    async def test_is_part_of_whom_it_is_about(self, aanvrager):
        await forbidden(ZELF["nl portal"], Ground.REPRESENTATION, aanvrager=aanvrager)

    async def test_is_what_only_another_rule_reads(self):
        """Read by the rule for a person, but it is the rule for a company that applies."""
        await forbidden(ZELF["nl portal bedrijf"], Ground.REPRESENTATION, gemachtigde={"bsn": GEMACHTIGDE})
        await forbidden(ZELF["open zaak realm"], Ground.REPRESENTATION, **{"gemachtigde.bsn": VERTEGENWOORDIGDE})
        await forbidden(NAMENS["eherkenning bewindvoering"], Ground.REPRESENTATION, **{INTERMEDIATE: KVK})
        await forbidden(NAMENS["eherkenning bewindvoering"], Ground.REPRESENTATION, **{RESTRICTION: "000012345678"})

    async def test_is_an_employee_of_a_company_that_does_not_act(self):
        """The employee is named with the company that acts for another, and this token names no such company."""
        employee, acting = {"pad": ["door"]}, {"type": "kvk", "pad": ["namens"], "optioneel": True}
        rule = {"type": "kvk", "pad": ["kvk"], "handelende": {**acting, "medewerker": employee}}
        acts = {"stijl": "claims", "dienstDoorUitgever": True}
        broker = Broker("eh", kanaal="ondernemer", betrokkene=[rule], vertegenwoordiging=acts)
        claims = {"bsn": ..., "kvk": KVK}

        caller = await Door(broker).enter(broker.token(**claims, namens=TUSSENPERSOON, door="medewerker-7"))
        assert (caller.betrokkene, caller.handelende) == (BEDRIJF, ANDER)
        assert await Door(broker).enter(broker.token(**claims))
        with pytest.raises(CallerForbidden):
            await Door(broker).enter(broker.token(**claims, door="medewerker-7"))
        for broken in ("", " ", 7, [], {}):
            with pytest.raises(TokenRejected):
                await Door(broker).enter(broker.token(**claims, namens=TUSSENPERSOON, door=broken))

    async def test_is_no_matter_where_no_rule_applies_at_all(self):
        await nobody(ZELF["eherkenning"], namequalifier=None)

    async def test_is_what_a_rule_only_looks_for(self):
        """A condition that a claim is there says nothing of what it means."""
        there = {"type": "bsn", "pad": ["bsn"], "wanneer": {"pad": ["act"], "ontbreekt": False}}
        is_known = {"type": "bsn", "pad": ["bsn"], "wanneer": {"pad": ["act"], "is": "zelf"}}

        for rule, lets_in in ((there, False), (is_known, True)):
            broker = Broker("digid", betrokkene=[rule])
            if lets_in:
                assert await Door(broker).enter(broker.token(act="zelf"))
            else:
                with pytest.raises(CallerForbidden):
                    await Door(broker).enter(broker.token(act="zelf"))

    async def test_is_counted_and_a_mandate_for_another_service_is_not(self):
        counted = []

        class Counts:
            def count(self, teller, **labels):
                counted.append((teller, labels))

            def set(self, stand, value, **labels):
                raise AssertionError

        who = NAMENS["digid machtigen"]
        broker = broker_of(who.uitgever)
        door = Door(broker)
        door.verifier = TokenVerifier(door.uitgevers, door.stores, door.clock, Counts())
        for changes in ({"act": {}}, {who.dienst: "x"}):
            with pytest.raises(CallerForbidden):
                await door.enter(broker.token(**{"bsn": ..., **who.claims, **changes}))

        assert counted == [
            (Teller.TOKEN_GEWEIGERD, {"uitgever": "digid", "reden": "vertegenwoordiging"}),
            (Teller.VERTEGENWOORDIGING_GEWEIGERD, {"uitgever": "digid"}),
            (Teller.TOKEN_GEWEIGERD, {"uitgever": "digid", "reden": "dienst"}),
        ]


class TestTheChainOfNlgov:
    chain = NAMENS["nlgov"]

    async def refused(self, represents, **changes):
        await forbidden(self.chain, Ground.REPRESENTATION, represents=represents, **changes)

    @pytest.mark.parametrize(
        "represents",
        [
            {}, [], "x", 1, False, [link("BSN", VERTEGENWOORDIGDE)], {"sub": VERTEGENWOORDIGDE}, link("BSN", None),
            {"sub_id_type": f"{GDI}:id:BSN"}, link("bsn", VERTEGENWOORDIGDE), link("Vestigingsnr", VERTEGENWOORDIGDE),
            {"sub": VERTEGENWOORDIGDE, "sub_id_type": [f"{GDI}:id:BSN"]},
        ],
    )  # fmt: skip
    async def test_has_links_of_a_kind_that_we_know(self, represents):
        await self.refused(represents)

    async def test_names_who_logged_in_as_well(self):
        for kind in (None, "urn:x"):
            await self.refused(self.chain.claims["represents"], sub_id_type=kind)

    async def test_is_not_deeper_than_three(self):
        three = link("KvKnr", TUSSENPERSOON, represents=link("RSIN", RSIN, represents=link("BSN", VERTEGENWOORDIGDE)))

        caller = await enter(self.chain, represents=three)
        assert (caller.betrokkene, caller.vertegenwoordiging) == (BILAL, Vertegenwoordiging.KETENMACHTIGING)
        assert caller.handelende == ANNA
        await self.refused(link("Pseudonym", "x-9", represents=three))

    @pytest.mark.parametrize(
        "represents",
        [
            link("BSN", GEMACHTIGDE),
            link("BSN", VERTEGENWOORDIGDE, represents=link("BSN", GEMACHTIGDE)),
            link("KvKnr", KVK, represents=link("KvKnr", KVK)),
            link("legacy-BSN", GEMACHTIGDE),
        ],
    )
    async def test_has_nobody_in_it_twice(self, represents):
        await self.refused(represents)

    async def test_tells_a_bsn_from_an_rsin_of_the_same_digits(self):
        caller = await enter(self.chain, represents=link("RSIN", GEMACHTIGDE))

        assert caller.betrokkene == Bedrijf(rsin=Rsin(GEMACHTIGDE))

    async def test_stands_beside_no_other_representation(self):
        inner = link("BSN", VERTEGENWOORDIGDE)
        await self.refused(inner, act={"sub": GEMACHTIGDE})
        await self.refused({**inner, "act": {"sub": GEMACHTIGDE}})
        await self.refused(link("KvKnr", KVK, represents=inner, gemachtigde={"bsn": GEMACHTIGDE}))
        await self.refused({**inner, f"{GDI}:ServiceUUID": "x"})
        await self.refused(link("KvKnr", KVK, represents=inner, **{f"{GDI}:ServiceUUID": DIENST}))

    async def test_stands_beside_no_second_betrokkene(self):
        settings = self.chain.uitgever
        settings["betrokkene"].append({"type": "bsn", "pad": ["bsn"]})
        broker = broker_of(settings)

        with pytest.raises(CallerForbidden):
            await Door(broker).enter(broker.token(**{**self.chain.claims, "bsn": VERTEGENWOORDIGDE}))

    async def test_has_nobody_in_it_twice_wherever_the_number_stands(self):
        settings = self.chain.uitgever
        settings["betrokkene"] = [{"type": "bsn", "pad": ["bsn"]}]
        broker = broker_of(settings)

        def token(bsn):
            represents = link("Pseudonym", "x-2", bsn=bsn)
            return broker.token(**{**self.chain.claims, "bsn": ..., "represents": represents})

        assert (await Door(broker).enter(token(VERTEGENWOORDIGDE))).betrokkene == BILAL
        with pytest.raises(CallerForbidden):
            await Door(broker).enter(token(GEMACHTIGDE))

    async def test_ends_in_a_number_that_is_one(self):
        for broken in ("999990018", "", 999990020, ["999990020"]):
            await nobody(self.chain, represents={"sub": broken, "sub_id_type": f"{GDI}:id:BSN"})

    async def test_does_not_end_in_somebody_whom_no_rule_reads(self):
        await nobody(self.chain, represents=link("Pseudonym", "x-2"))

    async def test_of_an_employee_of_the_company_is_no_representation(self):
        caller = await enter(self.chain, **link("pseudonym", "x-1", represents=link("KvKnr", KVK)))

        assert (caller.betrokkene, caller.handelende) == (BEDRIJF, Pseudoniem("x-1"))
        assert caller.vertegenwoordiging is Vertegenwoordiging.GEEN

    async def test_may_say_who_gave_the_names(self):
        assert await enter(self.chain, represents=link("BSN", VERTEGENWOORDIGDE, iss="https://ander.example"))


class TestAChannelThatIsAboutNobody:
    @pytest.mark.parametrize("kanaal", ["medewerker", "systeem"])
    async def test_has_no_betrokkene_whatever_the_token_says(self, kanaal):
        broker = Broker("balie", kanaal=kanaal, betrokkene=[], betrouwbaarheid=None)

        caller = await Door(broker).enter(broker.token(azp="balie"))

        assert (caller.kanaal.value, caller.betrokkene, caller.klant, caller.niveau) == (kanaal, None, "balie", None)

    async def test_represents_nobody(self):
        broker = Broker("balie", kanaal="medewerker", betrokkene=[], betrouwbaarheid=None)

        with pytest.raises(CallerForbidden) as refusal:
            await Door(broker).enter(broker.token(act={"sub": GEMACHTIGDE}))

        assert refusal.value.reden is Ground.REPRESENTATION
