"""The answers of a survey as a workbook (XLSX): numbers as numbers, and no cell is ever a formula."""

from collections.abc import Sequence
from io import BytesIO

import xlsxwriter

from app.http.locale import _
from app.models.survey import SurveyMarks
from app.rules.surveys import NUMBERS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answers_as_sheet(answers: Sequence[SurveyMarks]) -> bytes:
    """The file."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet, bold = book.add_worksheet(_("Jawaban")), book.add_format({"bold": True, "bottom": 1})
        for place, name in enumerate(SurveyMarks.model_fields):
            sheet.write_string(0, place, name.upper() if name in NUMBERS else name, bold)
        for at, answer in enumerate(answers, 1):
            for place, value in enumerate(answer.model_dump(mode="json").values()):
                if isinstance(value, bool):
                    sheet.write_boolean(at, place, value)
                elif isinstance(value, int):
                    sheet.write_number(at, place, value)
                elif value is not None:
                    sheet.write_string(at, place, value)
        sheet.freeze_panes(1, 0)
    return made.getvalue()
