"""A scheduler or a person asks the job to stop."""

from __future__ import annotations

import signal
import time

from drills.bench import NEW, Bench
from drills.kills import course
from drills.observe import check_clean, check_next_run, check_whole, must, records_of

#: Of SIGTERM and SIGINT: 3 by the job's own contract, or what a shell gives a process of that signal.
STOPPED = {signal.SIGTERM: (3, 143, -15), signal.SIGINT: (3, 130, -2)}


def stop(bench: Bench) -> None:
    """Send SIGTERM and SIGINT at moments of the run, to the job alone and to its group."""
    usual = course(bench)
    moments = (0.6,) if bench.quick else (0.3, 0.45, 0.6, 0.7, 0.8)
    for number, name in ((signal.SIGTERM, "SIGTERM"), (signal.SIGINT, "SIGINT")):
        if bench.quick and number != signal.SIGTERM:
            continue
        for index, moment in enumerate(moments):
            with bench.case(f"{name}, {moment:.0%} of the run") as (world, before):
                running = world.start("run", "--log", "json", faults=bench.faults())
                running.wait_for('"lock"')
                time.sleep(max(0.0, moment - 0.3) * usual.seconds)
                running.send(number, whole_group=index % 2 == 1)
                ended = running.wait()
                left = world.wait_for_orphans(2.0)
                must(not left, f"processes go on working after the job stopped: {left}")
                is_new = check_whole(world, before, NEW)
                if is_new or ended.code == 0:
                    # It was past the switch, and ended its work.
                    must(ended.code == 0, f"published, and exit code {ended.code}")
                else:
                    must(
                        ended.code in STOPPED[number],
                        f"exit code {ended.code}: {ended.output[-1500:]}",
                    )
                    state = records_of(world)[-1]["state"]
                    must(state == "stopped", f"the record says {state}, not stopped")
                must("Traceback" not in ended.output, f"a traceback: {ended.output[-1500:]}")
                check_clean(world)
                check_next_run(world, NEW, before)
