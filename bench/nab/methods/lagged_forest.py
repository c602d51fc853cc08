"""scikit-learn's IsolationForest with its defaults on a value and the seven before it, learned anew every so many rows.

Arguments: input, output, rows, first row to score, rows between trainings, rows to learn from. Numbers are 32-bit,
little-endian: one value a row in, one score a row out, 0 for rows that are not scored.
"""

import sys

import numpy
from sklearn.ensemble import IsolationForest

LAGS = 8

source, target = sys.argv[1:3]
rows, first, step, window = map(int, sys.argv[3:7])
values = numpy.fromfile(source, dtype="<f4")[:rows]
padded = numpy.concatenate([numpy.full(LAGS - 1, values[0]), values])
lagged = numpy.lib.stride_tricks.sliding_window_view(padded, LAGS)
scores = numpy.zeros(rows, dtype="<f4")
for start in range(first, rows, step):
    past = lagged[max(0, start - window) : start]
    forest = IsolationForest(random_state=1).fit(past)
    scores[start : start + step] = -forest.score_samples(lagged[start : start + step])
scores.tofile(target)
