"""Print the PDF of the demo corpus again: ``python bench/demo_pdf.py`` (needs reportlab)."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

PATH = Path(__file__).parents[1] / "src/hearsay/demo/reports/cyclone-03_continental-press_districts.pdf"
TITLE = "Gujarat evacuates 94,427 people hours before landfall"
DISTRICTS = (
    ("Kutch", "46,823"),
    ("Devbhumi Dwarka", "10,749"),
    ("Jamnagar", "9,942"),
    ("Morbi", "9,243"),
    ("Rajkot", "6,822"),
    ("Junagadh", "4,864"),
    ("Porbandar", "4,379"),
    ("Gir Somnath", "1,605"),
)
BEFORE = """
GANDHINAGAR (CPS) - The Indian state of Gujarat has brought 94,427 people to safety from eight districts on its coast, the state
government said on Thursday, hours before the cyclone Biparjoy was expected to make landfall near Jakhau.

Nearly half of them live in Kutch, the district where the eye of the storm will pass. The government gave these numbers for the
districts:
"""
AFTER = """
Among those moved are 8,900 children, 1,131 pregnant women and 4,697 elderly people, according to the state's relief commissioner, Alok
Kumar Pandey. They are housed in 1,521 shelters.

The National Disaster Response Force has placed 18 teams in the state, its director general, Atul Karwal, told journalists in New Delhi.
More than a dozen further teams stand by to be flown in.

Landfall will begin around 6 p.m. and last until midnight, the head of the meteorological department, Mrutyunjay Mohapatra, said. He
warned of a storm surge of 2 to 3 metres above the tide in Kutch, Devbhumi Dwarka, Jamnagar and Morbi. The railways have cancelled 76
trains as a precaution, their western zone said.
"""


def paragraphs(words: str) -> list[str]:
    """Part a text at its blank lines."""
    return [" ".join(p.split()) for p in words.strip().split("\n\n")]


def print_pdf(path: Path) -> None:
    """Write the report as a one-page PDF with a text layer, the same bytes every time."""
    styles = getSampleStyleSheet()
    plain = [styles["BodyText"]]
    page = SimpleDocTemplate(str(path), pagesize=A4, title=TITLE, author="Continental Press Service", invariant=1)
    story = [
        Paragraph("Continental Press Service", styles["Italic"]),
        Paragraph(TITLE, styles["Title"]),
        Paragraph("Thursday, 15 June 2023", styles["Italic"]),
        *(Paragraph(p, *plain) for p in paragraphs(BEFORE)),
        Table([("District", "People evacuated"), *DISTRICTS], hAlign="LEFT"),
        Spacer(1, 8),
        *(Paragraph(p, *plain) for p in paragraphs(AFTER)),
    ]
    page.build(story)


if __name__ == "__main__":
    print_pdf(PATH)
