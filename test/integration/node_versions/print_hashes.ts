import { modelHashes } from '../../unit/detection/model_hashes';

/** The program that is run under each Node: prints its version and the hashes of what it has learned, in JSON. */
modelHashes()
  .then((hashes) => console.log(JSON.stringify({ version: process.versions.node, hashes })))
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
