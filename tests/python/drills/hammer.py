"""Switch from run to run until somebody says stop: `python -m drills.hammer FOLDER STOP PAUSE RUN...`."""

from __future__ import annotations

import itertools
import sys
import time
from pathlib import Path

from drills.faults import Faults
from drills.variants import break_job


def main() -> None:
    """Switch to one run after the other with the job's own code; write how often."""
    from trede.job.folder import JobFolder

    folder, stop = Path(sys.argv[1]), Path(sys.argv[2])
    pause, runs = float(sys.argv[3]), sys.argv[4:]
    faults = Faults.from_environment()
    break_job(faults.variant, faults)
    job_folder = JobFolder(folder)
    for number, run_id in enumerate(itertools.cycle(runs)):
        if stop.exists():
            sys.stdout.write(str(number))
            return
        job_folder.switch_to(run_id)
        time.sleep(pause)


if __name__ == "__main__":
    main()
