import { decodeOrThrow } from '../../common/codecs';
import { detectorSettingsCodec, type Detector, type DetectorSettings } from '../../common/detector';

export const settings = (changes: Partial<DetectorSettings> = {}): DetectorSettings => ({
  ...decodeOrThrow(detectorSettingsCodec, {}),
  ...changes,
});

export const detector = (changes: Partial<Detector> = {}): Detector => ({
  id: '6b1187b6-92a5-4362-9d08-91a281564b17',
  settings: settings(),
  enabled: true,
  owner: { username: null, keyKind: 'none', keyId: null, keyName: null, since: null },
  createdAt: '2026-03-01T00:00:00.000Z',
  createdBy: null,
  updatedAt: '2026-03-01T00:00:00.000Z',
  updatedBy: null,
  status: {
    state: 'running',
    message: null,
    notices: [],
    health: [],
    startedAt: null,
    ingestGapSince: null,
    activeModelId: null,
    activeModelNumber: null,
    chosenModel: null,
    scoredUpTo: null,
    lastScoring: null,
    lastTraining: null,
  },
  ...changes,
});
