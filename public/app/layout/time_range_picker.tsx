import { EuiSuperDatePicker } from '@elastic/eui';
import React, { useState } from 'react';

import { useServices } from '../app_services';

interface Props {
  from: string;
  to: string;
  loading: boolean;
  onRange: (range: { from: string; to: string }) => void;
  onRefresh: () => void;
}

/** How often is refreshed by the clock, once that is switched on. */
export const REFRESH_MS = 60_000;

/** Choice of the time range, with refresh by hand and by the clock. */
export function TimeRangePicker({ from, to, loading, onRange, onRefresh }: Props) {
  const { timeFormat } = useServices();
  const [refreshing, setRefreshing] = useState({
    isPaused: true,
    refreshInterval: REFRESH_MS,
  });
  return (
    <EuiSuperDatePicker
      start={from}
      end={to}
      isLoading={loading}
      dateFormat={timeFormat.dateFormat}
      commonlyUsedRanges={timeFormat.quickRanges.length > 0 ? timeFormat.quickRanges : undefined}
      isPaused={refreshing.isPaused}
      refreshInterval={refreshing.refreshInterval}
      onRefreshChange={({ isPaused, refreshInterval }) =>
        setRefreshing({ isPaused, refreshInterval })
      }
      onRefresh={onRefresh}
      onTimeChange={({ start, end, isInvalid }) => {
        if (isInvalid) return;
        if (start === from && end === to) onRefresh();
        else onRange({ from: start, to: end });
      }}
      width="auto"
    />
  );
}
