"""The record of a session, without Streamlit."""

from explainer.controls.session import Session
from explainer.networks import NetworkSettings
from explainer.pages.bench.settings import BenchSettings
from explainer.pages.exercises.settings import ExerciseSettings

PLACE = "http://127.0.0.1/bench", {}


def session(**link):
    return Session(PLACE, {name: [text] for name, text in link.items()})


def test_a_link_is_read_once_and_for_all_settings_that_share_it():
    visit = session(D="7", op1="∘", step="3")
    assert visit.read_link(NetworkSettings, {}) == []
    assert visit.read["D"] == 7
    visit.link["D"] = ["2"]
    assert set(visit.unread(BenchSettings)) == BenchSettings.own()
    assert visit.read_link(BenchSettings, {}) == []
    assert (visit.read["D"], visit.read["op1"]) == (7, "∘")
    assert "step" not in visit.read
    assert visit.unread(BenchSettings) == []


def test_a_bound_that_depends_on_a_widget_is_the_widgets():
    visit = session(target="4")
    visit.read = {"K": 3}
    assert visit.read_link(NetworkSettings, {"K": 5}) == []
    assert visit.read["target"] == 4
    (refusal,) = session(target="4").read_link(NetworkSettings, {})
    assert (refusal.name, refusal.used) == ("target", 0)


def test_a_refusal_goes_when_its_setting_changes():
    visit = session(D="99", seed="x")
    visit.read_link(NetworkSettings, {})
    assert [refusal.name for refusal in visit.refusals(NetworkSettings)] == ["D", "seed"]
    assert not visit.drop_refusals(NetworkSettings())
    assert visit.drop_refusals(NetworkSettings(seed=6))
    assert [refusal.name for refusal in visit.refusals(BenchSettings)] == ["D"]
    visit.begin_again("D", 4)
    assert visit.refusals(NetworkSettings) == []


def test_answers_stay_while_they_are_about_the_same():
    visit = session()
    visit.kept("predictions", 1)["shape"] = "3×5"
    assert visit.kept("predictions", 1) == {"shape": "3×5"}
    assert visit.kept("exercises", None) == {}
    assert visit.kept("predictions", 2) == {}


def test_two_sessions_share_nothing():
    one, other = session(), session()
    one.kept("a", 0)["x"] = 1
    one.refused["D"] = one.link["D"] = ["1"]
    assert (other.answers, other.refused, other.link) == ({}, {}, {})


def test_a_page_has_parameters_of_its_own():
    assert "op1" in BenchSettings.own() and "D" not in BenchSettings.own()
    assert "set" not in ExerciseSettings.own() and "number" in ExerciseSettings.own()
