"""Dates as they are written, and those that are none."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearsay.read.dates import moment


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("2021-03-04", "2021-03-04"),
        ("2021-3-4", "2021-03-04"),
        ("Thu, 2021-03-04 10:11", "2021-03-04"),
        ("2021-03", "2021-03"),
        ("2021", "2021"),
        ("2021/03/04", "2021-03-04"),
        ("11/28/05", "2005-11-28"),
        ("11/28/98", "1998-11-28"),
        ("20210304", "2021-03-04"),
        ("20210304T101112Z", "2021-03-04T10:11:12Z"),
        ("2021-03-04T10:11:12Z", "2021-03-04T10:11:12Z"),
        ("2021-03-04T10:11:12.345+01:00", "2021-03-04T09:11:12Z"),
        ("2021-03-04 10:11:12 +0530", "2021-03-04T04:41:12Z"),
        ("2021-03-04T23:30-05:00", "2021-03-05T04:30:00Z"),
        ("2021-03-04T10:11", "2021-03-04"),
        ("Thu, 04 Mar 2021 10:11:12 +0000", "2021-03-04T10:11:12Z"),
        ("Thu, 4 Mar 2021 10:11:12 EST", "2021-03-04T15:11:12Z"),
        ("Thu, 4 Mar 2021 10:11:12 IST", "2021-03-04"),
        ("Thu Mar  4 10:11:12 +0000 2021", "2021-03-04T10:11:12Z"),
        ("March 4, 2021", "2021-03-04"),
        ("Thursday, March 4th, 2021 3:05 PM", "2021-03-04"),
        ("Mar. 4, 2021 at 12:05 a.m. ET", "2021-03-04"),
        ("Published: 4 March 2021", "2021-03-04"),
        ("Published on 4th of March, 2021", "2021-03-04"),
        ("10:15 GMT, 4 March 2021", "2021-03-04T10:15:00Z"),
        ("4-Mar-2021", "2021-03-04"),
        ("04.03.2021", "2021-03-04"),
        ("04.03.2021, 10:15 Uhr", "2021-03-04"),
        ("25/03/2021", "2021-03-25"),
        ("03/25/2021", "2021-03-25"),
        ("03/03/2021", "2021-03-03"),
        ("March 2021", "2021-03"),
        ("1614852672", "2021-03-04T10:11:12Z"),
        ("1614852672000", "2021-03-04T10:11:12Z"),
        ("2036-01-01", "2036-01-01"),
        ("1899-12-31", "1899-12-31"),
    ],
)
def test_told(said: str, iso: str) -> None:
    assert moment(said) == iso
    assert moment(f"  {said}\n") == iso


@pytest.mark.parametrize(
    "said",
    [
        "", "soon", "Monday", "yesterday", "3 hours ago", "31 Feb 99:00", "2021-02-31", "2021-13-01", "31.04.2021", "03/04/2021",
        "28/11/05", "01/02/05",
        "0000-00-00",
        "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "{{ page.date }}", "DSC_05092023", "2021-03-04-to-2021-03-05", "4 Mars 2021",
        "2021-03-04T25:00Z", "March 4", "12", "999999", "9" * 5000, "0" * 13, "9999-99-99", "2021-03-04T10:11:12+99:99",
    ],
)  # fmt: skip
def test_not_told(said: str) -> None:
    assert moment(said) in (None, "2021-03-04") if "+99" in said else moment(said) is None


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789-/.,: TZ+apmPMJanFebMarch", max_size=90))
def test_nothing_said_holds_us_up_or_breaks(said: str) -> None:
    began = time.perf_counter()
    found = moment(said)
    assert found is None or found[:4].isdigit()
    assert time.perf_counter() - began < 0.5
