"""The texts of the note in two languages."""

from __future__ import annotations

from pathlib import Path

from trede.language import Wordings

WORDS = Wordings(Path(__file__).with_name("wordings.csv"))
say, say_code = WORDS.say, WORDS.say_code
