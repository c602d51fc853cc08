import { i18n } from '@kbn/i18n';
import { useCallback, useEffect, useRef } from 'react';

import { useServices } from '../app_services';

/**
 * Asks before a page with unsaved changes is left.
 * @returns what lets it be left without being asked, once all is saved
 */
export function useLeaveGuard(hasChanges: boolean): () => void {
  const { history } = useServices();
  const isSaved = useRef(false);

  useEffect(() => {
    if (!hasChanges) return undefined;
    const unblock = history.block(() => {
      if (isSaved.current) return undefined;
      return i18n.translate('anomalyDetector.form.leave', {
        defaultMessage: 'The detector has changes that are not saved. Leave without saving them?',
      });
    });
    const keep = (event: BeforeUnloadEvent) => {
      if (!isSaved.current) event.preventDefault();
    };
    window.addEventListener('beforeunload', keep);
    return () => {
      unblock();
      window.removeEventListener('beforeunload', keep);
    };
  }, [history, hasChanges]);

  return useCallback(() => {
    isSaved.current = true;
  }, []);
}
