"""A bare WebKitGTK window that obeys lines of JSON on its input.

`hosted.py` starts it with Debian's Python, and passes the folder for downloads.
"""

import json
import os
import sys
import threading
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

FOLDER = Path(sys.argv[1])
# Output of libraries would corrupt the answers.
answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)

context = WebKit2.WebContext.new_ephemeral()
manager = WebKit2.UserContentManager()
view = WebKit2.WebView(web_context=context, user_content_manager=manager)
view.get_settings().set_javascript_can_access_clipboard(False)  # as in Safari: needs a gesture
window = Gtk.Window(default_width=1280, default_height=800)
window.add(view)
printing = []  # keeps the running operations alive


def answer(number, **what):
    print(json.dumps({"id": number, **what}), file=answers)


def save(_, download):
    def decide(download, name):
        download.set_allow_overwrite(True)
        download.set_destination((FOLDER / f"{name}.part").as_uri())
        return True

    def finish(download):
        part = Path(GLib.filename_from_uri(download.get_destination())[0])
        part.rename(part.with_suffix(""))

    download.connect("decide-destination", decide)
    download.connect("finished", finish)


def goto(number, message):
    def changed(_, event):
        if event == WebKit2.LoadEvent.FINISHED:
            view.disconnect(handler)
            answer(number)

    handler = view.connect("load-changed", changed)
    view.load_uri(message["url"])


def run(number, message):
    def done(view, result):
        try:
            value = view.call_async_javascript_function_finish(result).to_json(0)
            answer(number, value=json.loads(value) if value else None)
        except GLib.Error as error:
            answer(number, error=error.message)

    view.call_async_javascript_function(message["body"], -1, None, None, None, None, done)


def resize(number, message):
    window.resize(message["width"], message["height"])
    answer(number)


def go_back(number, _):
    view.go_back()
    answer(number)


def go_forward(number, _):
    view.go_forward()
    answer(number)


def script(number, message):
    """Add a script that runs at the start of every document, in every frame."""
    frames, start = WebKit2.UserContentInjectedFrames, WebKit2.UserScriptInjectionTime.START
    source = message["source"]
    manager.add_script(WebKit2.UserScript.new(source, frames.ALL_FRAMES, start, None, None))
    answer(number)


def screenshot(number, message):
    def taken(view, result):
        try:
            view.get_snapshot_finish(result).write_to_png(message["path"])
            answer(number)
        except GLib.Error as error:
            answer(number, error=error.message)

    visible = WebKit2.SnapshotRegion.VISIBLE
    view.get_snapshot(visible, WebKit2.SnapshotOptions.NONE, None, taken)


def pdf(number, message):
    settings = Gtk.PrintSettings()
    settings.set_printer("Print to File")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, Path(message["path"]).absolute().as_uri())
    paper = Gtk.PageSetup()
    paper.set_paper_size(Gtk.PaperSize.new("iso_a4"))
    operation = WebKit2.PrintOperation.new(view)
    operation.set_print_settings(settings)
    operation.set_page_setup(paper)
    operation.connect("finished", lambda _: answer(number))
    operation.connect("failed", lambda _, error: answer(number, error=error.message))
    printing.append(operation)
    operation.print_()


ACTS = {
    act.__name__: act for act in (goto, run, resize, go_back, go_forward, script, screenshot, pdf)
}


def do(message):
    try:
        ACTS[message["do"]](message["id"], message)
    except Exception as error:  # report the error, and go on
        answer(message["id"], error=repr(error))
    return False


def listen():
    for line in sys.stdin:
        GLib.idle_add(do, json.loads(line))
    GLib.idle_add(Gtk.main_quit)


context.connect("download-started", save)
view.connect("web-process-terminated", lambda *_: os._exit(1))
window.connect("destroy", Gtk.main_quit)
window.show_all()
threading.Thread(target=listen, daemon=True).start()
Gtk.main()
