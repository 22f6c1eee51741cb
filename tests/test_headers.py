"""The headers of every answer: what a browser may do with the page, and who may embed it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from explainer.server import headers


def rules(policy):
    return {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}


def answer(path):
    """Return status and headers of `Guarded`'s answer, with a server below that returns 200."""
    sent = []

    async def yes(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    with ThreadPoolExecutor(1) as pool:  # a browser's test may have a loop in this thread
        pool.submit(asyncio.run, headers.Guarded(yes)(scope, None, send)).result()
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_only_scripts_that_are_the_pages_own_may_run():
    allowed = rules(headers.policy())
    assert allowed["default-src"] == ["'none'"]
    own, wasm, *hashes = allowed["script-src"]
    assert (own, wasm) == ("'self'", "'wasm-unsafe-eval'")
    assert hashes == [headers.hashed(script) for script in headers.inline_scripts()]
    assert len(hashes) == 4  # Streamlit's, the one that names the server, and two of ours
    assert headers.hashed("alert(1)") not in hashes


def test_a_hash_is_what_a_browser_makes_of_the_script():
    # The example of the specification, https://www.w3.org/TR/CSP3/#example-hash-csp
    script = "alert('Hello, world.');"
    assert headers.hashed(script) == "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"


@pytest.mark.parametrize("path", ["/", "/static/js/index.js", "/_stcore/health", "/none"])
def test_every_answer_has_them(path):
    status, found = answer(path)
    assert status == 200
    assert found["content-security-policy"] == headers.policy()
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/metrics/", "/below/_stcore/metrics"]
)
def test_metrics_are_not_public(path):
    assert answer(path)[0] == 404


def test_a_course_site_may_embed_the_page_if_it_is_named(monkeypatch):
    assert rules(headers.policy())["frame-ancestors"] == ["'self'"]
    monkeypatch.setenv(headers.FRAMES, "https://course.example")
    assert rules(headers.policy())["frame-ancestors"] == ["'self'", "https://course.example"]


@pytest.mark.parametrize(
    "wrong", ["https://a.example; script-src *", "https://a.example, https://b.example"]
)
def test_what_would_be_another_rule_is_refused(monkeypatch, wrong):
    monkeypatch.setenv(headers.FRAMES, wrong)
    with pytest.raises(ValueError, match="spaces between"):
        headers.policy()
