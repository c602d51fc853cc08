import { EXPECTED_HASHES, modelHashes } from './model_hashes';

it('learns the same bytes from the same seed, here as everywhere', async () => {
  expect(await modelHashes()).toEqual(EXPECTED_HASHES);
});
