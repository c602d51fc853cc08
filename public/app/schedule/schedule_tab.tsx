import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import React from 'react';

import { DetectorAccess } from '../access/detector_access';
import { useServices } from '../app_services';
import type { DetectorTabProps } from '../detector/detector_tab';
import { NextRuns } from './next_runs';
import { RunHistoryTable } from './run_history_table';
import { ScheduleForm } from './schedule_form';

/** When a detector works and with whose rights, how it went, and how that is changed. */
export function ScheduleTab({
  detector,
  refresh,
  onChanged,
}: Pick<DetectorTabProps, 'detector' | 'refresh' | 'onChanged'>) {
  const { rights, timeFormat } = useServices();
  const behind = detector.status.health.find(({ kind }) => kind === 'behind_schedule');
  return (
    <>
      {behind && (
        <>
          <EuiCallOut
            size="s"
            color="warning"
            iconType="clock"
            title={timeFormat.told(behind.message)}
          />
          <EuiSpacer size="m" />
        </>
      )}
      <NextRuns detector={detector} refresh={refresh} onChanged={onChanged} />
      <EuiSpacer size="m" />
      <ScheduleForm
        // What was saved elsewhere takes the place of what is shown.
        key={detector.updatedAt}
        detector={detector}
        canSave={rights.save}
        onChanged={onChanged}
      />
      <EuiSpacer size="m" />
      <DetectorAccess detector={detector} onChanged={onChanged} />
      <EuiSpacer size="m" />
      <RunHistoryTable detectorId={detector.id} refresh={refresh} />
    </>
  );
}
