"""The Python modules that dbt gives to macros (`modules.re`, `modules.datetime`)."""

import datetime
import re

__all__ = ["datetime", "re"]
