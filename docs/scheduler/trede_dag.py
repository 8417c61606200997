"""Trede in Apache Airflow 3: one task, since the job does its own locking, testing and switching.

Put it in Airflow's folder of DAGs. The worker needs the checkout, its .venv and the folder of the
warehouse. See docs/scheduled_job.md.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG(
    dag_id="trede_acme",
    description="Build the carbon accounting warehouse and publish it when it is green.",
    schedule="30 5 * * 1-5",
    start_date=datetime(2025, 1, 1),  # Airflow's own time zone
    # A run reads what lies there today: one for each day that was missed would do the same again.
    catchup=False,
    max_active_runs=1,
    tags=["trede"],
):
    BashOperator(
        task_id="job_run",
        bash_command="trede job run --log json",
        cwd="/opt/trede",
        env={
            "PATH": "/opt/trede/.venv/bin:/usr/local/bin:/usr/bin:/bin",
            "TREDE_COMPANY": "acme",
            "TREDE_WAREHOUSE_DIR": "/srv/trede/acme",
        },
        append_env=True,
        # Every exit code but 0 fails the task. What is not green stays so until somebody mends it.
        retries=0,
        execution_timeout=timedelta(hours=6),
    )
