"""Prints what databases of the engine hold of machines, as JSON, one a line: records.py DATABASE..."""

import json
import os
import sqlite3
import sys

for path in sys.argv[1:]:
    # A state that was asked about nothing that the engine took has none.
    if os.path.exists(path):
        for (data,) in sqlite3.connect(path).execute("SELECT data FROM vms"):
            print(json.dumps(json.loads(data)))
