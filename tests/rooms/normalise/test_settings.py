"""What decides how a zaak is shown: settings that contradict each other stop the start."""

import pytest
from pydantic import ValidationError

from mijnzaken_bff.contract.fase import Fase
from mijnzaken_bff.normalise.settings import Fasen, Weergave, Zichtbaarheid


@pytest.mark.parametrize(
    ("told", "where"),
    [
        pytest.param({"namen": {"Klaar": "afgerond"}}, "namen.klaar", id="by name"),
        pytest.param(
            {"zaaktypen": {"ZT": {"statussen": {"Klaar": {"fase": "afgerond"}}}}}, "zaaktypen.ZT.statussen.Klaar.fase",
            id="by zaaktype",
        ),
        pytest.param(
            {"zaaktypen": {"ZT": {"statussen": {4: {"fase": "afgerond"}}}}}, "zaaktypen.ZT.statussen.4.fase",
            id="by volgnummer",
        ),
    ],
)  # fmt: skip
def test_a_status_is_not_called_closed_where_only_an_einddatum_closes(told, where):
    with pytest.raises(ValidationError, match=where):
        Fasen.model_validate(told)

    assert Fasen.model_validate({**told, "eindstatusSluit": True}).eindstatus_sluit


def test_a_zaaktype_is_not_both_shown_and_refused():
    with pytest.raises(ValidationError, match="ZT-A staat in toon en in weiger"):
        Zichtbaarheid.model_validate({"zaaktypen": {"toon": ["ZT-A", "ZT-B"], "weiger": ["ZT-A"]}})


@pytest.mark.parametrize(
    "told",
    [
        {"onbekend": 1}, {"fasen": {"betekenis": "allebei"}}, {"fasen": {"namen": {"x": "bijna"}}},
        {"toon": {"alles": True}}, {"portaal": "mijn.waterdam.example"}, {"portaal": "ftp://x.example/{uuid}"},
        {"portaal": "https://x.example/{uuid}/{uuid}"}, {"portaal": "https://x.example/{naam}"},
        {"fasen": {"zaaktypen": {"ZT": {"titel": ""}}}},
    ],
    ids=str,
)  # fmt: skip
def test_a_setting_that_means_nothing_is_refused(told):
    with pytest.raises(ValidationError):
        Weergave.model_validate(told)


@pytest.mark.parametrize("portaal", [None, "https://mijn.waterdam.example/{uuid}", "https://mijn.waterdam.example/"])
def test_the_address_of_a_portal_may_hold_the_uuid(portaal):
    assert Weergave.model_validate({"portaal": portaal}).portaal == portaal


def test_without_a_word_of_configuration_little_is_shown():
    view, policy = Weergave(), Zichtbaarheid()

    assert (view.toon.omschrijving, view.toon.toelichting, view.toon.redenen) == (True, False, False)
    assert view.fasen.zonder_status is Fase.GEREGISTREERD
    assert not view.fasen.eindstatus_sluit
    assert policy.maximaal == "zaakvertrouwelijk"
    assert policy.rollen == {"initiator", "mede_initiator"}
    assert not policy.needs_zaaktype


@pytest.mark.parametrize(
    ("told", "needs"),
    [
        ({}, False),
        ({"intern": "weiger"}, True),
        ({"zaaktypen": {"toon": ["ZT-A"]}}, True),
        ({"zaaktypen": {"weiger": ["ZT-A"]}}, True),
        ({"maximaal": "openbaar"}, False),
    ],
)
def test_a_rule_about_zaaktypen_needs_the_zaaktype(told, needs):
    assert Zichtbaarheid.model_validate(told).needs_zaaktype is needs


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"soorten": {"toon": ["Brief"], "weiger": ["BRIEF!"]}}, "brief staat in toon en in weiger"),
        ({"soorten": {"weiger": ["--"]}}, "een soort heeft een naam"),
        ({"statussen": []}, "statussen"),
        ({"statussen": ["klaar"]}, "statussen"),
        ({"maximaal": "niet zo heel geheim"}, "maximaal"),
        ({"tonenAanInitiator": "soms"}, "tonenAanInitiator"),
    ],
)
def test_a_rule_about_documents_that_means_nothing_is_refused(told, says):
    with pytest.raises(ValidationError, match=says):
        Zichtbaarheid.model_validate({"documenten": told})


def test_without_a_word_of_configuration_only_what_is_final_and_not_confidential_is_shown_of_documents():
    policy = Zichtbaarheid().documenten

    assert policy.statussen == {"definitief", "gearchiveerd"}
    assert policy.maximaal == "zaakvertrouwelijk"
    assert not policy.soorten.needs_soort
    assert policy.tonen_aan_initiator == "negeer"
    assert policy.model_dump(mode="json")["statussen"] == ["definitief", "gearchiveerd"]


@pytest.mark.parametrize("waarvoor", [{"Zone": "Gebied", "zone!": "Wijk"}, {"--": "x"}, {"Zone": ""}])
def test_each_eigenschap_has_one_name_to_show(waarvoor):
    with pytest.raises(ValidationError):
        Weergave.model_validate({"fasen": {"zaaktypen": {"ZT": {"waarvoor": waarvoor}}}})
