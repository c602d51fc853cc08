"""Times scikit-learn's IsolationForest, on one thread, on request.

Reads a line for each request, "fit FILE COLUMNS" or "score FILE COLUMNS", and answers with the seconds it took. FILE
holds 32-bit little-endian numbers, row after row. "score" writes the scores of the last fitted forest to FILE.scores.
"""

import sys
import time

import numpy
from sklearn.ensemble import IsolationForest

forest = None
for line in sys.stdin:
    command, file, columns = line.split()
    rows = numpy.fromfile(file, dtype="<f4").reshape(-1, int(columns))
    began = time.perf_counter()
    if command == "fit":
        forest = IsolationForest(n_estimators=100, max_samples=256, random_state=1, n_jobs=1).fit(rows)
        took = time.perf_counter() - began
    else:
        scores = -forest.score_samples(rows)
        took = time.perf_counter() - began
        scores.astype("<f4").tofile(file + ".scores")
    print(took, flush=True)
