"""Small forms written in the tests themselves, so that each test shows the rows it speaks of."""

from __future__ import annotations

LABELS = ("label::العربية (ar)", "label::Français (fr)", "label::English (en)")
MESSAGES = tuple(
    f"{rule}_message::{lang}"
    for rule in ("constraint", "soft_constraint")
    for lang in ("العربية (ar)", "Français (fr)", "English (en)")
)
TITLES = " | ".join(f"screen_title::{lang}" for lang in ("العربية (ar)", "Français (fr)", "English (en)"))
SETTINGS = f"""
| settings |
| | form_id | version | {TITLES} | station |
| | torture | 2026112101 | استمارة | Fiche | Form | yes |
"""

SEXES = """
list_name  name
sex  female
sex  male
"""


def table(sheet: str, text: str, columns: tuple[str, ...]) -> str:
    """Return a sheet from lines of cells parted by two spaces or more (~ is blank); `columns` are added, filled."""
    header, *rows = [line.strip() for line in text.strip().splitlines()]
    lines = [f"| {sheet} |", "|  | " + " | ".join([*header.split(), *columns]) + " |"]
    for row in rows:
        cells = [cell.strip() for cell in row.split("  ") if cell.strip()]
        cells = ["" if cell == "~" else cell.replace("|", r"\|") for cell in cells]
        cells += [""] * (len(header.split()) - len(cells))
        lines.append("|  | " + " | ".join([*cells, *(f"{cells[1]} {column[-3:-1]}" for column in columns)]) + " |")
    return "\n".join(lines) + "\n"


def markdown(survey: str, choices: str = "", settings: str = SETTINGS, *, messages: bool = True) -> str:
    text = table("survey", survey, LABELS + (MESSAGES if messages else ()))
    return text + (table("choices", choices, LABELS) if choices else "") + settings


def said(problems):
    return [str(problem) for problem in problems]


def only(problems):
    assert len(problems) == 1, said(problems)
    return problems[0]
