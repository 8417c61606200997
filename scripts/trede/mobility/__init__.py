"""The WPM report on paper: one sheet per KVK number and year, with the trail behind each cell."""
