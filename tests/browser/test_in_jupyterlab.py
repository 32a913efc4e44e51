"""Lesson 03 in a real JupyterLab in headless Chromium: run all, move a slider by keyboard, answer an exercise."""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from shopkit.publish.build import NOTEBOOKS

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LESSON = "03_conversion_funnels.ipynb"
CHROMIUM = next((p for name in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(name))), None)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run"]
NOTEBOOK = "jupyterapp.shell.currentWidget"


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab with empty settings of its own, over copies of the notebooks; gives its address with the token."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    home = tmp_path_factory.mktemp("lab")
    for lang in ("en", "zh"):
        (home / lang).mkdir()
        shutil.copy(NOTEBOOKS / lang / LESSON, home / lang)
    port, token = _free_port(), secrets.token_hex(16)
    folders = {name: str(home / "jupyter" / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR",
                                                               "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")}
    news = home / "jupyter" / "JUPYTERLAB_SETTINGS_DIR" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    news.parent.mkdir(parents=True)
    # no question about news over what is looked at, and no network
    news.write_text('{"fetchNews": "false", "checkForUpdates": false}')
    env = {**os.environ, **folders}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}", f"--IdentityProvider.token={token}",
               f"--ServerApp.root_dir={home}", "--LabApp.expose_app_in_browser=True", "--ServerApp.port_retries=0", "--allow-root"]
    log = (home / "log.txt").open("w")
    server = subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT)
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api/status?token={token}", timeout=2)
                break
            except OSError:
                assert server.poll() is None, (home / "log.txt").read_text()
                time.sleep(0.5)
        # a workspace of its own each: JupyterLab would reopen what was open before
        yield lambda lang: f"http://127.0.0.1:{port}/lab/workspaces/{lang}/tree/{lang}/{LESSON}?token={token}"
    finally:
        server.terminate()
        server.wait(20)
        log.close()


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium here")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def _run_all(page, address):
    page.goto(address)
    page.wait_for_function(f"() => window.jupyterapp && {NOTEBOOK} && {NOTEBOOK}.sessionContext"
                           f" && {NOTEBOOK}.sessionContext.session && {NOTEBOOK}.sessionContext.session.kernel"
                           f" && {NOTEBOOK}.sessionContext.session.kernel.status === 'idle'", timeout=90_000)
    # the copy arrives with outputs and counts; without them what is counted below was counted here
    page.evaluate("() => jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    # awaiting the command would wait for ever
    page.evaluate("() => { void jupyterapp.commands.execute('runmenu:run-all') }")
    # an error ends the run: the cells after it would be waited for in vain
    page.wait_for_function(f"() => {{ const cells = {NOTEBOOK}.content.widgets.filter(c => c.model.type === 'code');"
                           " return cells.every(c => c.model.executionCount > 0 && c.model.executionState === 'idle')"
                           " || cells.some(c => c.model.outputs.toJSON().some(o => o.output_type === 'error')) }", timeout=180_000)


def _outputs(page):
    return json.loads(page.evaluate(f"() => JSON.stringify({NOTEBOOK}.content.widgets.filter(c => c.model.type === 'code')"
                                    ".map(c => c.model.outputs.toJSON()))"))


def _cell(page, code):
    """The index of the cell that holds `code`, scrolled into view (JupyterLab draws only what is near)."""
    index = page.evaluate(f"code => {NOTEBOOK}.content.widgets.findIndex(c => c.model.sharedModel.getSource().includes(code))", code)
    page.evaluate(f"i => {NOTEBOOK}.content.scrollToItem(i, 'start')", index)
    cell = page.locator(f".jp-Cell[data-windowed-list-index='{index}'], .jp-Cell").nth(0) if index < 0 else page.locator(
        f"[data-windowed-list-index='{index}']")
    cell.wait_for(state="attached", timeout=20_000)
    return cell


def _first_choice():
    """The number of the lesson's first question with letters to click, and the right letter: exercises are renumbered, their kinds change."""
    from shopkit import open_shop
    from shopkit.exercise import Choice
    from shopkit.lessons.exercises_03 import EXERCISES

    exercise = next(e for e in EXERCISES if isinstance(e.answer, Choice))
    return exercise.number, exercise.answer.show(exercise.solution(open_shop("demo"))).en[0]


@pytest.mark.parametrize(("lang", "right", "hint"), [("en", "Right", "Hint 1 of 3"), ("zh", "正确", "提示 1/3")])
def test_a_learner_runs_slides_and_answers(lab, browser, lang, right, hint, tmp_path):
    from playwright.sync_api import expect

    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    _run_all(page, lab(lang))
    outputs = [output for cell in _outputs(page) for output in cell]
    assert not [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]

    panel = _cell(page, "lesson.panel(shop)")
    slider = panel.get_by_role("slider").first
    slider.scroll_into_view_if_needed()
    sentence = panel.locator(".widget-html-content p:visible").filter(has_text="→")
    # the widget is drawn a moment after the kernel is done
    expect(sentence).to_have_text(re.compile(r"\d.*→.*\d"), timeout=15_000)
    before = sentence.text_content()
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(sentence).not_to_have_text(before, timeout=15_000)
    now, then = (re.findall(r"[\d,]*\d", text)[:2] for text in (before, sentence.text_content()))
    # the buyers of today stay, those of the what-if have changed
    assert now[0] == now[1] == then[0] != then[1]
    assert panel.locator("img").count() == 1
    page.wait_for_function(f"() => {NOTEBOOK}.sessionContext.session.kernel.status === 'idle'", timeout=15_000)
    page.screenshot(path=str(Path(os.environ.get("SHOPKIT_SCREENSHOTS", tmp_path)) / f"lesson_03_panel_{lang}.png"))

    asked, letter = _first_choice()
    question = _cell(page, f"check.ask({asked})")
    question.get_by_role("button", name=letter, exact=True).click()
    question.get_by_text("Check" if lang == "en" else "检查", exact=True).click()
    question.get_by_text(right).wait_for(timeout=15_000)
    question.get_by_text("Hint" if lang == "en" else "提示", exact=True).click()
    question.get_by_text(hint).wait_for(timeout=15_000)
    page.screenshot(path=str(Path(os.environ.get("SHOPKIT_SCREENSHOTS", tmp_path)) / f"lesson_03_exercise_{lang}.png"))
    page.close()
