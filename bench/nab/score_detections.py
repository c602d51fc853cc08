"""Scores detections with NAB's own code (its optimizer, scorer and normalisation) in the standard profile.

Arguments: folder of NAB, folder of the data, file of the labels, folder of the results, name of the detector. The folder of
the results holds a folder for each detector, as NAB writes them, and is written into. The last line printed is the score.
"""

import json
import os
import shutil
import sys

home, data, labels, results, detector = sys.argv[1:6]
sys.path.insert(0, home)

from nab.runner import Runner  # noqa: E402

with open(os.path.join(home, "config", "profiles.json")) as file:
    standard = {"standard": json.load(file)["standard"]}
profiles = os.path.join(results, "profiles.json")
thresholds = os.path.join(results, "thresholds.json")
for path, content in [(profiles, standard), (thresholds, {})]:
    with open(path, "w") as file:
        json.dump(content, file)
with open(os.path.join(results, "final_results.json"), "w") as file:
    json.dump({}, file)
shutil.copytree(
    os.path.join(home, "results", "null"), os.path.join(results, "null"), dirs_exist_ok=True
)

if __name__ == "__main__":
    runner = Runner(data, results, labels, profiles, thresholds, numCPUs=1)
    runner.initialize()
    runner.score([detector], runner.optimize([detector]))
    runner.normalize()
    with open(os.path.join(results, "final_results.json")) as file:
        print(json.load(file)[detector]["standard"])
