"""Takes the one file of the wheel that is needed, the command line: unpack.py WHEEL TARGET."""

import sys
import zipfile

wheel, target = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive, open(target, "wb") as file:
    file.write(archive.read("smol/smol-vmm"))
