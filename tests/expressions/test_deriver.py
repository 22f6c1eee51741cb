"""Asking SymPy: an ask waits only for a short time, whatever others ask."""

import json
import random
import sys
import threading
import time

import pytest

from explainer.expressions import deriver
from explainer.expressions.deriver import Answer, Deriver

# A worker that answers at once. "hang" gets no answer, "half" no proof; "die" ends it.
FAKE = """
import sys
print("ready", flush=True)
for line in sys.stdin:
    word = line.strip()
    if word.startswith("die"):
        sys.exit()
    if word.startswith("hang"):
        sys.stdin.read()
    print("null" if word == "none" else f'"{word}"', flush=True)
    if word.startswith("half"):
        sys.stdin.read()
    print("null" if word == "unproved" else "[]", flush=True)
"""
COMMAND = (sys.executable, "-I", "-S", "-c", FAKE)
PATIENT = 30.0  # seconds: for what is instant, on a busy machine


@pytest.fixture
def fake():
    one = Deriver(limit=PATIENT, wait=PATIENT, command=COMMAND)
    yield one
    one.stop()


def said(answer):
    return answer.read()[0]


def waited(condition):
    """Tell whether the condition becomes true in time."""
    return waited_for(PATIENT, condition)


def waited_for(seconds, condition):
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.005)
    return condition()


def both_idle(one):
    one.start()
    return waited(lambda: one._idle.qsize() == deriver.PROCESSES)


def test_it_starts_later_unless_somebody_asks(fake):
    fake.start(after=PATIENT)
    fake.start()  # does nothing
    assert not waited_for(0.1, lambda: fake._processes)
    assert fake.wait_until_ready(PATIENT)
    assert both_idle(fake)


def test_a_question_has_two_answers_and_each_process_takes_the_next_question(fake):
    for word in "abcdef":
        assert fake.ask(word) == Answer(f'"{word}"', "[]", None)
        assert fake.ask(word).read() == (word, [])
    assert both_idle(fake)
    assert len(fake._processes) == deriver.PROCESSES


def test_what_sympy_does_not_find_is_said(fake):
    assert fake.ask("none") == Answer("null", "[]", "SymPy cannot write it out")
    assert fake.ask("unproved") == Answer('"unproved"', "null", "SymPy fails at the proof")


def test_the_limit_ends_the_work_and_another_process_takes_its_place(fake):
    assert both_idle(fake)
    before = set(fake._processes)
    fake.limit = 0.05
    assert fake.ask("hang") == Answer(reason="SymPy needs more than 0.05 seconds")
    fake.limit = PATIENT
    assert both_idle(fake)
    (ended,) = before - fake._processes
    assert not ended.is_running
    assert ended._process.returncode is not None  # waited for: no zombie
    assert said(fake.ask("next")) == "next"


def test_formulas_that_came_in_time_are_kept_without_the_proof(fake):
    assert fake.wait_until_ready(PATIENT)
    fake.limit = 0.5
    answer = fake.ask("half")
    assert answer == Answer('"half"', "null", "SymPy needs more than 0.5 seconds for the proof")
    assert fake.ask("half") is answer


def test_what_took_too_long_is_not_asked_again_at_once_and_later_is(fake, monkeypatch):
    assert both_idle(fake)
    fake.limit = 0.05
    first = fake.ask("hang")
    assert fake.ask("hang") is first
    monkeypatch.setattr(deriver, "AGAIN", 0)
    assert fake.ask("hang") == first
    assert fake.ask("hang") is not first


def test_a_process_that_dies_of_a_question_is_replaced(fake):
    assert fake.ask("die").reason == "SymPy gives up"
    assert said(fake.ask("next")) == "next"
    assert both_idle(fake)


def test_a_process_that_died_while_idle_is_replaced(fake):
    assert both_idle(fake)
    for process in set(fake._processes):
        process.kill()
        process._process.wait()
    assert said(fake.ask("next")) == "next"
    assert both_idle(fake)


def test_one_who_asks_for_what_takes_long_leaves_a_process_to_others(fake):
    assert both_idle(fake)
    looping = threading.Thread(target=fake.ask, args=["hang"])
    looping.start()
    assert waited(lambda: fake._idle.qsize() == 1)
    fake.wait = 1.0
    start = time.monotonic()
    assert said(fake.ask("other")) == "other"
    assert time.monotonic() - start < 1
    fake.stop()
    looping.join()


def test_who_finds_all_busy_is_told_so_and_may_ask_again(fake):
    assert both_idle(fake)
    looping = [threading.Thread(target=fake.ask, args=[f"hang {k}"]) for k in range(2)]
    for thread in looping:
        thread.start()
    assert waited(fake._idle.empty)
    fake.wait = 0.05
    assert fake.ask("other") == Answer(reason="SymPy is busy with other functions")
    fake.wait = PATIENT
    for process in set(fake._processes):
        process.kill()
    assert said(fake.ask("other")) == "other"
    for thread in looping:
        thread.join()


def test_while_the_processes_start_nobody_waits_longer():
    silent = Deriver(limit=PATIENT, wait=0.05, command=(*COMMAND[:-1], "input()"))
    start = time.monotonic()
    assert silent.ask("a") == Answer(reason="SymPy is still starting")
    assert time.monotonic() - start < 1
    silent.stop()
    assert waited(lambda: not silent._starting)


def test_where_no_process_can_run_that_is_said_and_not_tried_again_at_once(monkeypatch):
    for command in (("/nowhere/python",), (sys.executable, "-c", "")):
        broken = Deriver(wait=0.05, command=command)
        assert not broken.wait_until_ready(0.2)
        assert waited(lambda broken=broken: broken.is_broken)
        assert broken.ask("a") == Answer(reason="SymPy does not run here")
        broken.command = COMMAND
        assert broken.ask("a").reason == "SymPy does not run here"
        monkeypatch.setattr(deriver, "AGAIN", 0)
        broken.wait = PATIENT
        assert said(broken.ask("a")) == "a"
        monkeypatch.undo()
        broken.stop()


def test_what_is_remembered_is_bounded_and_the_last_used_stays(fake, monkeypatch):
    monkeypatch.setattr(deriver, "REMEMBERED", 2)
    first = fake.ask("a")
    for word in "bac":
        fake.ask(word)
    assert list(fake._answers) == ["a", "c"]
    assert fake.ask("a") is first
    for k in range(4):
        fake.ask(f"die {k}")
    assert list(fake._slow) == ["die 2", "die 3"]


def test_after_the_end_nothing_runs_and_nothing_starts(fake):
    assert both_idle(fake)
    processes = set(fake._processes)
    fake.stop()
    assert not any(process.is_running for process in processes)
    fake.start()
    assert (fake._starting, fake._processes) == (0, set())


def test_many_threads_get_their_own_answers(fake):
    wrong = []

    def ask(name):
        words = [f"{name} {k}" for k in range(20)]
        wrong.extend(word for word in words if said(fake.ask(word)) != word)

    threads = [threading.Thread(target=ask, args=[name]) for name in "abcdefgh"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def question(text, size=4):
    doubtful = [[False] * size] * size
    return json.dumps({"text": text, "x": [0.1] * size, "places": [[0, 0]], "doubtful": doubtful})


def test_the_worker_itself_answers():
    one = Deriver(limit=PATIENT, wait=PATIENT)
    formulas, proof = one.ask(question("2 * x")).read()
    assert formulas["entries"] == [{"place": [0, 0], "latex": "2", "number": 2.0}]
    assert proof == [[False] * 4] * 4
    one.stop()


@pytest.mark.nightly
def test_an_ask_takes_less_than_three_seconds_whatever_eight_others_ask():
    one, times = Deriver(), []
    until = time.monotonic() + 15

    def loop():
        while time.monotonic() < until:
            start = time.monotonic()
            nested = "softmax(" * 12 + "A @ x" + ")" * 12
            one.ask(question(f"{random.random():.6f} * {nested}", 8))
            times.append(time.monotonic() - start)

    threads = [threading.Thread(target=loop) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    one.stop()
    assert max(times) < 3
