"""Run dbt several times in one process, because parsing takes longer than these runs do.

`python steps.py STEPS.json`: a list of [name, dbt arguments, files to change, database to copy to].
Prints what each run answered as JSON: its success, and the message of each node that failed.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from dbt.cli.main import dbtRunner


def main() -> None:
    """Parse once and run the steps."""
    plan = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    parsed = dbtRunner().invoke(["--quiet", "parse", *plan["options"]])
    if not parsed.success:
        raise SystemExit(f"dbt parse: {parsed.exception}")
    runner = dbtRunner(manifest=parsed.result)
    answers = {}
    for step in plan["steps"]:
        for target, source in step.get("replace", {}).items():
            shutil.rmtree(target, ignore_errors=True)
            Path(target).unlink(missing_ok=True)
            if source and Path(source).is_dir():
                shutil.copytree(source, target)
            elif source:
                shutil.copy2(source, target)
        ran = runner.invoke(["--quiet", *step["arguments"], *plan["options"]])
        results = ran.result.results if ran.result is not None else []
        answers[step["name"]] = {
            "success": ran.success,
            "ran": [result.node.name for result in results if str(result.status) == "success"],
            "messages": {
                result.node.name: result.message
                for result in results
                if str(result.status) in ("error", "fail")
            },
        }
        if "keep" in step:
            # dbt keeps the file open, and what it wrote last stands in the log beside it.
            for ending in ("", ".wal"):
                if Path(plan["database"] + ending).is_file():
                    shutil.copy2(plan["database"] + ending, step["keep"] + ending)
    print(json.dumps(answers))  # noqa: T201  # the answer to the test that started it


if __name__ == "__main__":
    main()
