"""Ways to spoil a valid drop. Each takes a file and dice, spoils it in place, says what it did."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from openpyxl import load_workbook

Mutation = Callable[[Path, Random], str]
Rows = list[list[str]]

MIB = 1024 * 1024
NASTY = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.invalid";"ici")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+33 1 99 00 04 05",
    "-1",
    "a\x00b",
    '"',
    '""";,\t"',
    "ligne 1\nligne 2\r\nligne 3",
    "<script>alert(1)</script>",
    "'; drop table raw.survey_cells; --",
    "NaN",
    "1e309",
    "-0",
    "99999999999999999999",
    "2026-02-30",
    "31/12/9999 25:61",
    "٣٤",
    "²",
    "\u202egauche",
    "👩‍👩‍👧",
    "\ufeff",
    "\u00a0",
    "NULL",
    "x" * 200_000,
    "%s%n{0}",
    "true",
]


def flip_bytes(path: Path, dice: Random) -> str:
    """Change one to twenty bytes."""
    data = bytearray(path.read_bytes())
    places = [dice.randrange(len(data)) for _ in range(dice.randint(1, 20))]
    for place in places:
        data[place] = dice.randrange(256)
    path.write_bytes(data)
    return f"bytes changed at {sorted(places)}"


def truncate(path: Path, dice: Random) -> str:
    """Keep the beginning only."""
    data = path.read_bytes()
    kept = dice.randrange(len(data))
    path.write_bytes(data[:kept])
    return f"truncated to {kept} bytes"


def repeat_part(path: Path, dice: Random) -> str:
    """Write a part of the file twice."""
    data = path.read_bytes()
    start = dice.randrange(len(data))
    end = dice.randint(start, len(data))
    path.write_bytes(data[:end] + data[start:])
    return f"bytes {start} to {end} doubled"


def insert_nulls(path: Path, dice: Random) -> str:
    """Insert null bytes somewhere."""
    data = path.read_bytes()
    place = dice.randint(0, len(data))
    path.write_bytes(data[:place] + b"\x00" * dice.randint(1, 64) + data[place:])
    return f"null bytes at {place}"


def replace_whole(path: Path, dice: Random) -> str:
    """Another thing under the same name."""
    name, data = dice.choice(
        [
            ("nothing", b""),
            ("a page", b"<!DOCTYPE html><html><body>Session expir\xc3\xa9e</body></html>"),
            ("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"),
            ("random bytes", dice.randbytes(5000)),
            ("blank lines", b"\n" * 1000),
            ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)),
            ("an empty archive", b"PK\x05\x06" + bytes(18)),
            ("separators", b";,;,\t|" * 500),
            ("one quote", b'"'),
        ]
    )
    path.write_bytes(data)
    return f"replaced by {name}"


def change_encoding(path: Path, dice: Random) -> str:
    """Write the text in another encoding, with or without its mark."""
    text = path.read_text("utf-8-sig", errors="replace")
    encoding = dice.choice(
        ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman", "cp850"]
    )
    path.write_bytes(text.encode(encoding, errors="replace"))
    return f"encoded as {encoding}"


def change_newlines(path: Path, dice: Random) -> str:
    """Other line ends."""
    end = dice.choice([b"\r", b"\r\n", b"\n\n", b"\x0b", b"\x85", b"\xe2\x80\xa8"])
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", end))
    return f"line ends {end!r}"


def swap_delimiter(path: Path, dice: Random) -> str:
    """Replace a separator by another, in the quotes too."""
    old, new = dice.sample([b";", b",", b"\t", b"|", b"'", b'"'], 2)
    path.write_bytes(path.read_bytes().replace(old, new))
    return f"{old!r} replaced by {new!r}"


def rename_extension(path: Path, dice: Random) -> str:
    """Give the file another suffix."""
    suffix = dice.choice([".csv", ".xlsx", ".xls", ".txt", ".CSV", ".ods", ".parquet", ".zip", ""])
    path.rename(path.with_name(f"{path.stem}{suffix}"))
    return f"suffix {suffix!r}"


def add_file(path: Path, dice: Random) -> str:
    """A second file in the folder."""
    name = dice.choice(["copie.csv", "Lisez-moi.pdf", "reponses (1).xlsx", "~$reponses.xlsx", ".x"])
    path.with_name(name).write_bytes(dice.choice([path.read_bytes(), b"", b"\x00" * 10, b"a;b\n"]))
    return f"file {name} beside it"


def make_folder(path: Path, _dice: Random) -> str:
    """A folder of the file's name."""
    path.unlink()
    path.mkdir()
    return "a folder of that name"


def spoil_table(path: Path, dice: Random) -> str:
    """One to three spoilt headers, cells or lines, in a CSV or in the sheet of a workbook."""
    rows, write = _open_table(path)
    said = [dice.choice(TABLE_FAULTS)(rows, dice) for _ in range(dice.randint(1, 3))]
    write(rows)
    return ", ".join(said)


def _rename_header(rows: Rows, dice: Random) -> str:
    row, column = dice.randrange(min(3, len(rows))), _column(rows, dice)
    rows[row][column : column + 1] = [dice.choice([*NASTY, "", " ", rows[row][column].upper()])]
    return f"header {row},{column} renamed"


def _double_header(rows: Rows, dice: Random) -> str:
    one, other = _column(rows, dice), _column(rows, dice)
    rows[0][one] = rows[0][other]
    return f"header {other} written over {one}"


def _drop_header(rows: Rows, _dice: Random) -> str:
    del rows[0]
    rows.extend([] if rows else [[""]])
    return "no header line"


def _drop_column(rows: Rows, dice: Random) -> str:
    column = _column(rows, dice)
    for row in rows:
        del row[column : column + 1]
    return f"column {column} removed"


def _add_column(rows: Rows, dice: Random) -> str:
    column = _column(rows, dice)
    for row in rows:
        row.insert(column, dice.choice(NASTY))
    return f"column added at {column}"


def _spoil_cells(rows: Rows, dice: Random) -> str:
    said = []
    for _ in range(dice.randint(1, 5)):
        row = dice.choice(rows)
        if row:
            column, value = dice.randrange(len(row)), dice.choice(NASTY)
            row[column] = value
            said.append(f"{column}={value[:20]!r}")
    return f"cells {said}"


def _double_line(rows: Rows, dice: Random) -> str:
    row = dice.randrange(len(rows))
    rows[row:row] = [list(rows[row]) for _ in range(dice.randint(1, 50))]
    return f"line {row} repeated"


def _cut_line(rows: Rows, dice: Random) -> str:
    row = dice.choice(rows)
    del row[dice.randint(0, len(row)) :]
    return f"a line cut to {len(row)} cells"


def _widen_line(rows: Rows, dice: Random) -> str:
    row = dice.choice(rows)
    row.extend(dice.choice(["", "x"]) for _ in range(dice.choice([1, 50, 16_000])))
    return f"a line of {len(row)} cells"


def _put_title(rows: Rows, dice: Random) -> str:
    rows[0:0] = [[dice.choice(["Export du 3 juin", "", *NASTY])]] * dice.randint(1, 4)
    return "a title above the header"


def _shuffle(rows: Rows, dice: Random) -> str:
    dice.shuffle(rows)
    return "lines shuffled"


def _empty_cells(rows: Rows, dice: Random) -> str:
    column = _column(rows, dice)
    for row in rows[1:]:
        row[column : column + 1] = [""]
    return f"column {column} emptied"


TABLE_FAULTS: list[Callable[[Rows, Random], str]] = [
    _rename_header,
    _double_header,
    _drop_header,
    _drop_column,
    _add_column,
    _spoil_cells,
    _spoil_cells,
    _double_line,
    _cut_line,
    _widen_line,
    _put_title,
    _shuffle,
    _empty_cells,
]


def _column(rows: Rows, dice: Random) -> int:
    rows[0] = rows[0] or [""]
    return dice.randrange(len(rows[0]))


def _open_table(path: Path) -> tuple[Rows, Callable[[Rows], object]]:
    if path.suffix == ".xlsx":
        return _open_sheet(path)
    text = path.read_text("utf-8-sig", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) or [[""]]

    def write(changed: Rows) -> None:
        made = io.StringIO(newline="")
        csv.writer(made, delimiter=delimiter).writerows(changed)
        path.write_text(made.getvalue(), "utf-8", newline="")

    return rows, write


def _open_sheet(path: Path) -> tuple[Rows, Callable[[Rows], object]]:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    rows = [["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)]

    def write(changed: Rows) -> None:
        sheet.delete_rows(1, sheet.max_row)
        for row in changed:
            # what a spreadsheet cannot hold at all is left out: no such file can exist
            sheet.append(["".join(c for c in v if c >= " " or c in "\n\t")[:32_000] for v in row])
        book.save(path)

    return rows, write


def spoil_workbook(path: Path, dice: Random) -> str:
    """Sheets renamed, removed, added first; cells merged; an XML part broken or missing."""
    if path.suffix != ".xlsx":
        return spoil_table(path, dice)
    return dice.choice([_spoil_sheets, _spoil_parts])(path, dice)


def _spoil_sheets(path: Path, dice: Random) -> str:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    what = dice.choice(["renamed", "notes first", "merged", "hidden", "emptied", "chart"])
    if what == "renamed":
        sheet.title = "Feuille « 2 »"
    elif what == "notes first":
        book.create_sheet("Lisez-moi", 0).append(["Export de démonstration"])
    elif what == "merged":
        sheet.merge_cells(start_row=1, start_column=1, end_row=3, end_column=4)
    elif what == "hidden":
        book.create_sheet("Autre")
        sheet.sheet_state = "hidden"
    elif what == "emptied":
        sheet.delete_rows(1, sheet.max_row)
    else:
        book.create_chartsheet("Graphique", 0)
    book.save(path)
    return f"sheet {what}"


def _spoil_parts(path: Path, dice: Random) -> str:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice(sorted(parts))
    what = dice.choice(["removed", "cut", "flipped", "entities"])
    data = parts.pop(name)
    if what == "cut":
        parts[name] = data[: dice.randrange(len(data))]
    elif what == "flipped":
        place = dice.randrange(len(data))
        parts[name] = data[:place] + bytes([dice.randrange(256)]) + data[place + 1 :]
    elif what == "entities":
        parts[name] = LAUGHS + data.partition(b"?>")[2]
    _write_archive(path, parts)
    return f"part {name} {what}"


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (96 + n, b"&%c;" % (95 + n) * 10) for n in range(2, 10))
    + b"]>"
)


def _write_archive(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def describe_wrongly(path: Path, dice: Random) -> str:
    """A spoilt source.toml."""
    sidecar = path.with_name("source.toml")
    lines = sidecar.read_text("utf-8").splitlines()
    line = dice.randrange(len(lines))
    key = lines[line].partition("=")[0].strip()
    value = dice.choice(
        ["", "1e400", "nan", "[]", '"x"', "true", "2025-13-45", "{}", "-5", '"\\u0000"']
    )
    lines[line] = dice.choice(
        [f"{key} = {value}", "", f"{lines[line]}\n{lines[line]}", "[a.b]", key]
    )
    sidecar.write_text("\n".join(lines), "utf-8")
    return f"source.toml, line {line + 1}: {lines[line]!r}"


def spoil_description(path: Path, dice: Random) -> str:
    """Bytes of source.toml changed or cut."""
    return (
        f"source.toml: {dice.choice([flip_bytes, truncate])(path.with_name('source.toml'), dice)}"
    )


def make_bomb(path: Path, dice: Random) -> str:
    """A workbook of some kilobytes whose sheet, or strings, unpack to hundreds of megabytes."""
    size = dice.choice([200, 500, 1000]) * MIB
    part = dice.choice(["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
    filling = dice.choice(
        [b'<row><c t="inlineStr"><is><t>a</t></is></c></row>', b" ", b"<si><t>a</t></si>"]
    )
    target = path.with_suffix(".xlsx")
    if path.suffix != ".xlsx":
        path.unlink()
        _minimal_workbook(target)
    with zipfile.ZipFile(target) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != part}
    block = filling * (MIB // len(filling))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        with archive.open(part, "w", force_zip64=True) as member:
            member.write(BOMB_HEADS[part])
            for _ in range(size // MIB):
                member.write(block)
    return f"{part} unpacks to {size // MIB} MiB of {filling[:12]!r}, never closed"


BOMB_HEADS = {
    "xl/worksheets/sheet1.xml": b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats'
    b'.org/spreadsheetml/2006/main"><sheetData>',
    "xl/sharedStrings.xml": b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats'
    b'.org/spreadsheetml/2006/main">',
}


def _minimal_workbook(path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.worksheets[0].append(["a", "b"])
    book.save(path)


def make_huge(path: Path, dice: Random) -> str:
    """A text file of 100 MB: the lines repeated, one endless line, or one endless cell."""
    data = path.read_bytes()
    if path.suffix == ".xlsx":
        return make_bomb(path, dice)
    what = dice.choice(["lines", "lines", "line", "cell"])
    head, _, body = data.partition(b"\n")
    if what == "lines":
        data += body * (100 * MIB // max(len(body), 1))
    elif what == "line":
        data += b"x;," * (33 * MIB)
    else:
        data += b'"' + b"x" * (100 * MIB) + b'"'
    path.write_bytes(data)
    return f"100 MiB: {what}, header of {len(head)} bytes"


COMMON: list[Mutation] = [
    *(spoil_table,) * 6,
    *(spoil_workbook,) * 2,
    flip_bytes,
    flip_bytes,
    truncate,
    repeat_part,
    insert_nulls,
    replace_whole,
    change_encoding,
    change_newlines,
    swap_delimiter,
    rename_extension,
    add_file,
    make_folder,
    describe_wrongly,
    spoil_description,
]
