"""The shape that others rely on: assets, their dependencies, and the columns of the marts.

A change shows in the diff of contract.txt. To accept it: `python -m tests.test_contract`.
"""

from pathlib import Path

import dagster as dg

from pipelines.definitions import TABLES, defs

CONTRACT = Path(__file__).with_name("contract.txt")


def describe() -> str:
    """Return the contract as text: one line per asset, check and published column."""
    lines = []
    for asset in sorted(defs.resolve_asset_graph().get_all_asset_keys()):
        node = defs.resolve_asset_graph().get(asset)
        parents = ", ".join(sorted(key.to_user_string() for key in node.parent_keys))
        lines.append(f"asset {asset.to_user_string()} <- {parents}".rstrip())
    checks = defs.resolve_asset_graph().asset_check_keys
    lines += sorted(f"check {key.asset_key.to_user_string()}:{key.name}" for key in checks)
    lines += [
        f"column {table.table}.{column}"
        for table in sorted(TABLES, key=lambda table: table.table)
        if table.layer == "marts"
        for column in table.columns
    ]
    return "\n".join(lines) + "\n"


def test_the_contract_is_the_one_in_the_file() -> None:
    assert describe() == CONTRACT.read_text("utf-8")


def test_every_check_blocks_what_follows_its_table() -> None:
    graph = defs.resolve_asset_graph()
    specs = [graph.get(key) for key in graph.asset_check_keys]
    assert specs
    assert all(spec.blocking for spec in specs)


def test_the_runs_share_one_process() -> None:
    job = defs.resolve_job_def("observatoire")
    assert job.executor_def is dg.in_process_executor


if __name__ == "__main__":
    CONTRACT.write_text(describe(), "utf-8")
