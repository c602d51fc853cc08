import { i18n } from '@kbn/i18n';

import type { DetectorOwner } from '../../../common/detector';

/** With whose rights a detector acts. */
export function ownerName({ keyKind, username, keyId }: DetectorOwner): string {
  if (keyKind === 'none') {
    return i18n.translate('anomalyDetector.facts.noSecurity', {
      defaultMessage: 'Nobody: security is off',
    });
  }
  return (
    username ??
    i18n.translate('anomalyDetector.facts.apiKey', {
      defaultMessage: 'API key {id}',
      values: { id: keyId },
    })
  );
}

/** Which key it acts with. */
export function keyLabel({ keyKind, keyName, keyId }: DetectorOwner): string {
  switch (keyKind) {
    case 'none':
      return i18n.translate('anomalyDetector.access.noKey', {
        defaultMessage: 'None: security is off',
      });
    case 'own':
      return i18n.translate('anomalyDetector.access.ownKey', {
        defaultMessage: "The owner's own API key, {id}",
        values: { id: keyId },
      });
    case 'granted':
      return (
        keyName ??
        i18n.translate('anomalyDetector.facts.apiKey', {
          defaultMessage: 'API key {id}',
          values: { id: keyId },
        })
      );
  }
}
