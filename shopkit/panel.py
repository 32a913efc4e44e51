"""Sliders over pure functions, and answer boxes: the only module that knows ipywidgets."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable
from dataclasses import dataclass

from shopkit.exercise import Check, Choice, Exercise
from shopkit.labels import Label, format_value

DPI = 96
# of a picture: enough for smooth letters in every colour of the house
COLOURS = 160


@dataclass(frozen=True)
class Lever:
    """One slider as data: the argument it sets, its label, range, step, start value and kind."""

    name: str
    label: Label
    low: float
    high: float
    step: float
    start: float
    kind: str = "rate"


@dataclass(frozen=True)
class Panel:
    """A what-if: `what_if(**levers)` computes, `draw(result)` gives a figure, `tell(result)` a sentence.

    All three are pure, so they are tested without a browser. In a live notebook the levers are sliders (mouse or
    arrow keys) that begin at `start`; where widgets cannot run, the panel is the sentence and the picture with the
    levers of `example` moved. ideas: ids of the curriculum that it practises ("P4 P9").
    """

    title: Label
    levers: tuple[Lever, ...]
    what_if: Callable
    draw: Callable
    tell: Callable
    example: dict[str, float]
    currency: str | None = None
    ideas: str = ""

    @property
    def start(self) -> dict[str, float]:
        return {lever.name: lever.start for lever in self.levers}

    def _repr_mimebundle_(self, include=None, exclude=None):
        import ipywidgets as w

        sliders = {lever.name: self._slider(w, lever) for lever in self.levers}
        sentence, picture = w.HTML(), w.HTML()

        def refresh(_=None):
            result = self.what_if(**{name: slider.value for name, slider in sliders.items()})
            sentence.value = self._sentence(result)
            picture.value = self._picture(result)

        for slider in sliders.values():
            slider.observe(refresh, names="value")
        refresh()
        reset = w.Button(description=str(Label("Start values", "恢复初值")), icon="undo")

        def back(_):
            for lever in self.levers:
                sliders[lever.name].value = lever.start

        reset.on_click(back)
        title = w.HTML(f"<b>{html.escape(str(self.title))}</b>")
        box = w.VBox([title, *sliders.values(), reset, sentence, picture])
        return with_fallback(box, self.static_html(), str(self.title))

    def static_html(self) -> str:
        """The panel with its example levers moved, for pages on which no widget can run."""
        tried = self.start | self.example
        result = self.what_if(**tried)
        rows = ""
        for lever in self.levers:
            before, after = (format_value(v, lever.kind, self.currency) for v in (lever.start, tried[lever.name]))
            value = f"{before} → <b>{after}</b>" if lever.name in self.example else before
            rows += f"<li>{html.escape(str(lever.label))}: {value}</li>"
        return (f"<p><b>{html.escape(str(self.title))}</b></p><ul>{rows}</ul>"
                f"{self._sentence(result)}{self._picture(result, slim=True)}")

    def _slider(self, w, lever: Lever):
        formats = {"rate": ".1%", "count": ",.0f", "money": ",.2f", "number": ",.2f"}
        return w.FloatSlider(
            value=lever.start, min=lever.low, max=lever.high, step=lever.step, description=str(lever.label),
            readout_format=formats[lever.kind], continuous_update=False,
            style={"description_width": "22em"}, layout=w.Layout(width="48em", max_width="100%"),
        )

    def _sentence(self, result) -> str:
        return f'<p style="max-width:46em;line-height:1.5">{html.escape(str(self.tell(result)))}</p>'

    def _picture(self, result, slim: bool = False) -> str:
        picture = png(self.draw(result))
        # only what is kept in a file is made smaller: a slider is not to wait for it
        # as wide as the cell at most: a window is often narrower than the picture, and what stands right of it would be cut off
        return f'<img style="max-width:100%;height:auto" alt="{html.escape(str(self.tell(result)))}" src="data:image/png;base64,{few_colours(picture) if slim else picture}">'


class Questions(Check):
    """A lesson's checks, and for those who do not type code a box to answer in: `check.ask(2)`."""

    def ask(self, number: int) -> AnswerBox:
        """The question with its box."""
        return AnswerBox(self, self.exercise(number))


class AnswerBox:
    """The question, a field or a list of options, a button, the reply, and the hints one by one."""

    def __init__(self, check: Check, exercise: Exercise):
        self.check, self.exercise = check, exercise

    @property
    def _question(self) -> str:
        exercise = self.exercise
        options = ""
        if isinstance(exercise.answer, Choice):
            options = "<br>" + "<br>".join(html.escape(str(exercise.answer.show(k))) for k in exercise.answer.options)
        number = Label(f"Exercise {exercise.number}. ", f"练习 {exercise.number}：")
        return (f'<div style="max-width:46em;line-height:1.5"><b>{number}</b>{html.escape(str(exercise.question))}{options}</div>')

    def _repr_mimebundle_(self, include=None, exclude=None):
        import ipywidgets as w

        exercise, number = self.exercise, self.exercise.number
        if isinstance(exercise.answer, Choice):
            # the words stand in the question; the list holds letters, so that a long option is never cut
            letters = [(chr(65 + i), key) for i, key in enumerate(exercise.answer.options)]
            field = w.ToggleButtons(options=letters, value=None, style={"button_width": "3em"})
        else:
            field = w.Text(placeholder=str(exercise.answer.wanted), continuous_update=False, layout=w.Layout(width="26em"))
        button = w.Button(description=str(Label("Check", "检查")), button_style="primary")
        hint = w.Button(description=str(Label("Hint", "提示")))
        reply = w.HTML()
        told = {"verdict": "", "hint": ""}  # a hint stands under what was said of the answer, and not in its place

        def tell(**news):
            told.update({name: said._repr_html_() for name, said in news.items()})
            reply.value = told["verdict"] + told["hint"]

        def judged(_):
            tell(verdict=self.check(number, field.value))

        def hinted(_):
            tell(hint=self.check.hint(number))

        button.on_click(judged)
        hint.on_click(hinted)
        if isinstance(field, w.Text):
            field.observe(judged, names="value")
        box = w.VBox([w.HTML(self._question), field, w.HBox([button, hint]), reply])
        return with_fallback(box, self._question, f"{number}. {exercise.question}")


def with_fallback(widget, static_html: str, text: str) -> dict:
    """The widget's mime bundle, and beside it what is shown where no widget runs."""
    bundle = widget._repr_mimebundle_()
    data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
    return {**data, "text/html": static_html, "text/plain": text}


def png(figure) -> str:
    """A figure as base64 PNG, the same bytes each time; the figure is closed."""
    import matplotlib.pyplot as plt

    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)
    return base64.b64encode(buffer.getvalue()).decode()


def few_colours(picture: str) -> str:
    """A base64 PNG with no more colours than a chart has: a third of the size and no other look, the same bytes each time."""
    from PIL import Image

    slim = io.BytesIO()
    image = Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB")
    image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(slim, format="png", optimize=True)
    return base64.b64encode(slim.getvalue()).decode("ascii")
