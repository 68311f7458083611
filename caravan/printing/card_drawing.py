"""Drawing one card in its label: symbol, code and number always; name, sentence and logo where the face has room."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from caravan.domain.codes import printed
from caravan.domain.errors import CaravanError
from caravan.printing.card_design import Card, Sheet
from caravan.printing.faces import CODE_ACROSS, PAD, STRIP_ROOM, arrange
from caravan.printing.paper import ARABIC, Box, Paper, Type
from caravan.printing.qr_symbol import dark_runs

# Lengths in millimetres, letters in points.
CODE, CODE_SPACING = Type(9.5, bold=True, align="C"), 0.3
SIDE_CODE = Type(9, bold=True)
NUMBER = Type(6, grey=90)
CODE_DROP, NUMBER_DROP = 2.9, 5.4  # from the foot of the symbol to the baselines under it
SIDE_LINE = 4.0
EDGE, HIGH_EDGE = 4.0, 3.0  # between what is read and the sides, or the top and foot: printers leave so much white
NAME_AR, NAME_FR = Type(12, bold=True, align="R"), Type(11, bold=True)
NAME_LABEL_AR, NAME_LABEL_FR = Type(7, grey=90, align="R"), Type(7, grey=90)
NAME_ROOM, NAME_LINE, NAME_LEAD, NAME_GAP = 10.0, 1.0, 5.0, 1.2
SENTENCE_AR, SENTENCE_FR = Type(10, align="R"), Type(9)
LEAD_AR, LEAD_FR = 4.8, 4.0
LOGO_SHARE, LOGO_HIGHEST, LOGO_GAP = 0.19, 13.0, 0.8
SIZES = (1.0, 0.9, 0.8, 0.7, 0.6)  # of the sentences, until they fit
LINE_GREY, DOTS = 120, (0.4, 0.8)


Line = tuple[str, Type, float]  # a line of a sentence, how it is set, and the lead above it


class CardPen:
    """Draws the cards of one printing on its paper."""

    def __init__(self, paper: Paper, sheet: Sheet) -> None:
        self._paper, self._label, self._design = paper, sheet.label, sheet.design
        self._face = arrange(sheet.label)
        self._logo = Image.open(BytesIO(sheet.design.logo)) if sheet.design.logo else None
        self._lines: list[Line] | None = None

    def draw(self, card: Card, left: float, top: float) -> None:
        """Draw a card in the label whose top left corner this is."""
        face = self._face
        margin = face.quiet * face.module
        x, y = left + face.left, top + face.top
        self._paper.fill_symbol(dark_runs(card.code, face.version), x + margin, y + margin, face.module)
        if face.arrangement in ("below", "face"):
            self._code_under(card, left, y + face.side)
        else:
            self._code_beside(card, x + face.side, y + face.side / 2)
        if face.arrangement == "face":
            self._room(card, Box(x + face.side + PAD, top, self._label.width - face.left - face.side - PAD - EDGE))
        if face.arrangement == "strip":
            self._strip_room(card, x + face.side + CODE_ACROSS + PAD, left + self._label.width - EDGE, top)

    def _code_under(self, card: Card, left: float, foot: float) -> None:
        is_alone = self._face.arrangement == "below"
        edge = left + EDGE / 2 if is_alone else left + self._face.left - 0.5
        width = self._label.width - EDGE if is_alone else self._face.side + 1
        self._paper.code_text(printed(card.code), Box(edge, foot + CODE_DROP, width), CODE, CODE_SPACING)
        if card.number:
            below = Box(edge, foot + NUMBER_DROP, width)
            self._paper.code_text(str(card.number), below, Type(NUMBER.points, grey=NUMBER.grey, align="C"))

    def _code_beside(self, card: Card, left: float, middle: float) -> None:
        first, second = printed(card.code).split("-")
        width = CODE_ACROSS - 1
        self._paper.code_text(f"{first}-", Box(left, middle - 0.6, width), SIDE_CODE)
        self._paper.code_text(second, Box(left, middle - 0.6 + SIDE_LINE, width), SIDE_CODE)
        if card.number:
            self._paper.code_text(str(card.number), Box(left, middle - 0.6 + 2 * SIDE_LINE, width), NUMBER)

    def _room(self, card: Card, room: Box) -> None:
        """Fill the room beside the symbol from the top: logo, sentence; from the foot: the place for the name."""
        foot = room.baseline + self._label.height - HIGH_EDGE
        below = room.baseline + HIGH_EDGE + self._draw_logo(room.left, room.baseline + HIGH_EDGE, room.width)
        self._sentences(Box(room.left, below, room.width), foot - NAME_ROOM - NAME_GAP)
        self._name(card, Box(room.left, foot - NAME_LINE, room.width))

    def _strip_room(self, card: Card, left: float, right: float, top: float) -> None:
        """Fill a strip: the name first, then the logo and the sentence where there is length for them."""
        name_width = min(max(STRIP_ROOM, (right - left) * 0.4), 95.0)
        height = self._label.height
        self._name(card, Box(left, top + height / 2 + NAME_ROOM / 2 - NAME_LINE, name_width))
        rest = Box(left + name_width + 2 * EDGE, top + EDGE, right - left - name_width - 2 * EDGE)
        used = self._draw_logo(rest.left, rest.baseline, rest.width)
        self._sentences(Box(rest.left, rest.baseline + used, rest.width), top + height - EDGE)

    def _draw_logo(self, left: float, top: float, width: float) -> float:
        """Draw the logo and return the height that it took."""
        if self._logo is None:
            return 0.0
        across, down = self._logo.size
        shown = min(self._label.height * LOGO_SHARE, LOGO_HIGHEST, width * down / across)
        self._paper.image(self._logo, x=left + (width - shown * across / down) / 2, y=top, h=shown)
        return shown + LOGO_GAP

    def _sentences(self, room: Box, lowest: float) -> None:
        """Set the sentences from the top of the room. Raises CaravanError("cards.sentence_room") when there is none."""
        if self._lines is None:
            self._lines = self._break_sentences(room.width, lowest - room.baseline)
        baseline = room.baseline
        for line, kind, lead in self._lines:
            baseline += lead
            self._paper.line_of_text(line, Box(room.left, baseline - lead * 0.25, room.width), kind)

    def _break_sentences(self, width: float, height: float) -> list[Line]:
        """Break the sentences, the same on every card, into lines; in smaller letters where there is little room."""
        texts = (self._design.sentence_ar, SENTENCE_AR, LEAD_AR), (self._design.sentence_fr, SENTENCE_FR, LEAD_FR)
        for size in SIZES:
            lines: list[Line] = []
            for text, kind, lead in texts:
                smaller = Type(kind.points * size, align=kind.align)
                lines += [(line, smaller, lead * size) for line in self._paper.lines_that_fit(text, width, smaller)]
            if sum(lead for _line, _kind, lead in lines) <= height:
                return lines
        raise CaravanError("cards.sentence_room")

    def _name(self, card: Card, line: Box) -> None:
        """Write the names, or draw a dotted line to write on with the word for "name" at both ends."""
        if card.has_name:
            names = [each for each in ((card.name_ar, NAME_AR), (card.name_fr, NAME_FR)) if each[0]]
            for place, (name, kind) in enumerate(names):
                baseline = line.baseline - (len(names) - 1 - place) * NAME_LEAD
                self._paper.line_of_text(name, Box(line.left, baseline, line.width), _side(name, kind))
            return
        word_ar, word_fr = self._design.name_words
        above = Box(line.left, line.baseline - NAME_ROOM + NAME_LINE + 2.2, line.width)
        self._paper.line_of_text(word_fr, above, NAME_LABEL_FR)
        self._paper.line_of_text(word_ar, above, NAME_LABEL_AR)
        self._paper.set_draw_color(LINE_GREY)
        self._paper.set_dash_pattern(*DOTS)
        self._paper.line(line.left, line.baseline, line.left + line.width, line.baseline)
        self._paper.set_dash_pattern()


def _side(name: str, kind: Type) -> Type:
    """Keep a name in the script that it is written in on that script's side."""
    return Type(kind.points, bold=kind.bold, align="R" if ARABIC.search(name) else "L")
