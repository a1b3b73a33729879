"""A bearer token becomes a caller: what is accepted, and in how many ways it is not."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mijnzaken_bff.domain.betrokkene import Persoon
from mijnzaken_bff.domain.caller import Kanaal, Vertegenwoordiging
from mijnzaken_bff.domain.niveau import Niveau
from mijnzaken_bff.domain.nummers import Bsn
from mijnzaken_bff.identity.jwks import Key, KeySet
from mijnzaken_bff.identity.keys import KeyStore
from mijnzaken_bff.identity.refusals import CallerForbidden, Ground, Reason, StepUpRequired, TokenRejected
from mijnzaken_bff.identity.sleutelbron import Gelezen
from mijnzaken_bff.identity.token import TokenVerifier
from tests.rooms.identity.issuer import ANNA, NOW, SUBSTANTIEEL, Broker, Door, part, private_key, public_jwk

SECONDS = int(NOW.timestamp())
LEEWAY = 30
DAY = 86400


async def rejected(door, token, reason):
    with pytest.raises(TokenRejected) as refusal:
        await door.enter(token)
    assert (refusal.value.error, refusal.value.reden) == ("invalid_token", reason)


class TestAGoodToken:
    @pytest.mark.parametrize("alg", ["RS256", "PS256", "ES256", "EdDSA"])
    async def test_of_every_algorithm_names_its_caller(self, door, broker, alg):
        caller = await door.enter(broker.token(alg))

        assert caller.betrokkene == Persoon(Bsn(ANNA))
        assert (caller.kanaal, caller.uitgever) == (Kanaal.BURGER, "digid")
        assert caller.expires == NOW + timedelta(seconds=600)
        assert caller.vertegenwoordiging is Vertegenwoordiging.GEEN

    async def test_tells_how_strong_the_login_was(self, door, broker):
        assert (await door.enter(broker.token())).niveau is Niveau.SUBSTANTIEEL
        assert (await door.enter(broker.token(acr="http://eidas.europa.eu/LoA/high"))).niveau is Niveau.HOOG

    @pytest.mark.parametrize(
        ("claims", "klant"),
        [
            ({"azp": "portaal"}, "portaal"),
            ({"client_id": "portaal"}, "portaal"),
            ({"azp": "portaal", "client_id": "ander"}, "portaal"),
            ({}, None),
            ({"azp": ["portaal"]}, None),
        ],
    )
    async def test_names_the_client_it_was_given_to(self, door, broker, claims, klant):
        assert (await door.enter(broker.token(**claims))).klant == klant

    async def test_is_judged_by_the_keys_of_its_own_issuer(self):
        digid, wallet = Broker("digid"), Broker("wallet")
        door = Door(digid, wallet)

        assert (await door.enter(digid.token())).uitgever == "digid"
        assert (await door.enter(wallet.token("ES256"))).uitgever == "wallet"
        assert sorted(door.publisher.asked) == sorted([digid.jwks_url, wallet.jwks_url])

    @pytest.mark.parametrize("alg", ["RS256", "PS256"])
    async def test_may_be_signed_by_a_key_that_is_published_for_that_algorithm_alone(self, door, broker, alg):
        key = broker.keys["digid-RSA"]
        door.publisher.answers[broker.jwks_url] = {"keys": [public_jwk(key, kid="digid-RSA", alg="PS256")]}

        if alg == "PS256":
            assert await door.enter(broker.token(alg))
        else:
            await rejected(door, broker.token(alg), Reason.KEY)

    async def test_without_kid_is_accepted_when_only_one_key_can_be_meant(self, door, broker):
        assert await door.enter(broker.token(header={"kid": ...}))

    async def test_without_kid_is_rejected_when_two_keys_could_be_meant(self, door, broker):
        keys = [*broker.jwks()["keys"], public_jwk(Broker("other").keys["other-RSA"], kid="second")]
        door.publisher.answers[broker.jwks_url] = {"keys": keys}

        await rejected(door, broker.token(header={"kid": ...}), Reason.KEY)

    @pytest.mark.parametrize("scheme", ["Bearer ", "bearer ", "BEARER ", "Bearer   "])
    async def test_is_welcome_however_the_scheme_is_written(self, door, broker, scheme):
        assert await door.verifier.verify([scheme + broker.token()])


class TestTheHeaderOfTheRequest:
    @pytest.mark.parametrize("values", [[], [""], ["Basic YTpi"], ["Token abc"], ["DPoP a.b.c"], ["Bearerabc"]])
    async def test_without_bearer_token_gets_a_challenge_without_error(self, door, values):
        with pytest.raises(TokenRejected) as refusal:
            await door.verifier.verify(values)

        assert (refusal.value.error, refusal.value.reden) == (None, Reason.MISSING)

    async def test_that_comes_twice_is_rejected_even_with_the_same_token(self, door, broker):
        header = f"Bearer {broker.token()}"

        with pytest.raises(TokenRejected) as refusal:
            await door.verifier.verify([header, header])

        assert refusal.value.reden is Reason.SEVERAL

    @pytest.mark.parametrize(
        "token",
        ["", "a", "a.b", "a.b.c", "a.b.c.d", "a..c", "é.é.é", "e30.e30.", "e30.e30.AA ", "\te30.e30.AA", "e30.e30.AA==",
         "e30.e30.AA, Bearer e30.e30.AA", f"{part([])}.{part({})}.AA", f"{part({})}.{part('x')}.AA",
         f"{part(b'[' * 5000)}.{part({})}.AA", f"{part({})}.{part(b'[' * 5000)}.AA", f"{part(b'x' * 9)}.e30.AA",
         f"{part({})}.{part(b'9' * 5000)}.AA", f"{part(chr(0xFEFF).encode() + b'{}')}.e30.AA"],
    )  # fmt: skip
    async def test_that_holds_no_token_of_three_readable_parts_is_rejected(self, door, token):
        await rejected(door, token, Reason.MALFORMED)

    async def test_may_hold_eight_kibibyte_and_not_one_more(self, door, broker):
        bare = broker.token(vulling="")
        room = 8192 - len(bare)
        fitting = broker.token(vulling="x" * (room * 3 // 4 - 2))
        too_large = broker.token(vulling="x" * (room * 3 // 4 + 2))
        assert len(fitting) <= 8192 < len(too_large)

        assert await door.enter(fitting)
        await rejected(door, too_large, Reason.MALFORMED)


class TestAForgedToken:
    @pytest.mark.parametrize("alg", ["none", "None", "nOnE", "NONE", ""])
    async def test_without_algorithm_is_rejected_and_nothing_is_fetched(self, door, broker, alg):
        header = part({"alg": alg, "kid": "digid-RSA", "typ": "at+jwt"})

        await rejected(door, f"{header}.{part(broker.claims())}.AA", Reason.ALGORITHM)
        assert door.fetches == 0

    @pytest.mark.parametrize("form", ["pem", "jwk"])
    async def test_with_the_public_key_as_a_shared_secret_is_rejected(self, door, broker, form):
        public = broker.keys["digid-RSA"].public_key()
        secret = (
            public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            if form == "pem"
            else json.dumps(broker.jwks()["keys"][0]).encode()
        )
        signing_input = f"{part({'alg': 'HS256', 'kid': 'digid-RSA', 'typ': 'at+jwt'})}.{part(broker.claims())}"
        signature = hmac.digest(secret, signing_input.encode(), hashlib.sha256)

        await rejected(door, f"{signing_input}.{part(signature)}", Reason.ALGORITHM)

    async def test_signed_by_one_issuer_in_the_name_of_another_is_rejected_both_ways(self):
        digid, wallet = Broker("digid"), Broker("wallet")
        door = Door(digid, wallet)

        for signer, named in ((digid, wallet), (wallet, digid)):
            own_kid = signer.sign(named.claims())
            their_kid = signer.sign(named.claims(), kid=f"{named.name}-RSA")
            await rejected(door, own_kid, Reason.KEY)
            await rejected(door, their_kid, Reason.SIGNATURE)

    async def test_that_was_changed_after_signing_is_rejected(self, door, broker):
        head, _, signature = broker.token().split(".")

        await rejected(door, f"{head}.{part(broker.claims(bsn='999990020'))}.{signature}", Reason.SIGNATURE)

    @pytest.mark.parametrize("variant", ["/", " ", ".evil", "%2F"])
    async def test_of_an_issuer_that_only_looks_like_ours_is_rejected_and_nothing_is_fetched(
        self, door, broker, variant
    ):
        await rejected(door, broker.token(iss=broker.issuer + variant), Reason.ISSUER)
        await rejected(door, broker.token(iss=broker.issuer.upper()), Reason.ISSUER)
        assert door.fetches == 0

    @pytest.mark.parametrize("iss", [..., None, 1, True, ["https://digid.example/realms/burger"], {}])
    async def test_without_a_text_as_issuer_is_rejected(self, door, broker, iss):
        await rejected(door, broker.token(iss=iss), Reason.ISSUER)

    @pytest.mark.parametrize("member", ["crit", "jku", "x5u", "jwk", "x5c", "b64"])
    @pytest.mark.parametrize("value", ["https://evil.example/keys", None, True, ["exp"], {}])
    async def test_that_names_a_key_or_an_extension_itself_is_rejected(self, door, broker, member, value):
        await rejected(door, broker.token(header={member: value}), Reason.HEADER)
        assert door.fetches == 0

    @pytest.mark.parametrize(
        "kid",
        [1, True, [], {}, "", "x" * 10_000, "x" * 129, "../../etc/passwd\x00", "' OR 1=1 --", "a b", "a\n", "é",
         "kid\u202e"],
    )  # fmt: skip
    async def test_with_a_hostile_kid_is_rejected_and_nothing_is_fetched(self, door, broker, kid):
        with pytest.raises(TokenRejected):
            await door.enter(broker.token(header={"kid": kid}))
        assert door.fetches == 0

    @pytest.mark.parametrize("alg", [..., None, 1, ["RS256"], {}])
    async def test_whose_algorithm_is_no_text_is_rejected(self, door, broker, alg):
        members = {"kid": "digid-RSA", "typ": "at+jwt"} | ({} if alg is ... else {"alg": alg})

        await rejected(door, f"{part(members)}.{part(broker.claims())}.AA", Reason.HEADER)

    async def test_with_an_algorithm_that_this_issuer_does_not_use_is_rejected(self):
        broker = Broker("digid", algoritmen=["PS256"])

        await rejected(Door(broker), broker.token("RS256"), Reason.ALGORITHM)

    async def test_with_a_claim_that_stands_there_twice_is_rejected(self, door, broker):
        claims = json.dumps(broker.claims())
        doubled = f'{claims[:-1]}, "bsn": "999990020"}}'.encode()

        await rejected(door, broker.sign(doubled), Reason.MALFORMED)

    async def test_t03_signed_by_a_short_key_is_rejected_also_if_the_key_had_come_past_our_filter(self, broker):
        """Two nets: ``identity.jwks`` leaves short keys out, and what verifies the signature measures them again."""
        short, long_enough = private_key("RSA-1024", "short"), broker.keys["digid-RSA"]

        class Unfiltered:
            async def read(self):
                rsa = frozenset({"RS256", "PS256"})
                return Gelezen(
                    KeySet([Key("short", rsa, short.public_key()), Key("long", rsa, long_enough.public_key())])
                )

        door = Door(broker)
        store = KeyStore(broker.uitgever, Unfiltered(), clock=door.clock, spawn=door._spawn)
        verifier = TokenVerifier([broker.uitgever], {"digid": store}, door.clock)

        for alg in ("RS256", "PS256"):
            assert await verifier.verify([f"Bearer {broker.sign(broker.claims(), alg, long_enough, {'kid': 'long'})}"])
            with pytest.raises(TokenRejected) as refusal:
                await verifier.verify([f"Bearer {broker.sign(broker.claims(), alg, short, {'kid': 'short'})}"])
            assert refusal.value.reden is Reason.CLAIMS


class TestTheKindOfToken:
    @pytest.mark.parametrize("typ", ["at+jwt", "AT+JWT", "application/at+jwt", "JWT", "jwt"])
    async def test_is_written_in_several_ways(self, door, broker, typ):
        assert await door.enter(broker.token(header={"typ": typ}))

    @pytest.mark.parametrize("typ", [..., None, "", "logout+jwt", "secevent+jwt", "at+jwt2", "application/"])
    async def test_must_be_an_access_token(self, door, broker, typ):
        await rejected(door, broker.token(header={"typ": typ}), Reason.TOKEN_TYPE)

    @pytest.mark.parametrize("claim", ["nonce", "at_hash", "c_hash", "events"])
    async def test_is_betrayed_by_a_claim_that_access_tokens_do_not_have(self, door, broker, claim):
        await rejected(door, broker.token(**{claim: "x"}), Reason.TOKEN_TYPE)

    @pytest.mark.parametrize("typ", ["ID", "Refresh", "Offline", "Logout"])
    async def test_is_betrayed_by_what_keycloak_writes_in_its_payload(self, door, broker, typ):
        await rejected(door, broker.token(typ=typ), Reason.TOKEN_TYPE)

    @pytest.mark.parametrize("typ", ["Bearer", "at+jwt", 1, ["ID"], {}])
    async def test_is_not_asked_of_the_payload_where_the_issuer_does_not_say_so(self, door, broker, typ):
        assert await door.enter(broker.token(typ=typ))

    @pytest.mark.parametrize("typ", [..., "ID", "Refresh", "bearer", ["Bearer"]])
    async def test_can_be_told_by_the_payload_where_the_issuer_says_so(self, typ):
        broker = Broker("keycloak", payloadTyp="Bearer")
        door = Door(broker)

        assert await door.enter(broker.token(typ="Bearer"))
        await rejected(door, broker.token(typ=typ), Reason.TOKEN_TYPE)

    async def test_that_is_bound_to_a_key_of_the_client_is_no_bearer_token(self, door, broker):
        await rejected(door, broker.token(cnf={"x5t#S256": "x"}), Reason.BOUND)


class TestTheAudience:
    @pytest.mark.parametrize("aud", ["mijnzaken-bff", ["mijnzaken-bff"], ["account", "mijnzaken-bff"]])
    async def test_holds_us(self, door, broker, aud):
        assert await door.enter(broker.token(aud=aud))

    @pytest.mark.parametrize(
        "aud",
        [..., None, "", [], "account", ["account"], "mijnzaken-bff-evil", "evil-mijnzaken-bff", "mijnzaken", 1, {},
         {"mijnzaken-bff": 1}, ["mijnzaken-bff", 1], [["mijnzaken-bff"]], "MIJNZAKEN-BFF"],
    )  # fmt: skip
    async def test_of_somebody_else_is_rejected(self, door, broker, aud):
        await rejected(door, broker.token(aud=aud), Reason.CLAIMS)

    async def test_may_be_ours_alone_where_the_issuer_says_so(self):
        broker = Broker("digid", doelgroepModus="exact")
        door = Door(broker)

        assert await door.enter(broker.token())
        await rejected(door, broker.token(aud=["mijnzaken-bff"]), Reason.CLAIMS)
        await rejected(door, broker.token(aud=["mijnzaken-bff", "account"]), Reason.CLAIMS)


class TestTheTimes:
    async def test_a_token_lives_until_its_end_and_the_leeway_and_not_a_second_more(self, door, broker):
        token = broker.token(exp=SECONDS)

        door.clock.advance(LEEWAY - 1)
        assert await door.enter(token)
        door.clock.advance(1)
        await rejected(door, token, Reason.TIME)
        door.clock.advance(1)
        await rejected(door, token, Reason.TIME)

    @pytest.mark.parametrize("claim", ["nbf", "iat"])
    async def test_a_token_of_the_future_is_accepted_within_the_leeway_only(self, door, broker, claim):
        assert await door.enter(broker.token(**{claim: SECONDS + LEEWAY}))
        await rejected(door, broker.token(**{claim: SECONDS + LEEWAY + 1}), Reason.TIME)

    async def test_a_token_that_was_given_too_long_ago_is_rejected_although_it_has_not_ended(self, door, broker):
        assert await door.enter(broker.token(iat=SECONDS - 3600 - LEEWAY))
        await rejected(door, broker.token(iat=SECONDS - 3600 - LEEWAY - 1), Reason.TIME)

    async def test_a_token_that_is_valid_for_longer_than_a_day_is_rejected_from_its_first_second(self, door, broker):
        assert await door.enter(broker.token(exp=SECONDS + DAY))
        await rejected(door, broker.token(exp=SECONDS + DAY + 1), Reason.TIME)
        await rejected(door, broker.token(exp=SECONDS + 13 * 30 * DAY), Reason.TIME)

    async def test_how_long_a_token_may_be_valid_is_the_choice_of_the_gemeente(self):
        door = Door(broker := Broker("portaal", maximaleDuur="60s"))

        assert await door.enter(broker.token(exp=SECONDS + 60))
        await rejected(door, broker.token(exp=SECONDS + 61), Reason.TIME)

    async def test_a_token_that_does_not_say_when_it_was_given_has_a_day_left_at_most(self):
        broker = Broker("digid", maximaleLeeftijd=None, vereisteClaims=["iss", "aud", "exp"])
        door = Door(broker)

        assert await door.enter(broker.token(iat=..., exp=SECONDS + DAY))
        await rejected(door, broker.token(iat=..., exp=SECONDS + DAY + 1), Reason.TIME)

    async def test_the_age_is_not_asked_where_the_issuer_gives_none(self):
        broker = Broker("digid", maximaleLeeftijd=None, vereisteClaims=["iss", "aud", "exp"])

        assert await Door(broker).enter(broker.token(iat=..., sub=...))

    async def test_nothing_says_no_more_than_no_claim(self, door, broker):
        free = Broker("vrij", maximaleLeeftijd=None, vereisteClaims=["iss", "aud", "exp"])

        assert await door.enter(broker.token(nbf=None))
        assert await Door(free).enter(free.token(iat=None, nbf=None))

    @pytest.mark.parametrize("claim", ["exp", "iat", "sub"])
    @pytest.mark.parametrize("value", [..., None])
    async def test_a_required_claim_must_be_there(self, door, broker, claim, value):
        await rejected(door, broker.token(**{claim: value}), Reason.CLAIMS)

    @pytest.mark.parametrize("claim", ["exp", "nbf", "iat"])
    @pytest.mark.parametrize("value", [str(SECONDS), "", True, False, [SECONDS], {}, -1, 10**18, 10**400])
    async def test_a_moment_that_is_no_sensible_number_is_rejected(self, door, broker, claim, value):
        await rejected(door, broker.token(**{claim: value}), Reason.TIME)

    @pytest.mark.parametrize("claim", ["exp", "nbf", "iat"])
    @pytest.mark.parametrize(
        ("raw", "reason"),
        [
            ("1e999", Reason.TIME),
            ("-1e999", Reason.TIME),
            ("Infinity", Reason.MALFORMED),
            ("NaN", Reason.MALFORMED),
        ],
    )
    async def test_infinity_is_no_moment(self, door, broker, claim, raw, reason):
        claims = json.dumps(broker.claims(**{claim: 4711})).replace("4711", raw).encode()

        await rejected(door, broker.sign(claims), reason)

    async def test_a_moment_may_have_a_fraction(self, door, broker):
        caller = await door.enter(broker.token(exp=SECONDS + 0.5, iat=SECONDS - 0.5))

        assert caller.expires == NOW + timedelta(seconds=0.5)


class TestTheLevel:
    @pytest.mark.parametrize("acr", [SUBSTANTIEEL, "urn:etoegang:core:assurance-class:loa4"])
    async def test_that_is_high_enough_is_accepted(self, door, broker, acr):
        assert await door.enter(broker.token(acr=acr))

    @pytest.mark.parametrize(
        "acr",
        [..., None, "", "0", "1", 1, [SUBSTANTIEEL], {}, SUBSTANTIEEL.upper(), "http://eidas.europa.eu/LoA/low",
         "urn:etoegang:core:assurance-class:loa2plus",
         "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract"],
    )  # fmt: skip
    async def test_that_is_low_unknown_or_missing_asks_for_a_stronger_login(self, door, broker, acr):
        with pytest.raises(StepUpRequired) as refusal:
            await door.enter(broker.token(acr=acr))

        assert refusal.value.acr_values[0] == "http://eidas.europa.eu/LoA/substantial"
        assert "http://eidas.europa.eu/LoA/high" in refusal.value.acr_values
        assert "http://eidas.europa.eu/LoA/low" not in refusal.value.acr_values

    async def test_has_only_the_names_that_were_configured(self):
        waarden = {"1": "basis", "DigiD Hoog": "hoog", "2": "substantieel"}
        broker = Broker("keycloak", betrouwbaarheid={"minimum": "substantieel", "waarden": waarden})
        door = Door(broker)

        assert await door.enter(broker.token(acr="2"))
        assert await door.enter(broker.token(acr="DigiD Hoog"))
        for acr in ("1", SUBSTANTIEEL):
            with pytest.raises(StepUpRequired) as refusal:
                await door.enter(broker.token(acr=acr))
            assert refusal.value.acr_values == ("2",)

    async def test_may_be_fixed_for_an_issuer_that_gives_none_and_a_claim_still_wins(self):
        broker = Broker("digid", betrouwbaarheid={"minimum": "substantieel", "ontbreekt": "substantieel"})
        door = Door(broker)

        assert await door.enter(broker.token(acr=...))
        with pytest.raises(StepUpRequired):
            await door.enter(broker.token(acr="http://eidas.europa.eu/LoA/low"))


class TestWhatTheCallerMay:
    async def test_a_token_for_another_client_is_forbidden(self):
        broker = Broker("digid", klanten=["mijnomgeving"])
        door = Door(broker)

        assert await door.enter(broker.token(azp="mijnomgeving"))
        assert await door.enter(broker.token(client_id="mijnomgeving"))
        for claims in ({}, {"azp": "other"}, {"azp": "mijnomgeving", "client_id": "other"}, {"azp": ["mijnomgeving"]}):
            with pytest.raises(CallerForbidden) as refusal:
                await door.enter(broker.token(**claims))
            assert refusal.value.reden is Ground.CLIENT

    @pytest.mark.parametrize("scope", ["zaken.lezen", "openid zaken.lezen", ["zaken.lezen", "openid"]])
    async def test_a_scope_is_a_word_or_an_array(self, scope):
        broker = Broker("digid", scopes={"pad": ["scope"], "vereist": ["zaken.lezen"]})

        assert await Door(broker).enter(broker.token(scope=scope))

    @pytest.mark.parametrize("scope", [..., None, "", "zaken.lezen2", "zaken", 1, {}, [["zaken.lezen"]], ["openid", 1]])
    async def test_without_the_scope_the_caller_is_forbidden(self, scope):
        broker = Broker("digid", scopes={"pad": ["scope"], "vereist": ["zaken.lezen"]})

        with pytest.raises(CallerForbidden) as refusal:
            await Door(broker).enter(broker.token(scope=scope))

        assert refusal.value.reden is Ground.SCOPE
