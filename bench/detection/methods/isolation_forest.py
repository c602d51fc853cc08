"""scikit-learn's IsolationForest with its defaults on raw features, one forest for each entity.

Arguments: input, output, entities, rows, columns, training rows. Numbers are 32-bit, little-endian: the input holds
the rows of entity after entity, the output one score for each row that is not for training.
"""

import sys

import numpy
from sklearn.ensemble import IsolationForest

source, target = sys.argv[1:3]
entities, rows, columns, trained = map(int, sys.argv[3:7])
data = numpy.fromfile(source, dtype="<f4").reshape(entities, rows, columns)
scores = [
    -IsolationForest(random_state=1).fit(own[:trained]).score_samples(own[trained:])
    for own in data
]
numpy.concatenate(scores).astype("<f4").tofile(target)
