import {
  EuiButton,
  EuiFlexGroup,
  EuiFlexItem,
  EuiPageTemplate,
  EuiSuperDatePicker,
  EuiSuperSelect,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { Detector } from '../../common/detector';
import { useServices } from './app_services';
import { icons } from './icons';

interface Props {
  detectors: Detector[];
  selected: Detector | undefined;
  from: string;
  to: string;
  loading: boolean;
  onSelect: (detectorId: string) => void;
  onRange: (range: { from: string; to: string }) => void;
  onRefresh: () => void;
  onNewDetector: () => void;
}

const FIRST_REFRESH_MS = 60_000;

/** Title, choice of the detector and of the time range. */
export function PageHeader({
  detectors,
  selected,
  from,
  to,
  loading,
  onSelect,
  onRange,
  onRefresh,
  onNewDetector,
}: Props) {
  const { rights, timeFormat } = useServices();
  const [refreshing, setRefreshing] = useState({
    isPaused: true,
    refreshInterval: FIRST_REFRESH_MS,
  });
  const selectLabel = i18n.translate('anomalyDetector.header.detector', {
    defaultMessage: 'Detector',
  });

  return (
    <EuiPageTemplate.Header
      pageTitle={i18n.translate('anomalyDetector.app.title', {
        defaultMessage: 'Anomaly Detector',
      })}
      paddingSize="m"
    >
      {selected && (
        <EuiFlexGroup gutterSize="m" wrap responsive={false} justifyContent="spaceBetween">
          <EuiFlexItem grow={false}>
            <EuiFlexGroup gutterSize="s" responsive={false} wrap>
              <EuiFlexItem grow={false} style={{ minWidth: 280 }}>
                <EuiSuperSelect
                  prepend={selectLabel}
                  aria-label={selectLabel}
                  options={detectors.map(({ id, settings }) => ({
                    value: id,
                    inputDisplay: settings.name,
                    'data-test-subj': `detector-${id}`,
                  }))}
                  valueOfSelected={selected.id}
                  onChange={onSelect}
                  data-test-subj="detectorSelect"
                />
              </EuiFlexItem>
              {rights.save && (
                <EuiFlexItem grow={false}>
                  <EuiButton iconType={icons.plus} color="text" onClick={onNewDetector}>
                    {i18n.translate('anomalyDetector.header.newDetector', {
                      defaultMessage: 'New detector',
                    })}
                  </EuiButton>
                </EuiFlexItem>
              )}
            </EuiFlexGroup>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiSuperDatePicker
              start={from}
              end={to}
              isLoading={loading}
              dateFormat={timeFormat.dateFormat}
              commonlyUsedRanges={
                timeFormat.quickRanges.length > 0 ? timeFormat.quickRanges : undefined
              }
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
          </EuiFlexItem>
        </EuiFlexGroup>
      )}
    </EuiPageTemplate.Header>
  );
}
