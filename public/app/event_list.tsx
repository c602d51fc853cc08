import { EuiPanel, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { EventsResponse } from '../../common/events';
import { formatCount } from '../charts/signal_format';
import { useServices } from './app_services';
import { eventTitle } from './quiet_times/event_title';
import { RequestError } from './request_error';
import type { RequestState } from './use_request';

/** So many are named; the charts mark them all. */
const NAMED = 10;

/** The deploys and other events of the time range, in words; nothing where there were none. */
export function EventList({
  events: { data, error, reload },
}: {
  events: RequestState<EventsResponse>;
}) {
  const { timeFormat } = useServices();
  if (!error && (data === undefined || data.total === 0)) return null;
  const named = data?.events.slice(0, NAMED) ?? [];
  const more = (data?.total ?? 0) - named.length;
  return (
    <>
      {error ? (
        <RequestError
          title={i18n.translate('anomalyDetector.eventList.error', {
            defaultMessage: 'The events could not be read',
          })}
          error={error}
          onRetry={reload}
        />
      ) : (
        <EuiPanel hasBorder>
          <EuiTitle size="s">
            <h2>
              {i18n.translate('anomalyDetector.eventList.title', {
                defaultMessage: 'Events ({count})',
                values: { count: formatCount(data?.total ?? 0) },
              })}
            </h2>
          </EuiTitle>
          <EuiSpacer size="s" />
          <EuiText size="s">
            <ul>
              {named.map((event) => (
                <li key={event.id}>
                  {timeFormat.format(event.time)} {eventTitle(event)}
                </li>
              ))}
            </ul>
            {more > 0 && (
              <p>
                {i18n.translate('anomalyDetector.eventList.more', {
                  defaultMessage:
                    '{count, plural, one {# earlier event is} other {# earlier events are}} marked in the charts.',
                  values: { count: more },
                })}
              </p>
            )}
          </EuiText>
        </EuiPanel>
      )}
      <EuiSpacer size="m" />
    </>
  );
}
