"""Whom a token is about: one person or one company, never a guess."""

import pytest

from mijnzaken_bff.domain.betrokkene import Bedrijf, Persoon
from mijnzaken_bff.domain.nummers import Bsn, Kvk, Rsin, Vestigingsnummer
from mijnzaken_bff.identity.bekend import BEKENDE_CLAIMS
from mijnzaken_bff.identity.refusals import CallerForbidden, Ground, Reason, TokenRejected
from tests.rooms.identity.issuer import ANNA, KVK, RSIN, VESTIGING, Broker, Door

LEGAL_SUBJECT = "urn:etoegang:core:LegalSubjectID"
QUALIFIER = "urn:etoegang:1.9:EntityConcernedID:KvKnr"
RESTRICTION = "urn:etoegang:1.9:ServiceRestriction:Vestigingsnr"

KVK_RULE = {
    "type": "kvk",
    "pad": [LEGAL_SUBJECT],
    "wanneer": {"pad": ["namequalifier"], "is": QUALIFIER},
    "rsin": {"pad": ["rsin"]},
    "vestiging": {"pad": [RESTRICTION]},
}


def digid(*pad, **option):
    return Broker("digid", betrokkene=[{"type": "bsn", "pad": list(pad), **option}])


def eherkenning(**changes):
    return Broker("eherkenning", kanaal="ondernemer", betrokkene=[KVK_RULE], **changes)


async def whom(broker, **claims):
    return (await Door(broker).enter(broker.token(**claims))).betrokkene


async def nobody(broker, **claims):
    with pytest.raises(TokenRejected) as refusal:
        await whom(broker, **claims)
    assert refusal.value.reden is Reason.SUBJECT


class TestAPerson:
    @pytest.mark.parametrize(
        ("pad", "claims"),
        [
            (["bsn"], {}),
            (["sub"], {"bsn": ..., "sub": ANNA}),
            (["aanvrager", "bsn"], {"bsn": ..., "aanvrager": {"bsn": ANNA}}),
            (["aanvrager.bsn"], {"bsn": ..., "aanvrager.bsn": ANNA}),
            (["urn:nl-eid-gdi:1.0:LegalSubjectID"], {"bsn": ..., "urn:nl-eid-gdi:1.0:LegalSubjectID": ANNA}),
            (["bsn"], {"bsn": [ANNA]}),
        ],
    )
    async def test_is_found_wherever_the_issuer_puts_the_bsn(self, pad, claims):
        assert await whom(digid(*pad), **claims) == Persoon(Bsn(ANNA))

    @pytest.mark.parametrize(
        "bsn",
        [..., None, "", int(ANNA), float(ANNA), True, {}, {"bsn": ANNA}, [], [ANNA, ANNA], [int(ANNA)], [[ANNA]],
         ANNA[1:], ANNA[:8], ANNA + "0", "0" + ANNA, "999990018", "000000000", f" {ANNA}", f"{ANNA}\n", "99999 0019",
         "９９９９９００１９", "٩٩٩٩٩٠٠١٩", "-99990019", "9.9999001", "9_9999001"],
    )  # fmt: skip
    async def test_is_nobody_when_the_bsn_is_not_nine_digits_of_text(self, bsn):
        await nobody(digid("bsn"), bsn=bsn)

    async def test_gets_a_lost_zero_back_only_where_the_issuer_is_known_to_lose_it(self):
        short = "10000008"

        assert await whom(digid("bsn", aanvullen=True), bsn=short) == Persoon(Bsn("010000008"))
        await nobody(digid("bsn"), bsn=short)
        await nobody(digid("bsn", aanvullen=True), bsn=short[1:])
        await nobody(digid("bsn", aanvullen=True), bsn=int(short))

    async def test_is_read_from_sub_only_when_the_issuer_says_what_sub_is(self):
        rule = {"pad": ["sub_id_type"], "is": "urn:nl-eid-gdi:1.0:id:BSN"}
        broker = digid("sub", wanneer=rule)

        assert await whom(broker, sub=ANNA, sub_id_type="urn:nl-eid-gdi:1.0:id:BSN") == Persoon(Bsn(ANNA))
        for kind in (..., None, "urn:nl-eid-gdi:1.0:id:RSIN", "urn:nl-eid-gdi:1.0:id:bsn", 1):
            await nobody(broker, sub=ANNA, sub_id_type=kind)


class TestACompany:
    async def test_is_known_by_kvk_rsin_and_vestiging(self):
        claims = {LEGAL_SUBJECT: KVK, "namequalifier": QUALIFIER, "rsin": RSIN, RESTRICTION: VESTIGING}

        bedrijf = await whom(eherkenning(), **claims)

        assert bedrijf == Bedrijf(Kvk(KVK), Rsin(RSIN), Vestigingsnummer(VESTIGING))

    async def test_may_be_known_by_kvk_alone(self):
        assert await whom(eherkenning(), **{LEGAL_SUBJECT: KVK, "namequalifier": QUALIFIER}) == Bedrijf(Kvk(KVK))

    @pytest.mark.parametrize("qualifier", [..., None, "", "urn:etoegang:1.9:EntityConcernedID:RSIN", [QUALIFIER, "x"]])
    async def test_is_nobody_when_the_number_is_of_another_kind(self, qualifier):
        await nobody(eherkenning(), **{LEGAL_SUBJECT: KVK, "namequalifier": qualifier})

    @pytest.mark.parametrize("kvk", [int(KVK), KVK[1:], f"{KVK}0", "00000000", "", f" {KVK}"])
    async def test_is_nobody_when_the_kvk_nummer_is_not_one(self, kvk):
        await nobody(eherkenning(), **{LEGAL_SUBJECT: kvk, "namequalifier": QUALIFIER})

    @pytest.mark.parametrize("vestiging", ["", "37178598", int(VESTIGING), [], [VESTIGING, VESTIGING], {}, "x"])
    async def test_never_loses_a_restriction_to_a_vestiging_that_cannot_be_read(self, vestiging):
        await nobody(eherkenning(), **{LEGAL_SUBJECT: KVK, "namequalifier": QUALIFIER, RESTRICTION: vestiging})

    async def test_with_a_restriction_that_no_rule_reads_is_forbidden(self):
        rule = {name: value for name, value in KVK_RULE.items() if name != "vestiging"}
        broker = Broker("eherkenning", kanaal="ondernemer", betrokkene=[rule])

        with pytest.raises(CallerForbidden):
            await whom(broker, **{LEGAL_SUBJECT: KVK, "namequalifier": QUALIFIER, RESTRICTION: VESTIGING})

    async def test_is_never_read_from_the_bsn_of_somebody(self):
        await nobody(eherkenning())


class TestACondition:
    async def test_may_ask_how_a_claim_begins(self):
        broker = digid("bsn", wanneer={"pad": ["idp_id"], "begint": "S00000000:"})

        assert await whom(broker, idp_id=f"S00000000:{ANNA}")
        assert await whom(broker, idp_id=[f"S00000000:{ANNA}"])
        wrong = (f"S00000001:{ANNA}", f" S00000000:{ANNA}", "", None, 0, {}, [], ["S00000000:", "S00000000:"])
        for value in wrong:
            await nobody(broker, idp_id=value)

    async def test_on_how_a_claim_begins_has_not_read_it(self):
        broker = digid("bsn", wanneer={"pad": ["sel_uid"], "begint": "S"})

        with pytest.raises(CallerForbidden):
            await whom(broker, sel_uid="S1")


class TestSeveralRules:
    both = Broker("beide", betrokkene=[{"type": "bsn", "pad": ["bsn"]}, {"type": "kvk", "pad": ["kvk"]}])

    async def test_lead_to_the_one_that_applies(self):
        assert await whom(self.both) == Persoon(Bsn(ANNA))
        assert await whom(self.both, bsn=..., kvk=KVK) == Bedrijf(Kvk(KVK))
        assert await whom(self.both, bsn=None, kvk=KVK) == Bedrijf(Kvk(KVK))

    async def test_lead_nowhere_when_two_apply_even_if_one_number_is_broken(self):
        await nobody(self.both, kvk=KVK)
        await nobody(self.both, kvk="")
        await nobody(self.both, bsn="", kvk=KVK)


class TestRepresentation:
    @pytest.mark.parametrize("claim", BEKENDE_CLAIMS)
    @pytest.mark.parametrize("value", ["999990020", "", {"sub": {"sub": {}}}, [], False])
    async def test_that_we_do_not_know_how_to_read_is_forbidden(self, claim, value):
        with pytest.raises(CallerForbidden) as refusal:
            await whom(digid("bsn"), **{claim: value})

        assert refusal.value.reden is Ground.REPRESENTATION

    async def test_is_logged_for_operators_without_a_number(self, caplog):
        with pytest.raises(CallerForbidden):
            await whom(digid("bsn"), acting_nin="999990020")

        (record,) = [record for record in caplog.records if record.message == "representation_refused"]
        assert record.uitgever == "digid"
        assert "999990020" not in str(vars(record))

    async def test_is_not_assumed_of_the_claim_that_a_rule_reads(self):
        broker = digid("aanvrager", "bsn")

        assert await whom(broker, bsn=..., aanvrager={"bsn": ANNA})
        with pytest.raises(CallerForbidden):
            await whom(broker, bsn=..., aanvrager={"bsn": ANNA}, gemachtigde={"bsn": "999990020"})

    @pytest.mark.parametrize(
        "claim",
        [
            "urn:etoegang:1.9:ServiceRestriction:SubdossierNr",
            "urn:etoegang:1.13:ServiceRestriction:Vestigingsnr",
            "urn:etoegang:core:ServiceRestriction",
            "urn:etoegang:1.9:ServiceRestriction:Vestigingsnr ",
            "urn:etoegang:1.9:IntermediateEntityID:RSIN",
            "urn:etoegang:1.13:IntermediateEntityID:KvKnr",
            "URN:etoegang:core:intermediateEntityID:KvKnr",
            "urn:nl-eid-gdi:1.1:ActingSubjectID",
            "urn:nl-eid-gdi:core:LegalSubjectID",
            "urn:nl-eid-gdi:2:ServiceUUID",
        ],
    )
    async def test_is_known_in_every_version_of_a_standard(self, claim):
        with pytest.raises(CallerForbidden):
            await whom(digid("bsn"), **{claim: "x"})

    @pytest.mark.parametrize("claim", ["urn:etoegang:core:ServiceID", "urn:nl-eid-gdi:1.0:id", "ServiceRestriction"])
    async def test_is_not_seen_in_what_only_looks_like_it(self, claim):
        assert await whom(digid("bsn"), **{claim: "x"})

    @pytest.mark.parametrize("configured", [["namens"], []])
    async def test_is_known_by_what_is_configured_and_by_what_everybody_knows(self, configured):
        broker = Broker("digid", vertegenwoordiging={"bekendeClaims": configured})

        for claims in ({"acting_nin": "999990020"}, *({name: {}} for name in configured)):
            with pytest.raises(CallerForbidden):
                await whom(broker, **claims)

    async def test_is_left_out_by_its_own_name_alone(self):
        ignored = ["vestiging", "gemachtigde.bsn", RESTRICTION]
        broker = Broker("digid", vertegenwoordiging={"bekendeClaims": ["namens"], "negeerClaims": ignored})

        assert await whom(broker, **dict.fromkeys(ignored, VESTIGING))
        assert await whom(broker, **{"vestiging.nummer": VESTIGING})
        for known in ("gemachtigde", "gemachtigde.kvk", "namens", f"{RESTRICTION}2", "act"):
            with pytest.raises(CallerForbidden):
                await whom(broker, **{known: "x"})
