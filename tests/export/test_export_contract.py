"""The export's documents: evidence, names and numbers as the contract tells."""

from hearsay.export.contract import body, document_entry, number
from hearsay.records import Attribution, Block, Document, Evidence, Figure, Mention, Report, Span

TEXT = "Menu\nBridge shut\nThe Daily Post said harbour chief Ana Rau counted 40 boats.\nShe counted twice."


def evidence(words: str, text: str = TEXT) -> Evidence:
    start = text.index(words)
    return Evidence.at("D1", text, Span(start, start + len(words)))


def example() -> Report:
    lines = [Span(0, 4), Span(5, 16), Span(17, 77), Span(78, len(TEXT))]
    kinds = ["item", "headline", "paragraph", "paragraph"]
    blocks = tuple(Block(span, kind, furniture=kind == "item") for span, kind in zip(lines, kinds, strict=True))
    document = Document("D1", "/r/a.txt", TEXT, blocks, "t", "r", "text/plain", title="Bridge shut")
    rest = {"document": "D1", "run": "R1", "method": "rule:test/1", "confidence": 0.5}
    rau = Mention("M1", evidence=evidence("Ana Rau"), schema="Person", name="Ana Rau", **rest)
    post = Mention("M2", evidence=evidence("The Daily Post"), schema="Organization", name="Daily Post", **rest)
    relay = Attribution(
        "A1", source=evidence("The Daily Post"), cue=evidence("said"), content=(evidence("harbour chief Ana Rau counted 40 boats"),),
        kind="indirect", stance="asserts", mention="M2", **rest,
    )  # fmt: skip
    said = Attribution(
        "A2", source=evidence("Ana Rau"), cue=None, content=(evidence("counted"), evidence("40 boats")),
        kind="indirect", stance="asserts", mention="M1", via="A1", **rest,
    )  # fmt: skip
    figure = Figure(
        "F1", evidence=evidence("40 boats"), kind="count", low=40.0, high=float("inf"), qualifier="exact", unit="1", item="boats",
        state=None, holder=None, place=None, as_of=None, scope=None, attribution="A2", voice="attributed", reported=False, **rest,
    )  # fmt: skip
    return Report(document, mentions=(rau, post), attributions=(relay, said), figures=(figure,))


def test_names_are_resolved_through_the_attribution() -> None:
    entry = document_entry(example(), {"M1": "N1"})
    figure = entry["figures"][0]
    assert (figure["source_name"], figure["via"]) == ("Ana Rau", "Daily Post")
    assert [(a["source_name"], a["via"]) for a in entry["attributions"]] == [("Daily Post", None), ("Ana Rau", "Daily Post")]
    assert [m["entity"] for m in entry["mentions"]] == ["N1", None]


def test_a_broken_quotation_is_a_list_and_an_unspoken_cue_null() -> None:
    whole, broken = document_entry(example())["attributions"]
    assert whole["content"] == {"start": 37, "end": 75, "quote": "harbour chief Ana Rau counted 40 boats"}
    assert [piece["quote"] for piece in broken["content"]] == ["counted", "40 boats"] and broken["cue"] is None


def test_the_body_leaves_furniture_out() -> None:
    assert body(example().document).startswith("Bridge shut\n\nThe Daily Post")
    assert "Menu" not in body(example().document)


def test_numbers_are_what_json_can_hold() -> None:
    assert document_entry(example())["figures"][0]["high"] is None
    assert [number(x) for x in (1.2e9, 0.5, -0.0, float("nan"), None)] == [1200000000, 0.5, 0, None, None]
    assert isinstance(number(40.0), int)
