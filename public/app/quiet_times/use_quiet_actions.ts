import { i18n } from '@kbn/i18n';
import { useState } from 'react';

import type { EventBody } from '../../../common/events';
import type {
  CalendarBody,
  FeedbackBody,
  MuteBody,
  QuietTimesChanged,
} from '../../../common/quiet_times';
import { describeApiError } from '../../api/api_error';
import { useServices } from '../app_services';

/** Each resolves with whether it was done; what was refused is said in a toast, in the server's words. */
export interface QuietActions {
  /** Whether an action is on its way to the server. */
  busy: boolean;
  giveFeedback: (feedback: Partial<FeedbackBody>) => Promise<boolean>;
  mute: (mute: Partial<MuteBody>) => Promise<boolean>;
  unmute: (muteId: string) => Promise<boolean>;
  /** A new one without an id. */
  saveCalendar: (calendar: CalendarBody, calendarId?: string) => Promise<boolean>;
  removeCalendar: (calendarId: string) => Promise<boolean>;
  addEvent: (event: EventBody) => Promise<boolean>;
  deleteEvent: (eventId: string) => Promise<boolean>;
}

/** What can be said to a detector about what it is to be quiet about. */
export function useQuietActions(detectorId: string, onChanged: () => void): QuietActions {
  const { api, toasts } = useServices();
  const [busy, setBusy] = useState(false);

  const perform = async <T>(action: () => Promise<T>, done: (answer: T) => void) => {
    // Buttons that somebody has just pressed stay enabled, or the focus would go elsewhere: a second press is taken for the first.
    if (busy) return false;
    setBusy(true);
    try {
      done(await action());
      onChanged();
      return true;
    } catch (error) {
      toasts.addDanger({
        title: i18n.translate('anomalyDetector.quiet.failed', {
          defaultMessage: 'This could not be changed',
        }),
        text: describeApiError(error).message,
      });
      return false;
    } finally {
      setBusy(false);
    }
  };
  const change = (action: () => Promise<QuietTimesChanged>) =>
    perform(action, ({ updatedRecords, isApplying }) => {
      toasts.addSuccess(
        isApplying
          ? i18n.translate('anomalyDetector.quiet.applying', {
              defaultMessage: 'Saved. Anomalies found so far follow in the background.',
            })
          : i18n.translate('anomalyDetector.quiet.changed', {
              defaultMessage:
                'Saved. {count, plural, =0 {Anomalies found so far stay as they are} one {# anomaly found so far has changed} other {# anomalies found so far have changed}}.',
              values: { count: updatedRecords },
            })
      );
    });
  const nothingToSay = () => {};

  return {
    busy,
    giveFeedback: (feedback) => change(() => api.giveFeedback(detectorId, feedback)),
    mute: (mute) => change(() => api.mute(detectorId, mute)),
    unmute: (muteId) => change(() => api.unmute(detectorId, muteId)),
    saveCalendar: (calendar, calendarId) =>
      change(() =>
        calendarId === undefined
          ? api.addCalendar(detectorId, calendar)
          : api.replaceCalendar(detectorId, calendarId, calendar)
      ),
    removeCalendar: (calendarId) => change(() => api.removeCalendar(detectorId, calendarId)),
    addEvent: (event) => perform(() => api.addEvent(event), nothingToSay),
    deleteEvent: (eventId) => perform(() => api.deleteEvent(eventId), nothingToSay),
  };
}
