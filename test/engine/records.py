"""Prints what the databases named on standard input hold of machines, as JSON, one a line."""

import json
import sqlite3
import sys

for line in sys.stdin:
    database = sqlite3.connect(line.rstrip("\n"))
    (data,) = database.execute("SELECT data FROM vms").fetchone()
    print(json.dumps(json.loads(data)))
