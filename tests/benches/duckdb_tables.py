"""Computes with DuckDB what bench-count counts: for every one-, two- and three-way table records, weight sums, sums of
squared weights and of record keys. Two ways; the faster counts. Its weight sums must be ours, cell by cell."""

import itertools
import json
import sys
import time
from pathlib import Path

import duckdb
import numpy

folder, sizes = Path(sys.argv[1]), [int(size) for size in sys.argv[2].split(",")]
columns = [f"d{at}" for at in range(len(sizes))]
data = {name: numpy.fromfile(folder / f"{name}.bin", dtype=numpy.uint8) for name in columns}
data["w"] = numpy.fromfile(folder / "w.bin", dtype=numpy.float64)
data["k"] = numpy.fromfile(folder / "k.bin", dtype=numpy.uint64)

db = duckdb.connect()
db.execute("SET threads = 2")
db.execute("CREATE TABLE person AS SELECT * FROM data")
del data
sets = [list(names) for width in range(4) for names in itertools.combinations(columns, width)]
MEASURES = "count(*), sum(w), sum(w * w), sum(k)"

begun = time.perf_counter()
results = []
for names in sets:
    keys = ", ".join(names)
    query = f"SELECT {keys + ', ' if names else ''}{MEASURES} FROM person" + (f" GROUP BY {keys}" if names else "")
    results.append(db.execute(query).fetchnumpy())
one_by_one = time.perf_counter() - begun
print(f"DuckDB {duckdb.__version__}, one query a table: {one_by_one:.2f} s", flush=True)

grouping = ", ".join("(" + ", ".join(names) + ")" for names in sets)
begun = time.perf_counter()
query = f"SELECT {', '.join(columns)}, {MEASURES} FROM person GROUP BY GROUPING SETS ({grouping})"
db.execute(query).fetchnumpy()
together = time.perf_counter() - begun
print(f"DuckDB {duckdb.__version__}, one query with GROUPING SETS: {together:.2f} s", flush=True)

ours = {}
tables = json.loads((folder / "tables.json").read_text())
order = [table["dimensions"][0] for table in tables if len(table["dimensions"]) == 1]
for table in tables:
    key = tuple(sorted(order.index(name) for name in table["dimensions"]))
    ours[key] = {cell[0]: cell[1] for cell in table["cells"]}
checked = 0
for names, result in zip(sets, results):
    key = tuple(columns.index(name) for name in names)
    place = 0
    for at in key:
        place = place * sizes[at] + result[columns[at]].astype(numpy.int64)
    sums = result["sum(w)"]
    places = numpy.atleast_1d(place)
    assert len(sums) == len(ours[key]), f"{names}: {len(sums)} cells, ours has {len(ours[key])}"
    for at, total in zip(places, sums):
        assert ours[key][int(at)] == float(total), f"{names} at {at}: {total}, ours is {ours[key][int(at)]}"
        checked += 1
print(f"{checked} cells have the same weight sums")
print(min(one_by_one, together))
