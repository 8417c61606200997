"""Tests of the WPM sheet: the page, the workbook and the command."""
