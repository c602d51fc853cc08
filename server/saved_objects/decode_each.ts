import type { Broken } from '../../common/broken';
import { DecodeError } from '../../common/codecs';
import { DetectorError } from '../errors';

/** Decodes what can be; what cannot is named, with the reason. */
export function decodeEach<S extends { id: string }, A>(
  stored: readonly S[],
  decode: (object: S) => A
): { decoded: A[]; broken: Broken[] } {
  const decoded: A[] = [];
  const broken: Broken[] = [];
  for (const object of stored) {
    try {
      decoded.push(decode(object));
    } catch (error) {
      if (!(error instanceof DecodeError || error instanceof DetectorError)) throw error;
      broken.push({ id: object.id, reason: error.message });
    }
  }
  return { decoded, broken };
}
