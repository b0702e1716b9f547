"""The catalogues: complete, without leftovers, and with the same holes."""

from fascia import catalogues, cli, i18n


def test_the_template_is_up_to_date(tmp_path):
    cli.extract(tmp_path / "messages.pot")
    now = (i18n.TRANSLATIONS / "messages.pot").read_text("utf-8")
    assert (tmp_path / "messages.pot").read_text("utf-8") == now, "run: flask --app app i18n update"


def test_every_string_is_translated_and_none_is_left_over():
    assert catalogues.faults() == []


def test_a_missing_and_a_fuzzy_and_a_differently_holed_string_are_found(tmp_path, monkeypatch):
    folder = tmp_path / "translations"
    (folder / "nl/LC_MESSAGES").mkdir(parents=True)
    (folder / "messages.pot").write_text(
        'msgid ""\nmsgstr ""\n\nmsgid "One"\nmsgstr ""\n\nmsgid "Two"\nmsgstr ""\n\n'
        '#, python-format\nmsgid "%(num)s of three"\nmsgstr ""\n',
        "utf-8",
    )
    (folder / "nl/LC_MESSAGES/messages.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        '#, fuzzy\nmsgid "Two"\nmsgstr "Twee"\n\n'
        '#, python-format\nmsgid "%(num)s of three"\nmsgstr "%(aantal)s van drie"\n\n'
        'msgid "Four"\nmsgstr "Vier"\n',
        "utf-8",
    )
    monkeypatch.setattr(i18n, "TRANSLATIONS", folder)
    found = "\n".join(catalogues.faults())
    for part in ("'One' is not translated", "'Two' is fuzzy", "of three", "'Four' is no longer"):
        assert part in found
