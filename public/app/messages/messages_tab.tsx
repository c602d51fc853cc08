import { EuiButtonGroup, EuiBasicTable, EuiPanel, EuiSpacer, type Criteria } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import { messageLevels, type DetectorMessage, type MessageLevel } from '../../../common/messages';
import { useServices } from '../app_services';
import type { DetectorTabProps } from '../detector/detector_tab';
import { RequestError } from '../request_error';
import { useRequest } from '../use_request';
import { useMessageColumns } from './message_columns';

const PAGE_SIZES = [25, 50, 100];

const levelChoices = (): Record<MessageLevel, string> => ({
  info: i18n.translate('anomalyDetector.messages.all', { defaultMessage: 'All' }),
  warning: i18n.translate('anomalyDetector.messages.warnings', {
    defaultMessage: 'Warnings and errors',
  }),
  error: i18n.translate('anomalyDetector.messages.errors', { defaultMessage: 'Errors' }),
});

const isLevel = (id: string): id is MessageLevel => messageLevels.some((level) => level === id);

/** What happened to a detector, newest first. */
export function MessagesTab({ detector, refresh }: Pick<DetectorTabProps, 'detector' | 'refresh'>) {
  const { api } = useServices();
  const [level, setLevel] = useState<MessageLevel>('info');
  const [page, setPage] = useState({ index: 0, size: PAGE_SIZES[0] });
  const query = { level, size: page.size, page: page.index + 1 };
  const messages = useRequest(
    `messages ${detector.id} ${JSON.stringify(query)}`,
    (signal) => api.messages(detector.id, query, signal),
    refresh
  );
  const columns = useMessageColumns();
  const found = messages.latest;
  const choices = levelChoices();
  return (
    <EuiPanel hasBorder data-test-subj="messages">
      <EuiButtonGroup
        legend={i18n.translate('anomalyDetector.messages.levels', {
          defaultMessage: 'Which messages are shown',
        })}
        options={messageLevels.map((id) => ({ id, label: choices[id] }))}
        idSelected={level}
        onChange={(id) => {
          if (!isLevel(id)) return;
          setLevel(id);
          setPage({ ...page, index: 0 });
        }}
      />
      <EuiSpacer size="m" />
      {messages.error ? (
        <RequestError
          title={i18n.translate('anomalyDetector.messages.error', {
            defaultMessage: 'The messages could not be read',
          })}
          error={messages.error}
          onRetry={messages.reload}
        />
      ) : (
        <EuiBasicTable
          tableCaption={i18n.translate('anomalyDetector.messages.caption', {
            defaultMessage: 'What happened to the detector, the latest first',
          })}
          items={found?.messages ?? []}
          itemId="id"
          columns={columns}
          loading={messages.loading}
          noItemsMessage={noMessages(messages.loading, level)}
          pagination={{
            pageIndex: page.index,
            pageSize: page.size,
            pageSizeOptions: PAGE_SIZES,
            totalItemCount: found?.total ?? 0,
          }}
          onChange={({ page: changed }: Criteria<DetectorMessage>) => {
            if (changed) setPage(changed);
          }}
        />
      )}
    </EuiPanel>
  );
}

function noMessages(loading: boolean, level: MessageLevel): string {
  if (loading) {
    return i18n.translate('anomalyDetector.table.loading', { defaultMessage: 'Loading…' });
  }
  return level === 'info'
    ? i18n.translate('anomalyDetector.messages.none', { defaultMessage: 'No messages yet.' })
    : i18n.translate('anomalyDetector.messages.noneOfLevel', {
        defaultMessage: 'No messages of this kind.',
      });
}
