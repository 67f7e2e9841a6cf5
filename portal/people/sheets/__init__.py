"""Lists of people in a spreadsheet, in and out; other rooms register their own (`registry.py`)."""
