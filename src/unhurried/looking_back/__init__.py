"""What somebody kept over time, for their own eyes: what there is of each worksheet, and on which days.

table.py   entries as a pandas table: by worksheet, question, day and version
places.py  where in the course a worksheet stands, and what its questions look like

Pure: no space, no widget, no clock, and no person's words; those are fetched for what somebody opens, and only then.
pandas takes half a second to import, so whoever needs `table` imports it on use.
"""
