"""Keep the catalogues of the public pages: ``python tools/messages.py`` after a text has changed.

German is the source. The texts of the pages everybody reads are collected from the code, each
language has one catalogue, and what is not used any more goes. Needs no tool beside Python.
"""

import ast
import datetime as dt
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils.translation import trim_whitespace

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "vorort"
LOCALE = SRC / "locale"
# Folder of the catalogue, and the language whose plurals it forms.
LANGUAGES = {"en": "en", "hsb": "hsb", "de_Simple": "de"}
# Upper Sorbian counts one, two, few and many.
PLURALS = {"hsb": "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3)"}
# What a visitor without sign-in can read.
PUBLIC = (
    "portal/**/*",
    "ui/templates/ui/base.html",
    "ui/templates/ui/base_public.html",
    "ui/templates/ui/error.html",
    "ui/templates/ui/components/*.html",
    "ui/templates/ui/parts/brand.html",
    "ui/templates/ui/parts/legal*.html",
    "ui/templates/ui/parts/hits.html",
    "ui/templates/ui/parts/search_field.html",
    "ui/searching.py",
    "ui/templatetags/vo.py",
    "ui/tiles.py",
    "ui/views/errors.py",
    "publications/templates/publications/withdrawn.html",
    "publications/choices.py",
    "publications/middleware.py",
    "publications/rules.py",
    "figures/choices/glossary.py",
    "figures/choices/groups.py",
)
# Of these modules only the named choices stand on public pages.
PUBLIC_CHOICES = {"measures/choices.py": "MeasureState", "partners/choices.py": "Topic"}
_CALLS = {"_", "_lazy", "gettext", "gettext_lazy"}
_PLURAL_CALLS = {"ngettext", "ngettext_lazy"}
_IN_TEMPLATE = re.compile(r"""_\((?:"([^"]+)"|'([^']+)')\)""")

MADE_ON = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
Message = str | tuple[str, str]


def public_files() -> Iterator[Path]:
    """Yield the files whose texts belong into the catalogues."""
    for pattern in PUBLIC:
        found = sorted(SRC.glob(pattern))
        if not found:
            raise SystemExit(f"{pattern} names no file: mend PUBLIC in tools/messages.py")
        yield from (path for path in found if path.suffix in {".py", ".html", ".xml"})


def collect() -> dict[Message, list[str]]:
    """Return the texts of the public pages with the files they stand in."""
    found: dict[Message, list[str]] = {}
    for path, messages in public_texts():
        for message in messages:
            places = found.setdefault(message, [])
            name = path.relative_to(SRC).as_posix()
            if name not in places:
                places.append(name)
    return found


def public_texts() -> Iterator[tuple[Path, Iterator[Message]]]:
    """Yield each file with those of its texts that belong into the catalogues."""
    for path in public_files():
        yield path, of_python(path) if path.suffix == ".py" else of_template(path)
    for name, choices in PUBLIC_CHOICES.items():
        yield SRC / name, of_python(SRC / name, within=choices)


def of_python(path: Path, *, within: str = "") -> Iterator[Message]:
    """Yield the texts of a module, or of one class of it."""
    tree: ast.AST = ast.parse(path.read_text())
    if within:
        classes = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
        tree = next(node for node in classes if node.name == within)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
        if node.func.id in _CALLS and texts and isinstance(texts[0], str):
            yield texts[0]
        if node.func.id in _PLURAL_CALLS and len(texts) >= 2:
            yield str(texts[0]), str(texts[1])


def of_template(path: Path) -> Iterator[Message]:
    """Yield the texts of a template, read by Django's own parser."""
    source = path.read_text()
    parsed = engines["django"].from_string(source).template
    for node in parsed.nodelist.get_nodes_by_type(TranslateNode):
        literal = getattr(node.filter_expression.var, "literal", None) or node.filter_expression.var
        # Django doubles the sign before it looks a text up.
        yield str(literal).replace("%", "%%")
    for node in parsed.nodelist.get_nodes_by_type(BlockTranslateNode):
        forms = [node.render_token_list(each)[0] for each in (node.singular, node.plural) if each]
        forms = [trim_whitespace(form) if node.trimmed else form for form in forms]
        yield (forms[0], forms[1]) if len(forms) == 2 else forms[0]
    for double, single in _IN_TEMPLATE.findall(source):
        yield double or single


def catalogue_path(language: str, suffix: str = ".po") -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"django{suffix}"


def read_catalogue(language: str) -> Catalog:
    """Return the catalogue as it stands in the project."""
    with catalogue_path(language).open("rb") as stream:
        return read_po(stream, locale=LANGUAGES[language], charset="utf-8")


def renewed(language: str, messages: dict[Message, list[str]]) -> Catalog:
    """Return the catalogue with today's texts and the translations that still fit."""
    known = read_catalogue(language) if catalogue_path(language).exists() else Catalog()
    # Without days and names of its own the same texts give the same file.
    new = Catalog(
        locale=LANGUAGES[language],
        project="VorOrt",
        version="1",
        header_comment="# VorOrt: texts of the public pages",
        creation_date=MADE_ON,
        revision_date=MADE_ON,
        fuzzy=False,
        msgid_bugs_address="",
        last_translator="",
        language_team="",
    )
    if language in PLURALS:
        new.mime_headers = [("Plural-Forms", PLURALS[language])]
    for message, places in sorted(messages.items(), key=lambda entry: str(entry[0])):
        key = message if isinstance(message, str) else message[0]
        old = known.get(key)
        new.add(
            message,
            string=old.string if old is not None and old.id == message else None,
            locations=[(place, None) for place in places],
            flags=["python-format"] if "%(" in key else [],
        )
    return new


def write(language: str, catalogue: Catalog) -> None:
    """Write the catalogue, and the form that programs read."""
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, catalogue, width=100, omit_header=False, ignore_obsolete=True)
    with catalogue_path(language, ".mo").open("wb") as stream:
        write_mo(stream, catalogue)


def gaps(catalogue: Catalog) -> list[str]:
    """Return the texts without a translation."""
    return [
        str(message.id)
        for message in catalogue
        if message.id
        and not all(message.string if isinstance(message.string, tuple) else [message.string])
    ]


def main() -> None:
    """Renew every catalogue and say what is missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vorort.config.settings")
    django.setup()
    messages = collect()
    for language in LANGUAGES:
        write(language, renewed(language, messages))
        missing = gaps(read_catalogue(language))
        sys.stdout.write(f"{language}: {len(messages)} texts, {len(missing)} not translated\n")


if __name__ == "__main__":
    main()
