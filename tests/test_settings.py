"""Every knob, its default, its range and whence it comes."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from hearsay.errors import HearsayError, SettingsError
from hearsay.settings import Settings, load, size


@pytest.mark.parametrize(
    ("words", "bytes_"),
    [("20M", 20_000_000), ("20MB", 20_000_000), ("1.5 k", 1500), ("2g", 2_000_000_000), ("500000", 500_000), (" 7B ", 7)],
)
def test_sizes(words: str, bytes_: int) -> None:
    assert size(words) == bytes_


@pytest.mark.parametrize("words", ["", "M", "20X", "-5M", "1,000", "20 M B"])
def test_no_sizes(words: str) -> None:
    with pytest.raises(SettingsError) as problem:
        size(words)
    assert problem.value.value == words  # type: ignore[attr-defined]
    assert repr(words) in str(problem.value) and "20M" in str(problem.value)


def test_without_a_word_the_defaults_hold() -> None:
    settings, whence = load(environment={})
    assert settings == Settings()
    assert set(whence) == {field.name for field in fields(Settings)}
    assert set(whence.values()) == {"default"}


def test_a_flag_outranks_a_variable_outranks_the_file(tmp_path: Path) -> None:
    file = tmp_path / "hearsay.toml"
    file.write_text('jobs = 3\ntimeout = 4\nmax_size = "30M"\nstrict = true\n')
    settings, whence = load(file, {"HEARSAY_JOBS": "5", "HEARSAY_TIMEOUT": "2.5", "PATH": "/bin"}, jobs=7, language=None)
    assert (settings.jobs, settings.timeout, settings.max_size, settings.strict) == (7, 2.5, 30_000_000, True)
    assert (whence["jobs"], whence["timeout"], whence["max_size"]) == ("flag", "HEARSAY_TIMEOUT", str(file))
    assert (settings.language, whence["language"]) == (None, "default")


def test_the_file_of_the_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hearsay.toml").write_text('language = "fr"\n')
    monkeypatch.chdir(tmp_path)
    assert load(environment={})[0].language == "fr"
    assert load(environment={"HEARSAY_LANGUAGE": "none"})[0].language is None


@pytest.mark.parametrize(
    ("written", "word"),
    [("jobs = 0", "jobs"), ("jobs = -1", "jobs"), ('jobs = "many"', "jobs"), ("timeout = 0", "timeout"), ('max_size = "big"', "big"),
     ('strict = "maybe"', "strict"),
     ("speed = 3", "speed"), ("jobs = ", "TOML"), ('memory = "none"', "memory"), ("stop_after = 1e20", "stop_after")],
)  # fmt: skip
def test_what_a_file_may_not_say(tmp_path: Path, written: str, word: str) -> None:
    file = tmp_path / "hearsay.toml"
    file.write_text(written)
    with pytest.raises(SettingsError, match=word):
        load(file, {})


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="none.toml"):
        load(tmp_path / "none.toml", {})


def test_no_knob_of_that_name() -> None:
    with pytest.raises(SettingsError, match="speed") as problem:
        load(environment={}, speed=3)
    assert "jobs" in str(problem.value)
    with pytest.raises(SettingsError, match="HEARSAY_JOBS"):
        load(environment={"HEARSAY_JOBS": "x"})
    assert issubclass(SettingsError, HearsayError)


def test_the_digest_tells_settings_apart() -> None:
    digests = {Settings().digest(), *(replace(Settings(), **{name: 1}).digest() for name in ("jobs", "max_rows", "memory"))}
    assert len(digests) == 4
    assert Settings().digest() == Settings(jobs=2).digest()
