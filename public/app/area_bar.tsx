import { EuiButtonEmpty, EuiCallOut, EuiFlexGroup, EuiFlexItem, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import { useServices } from './app_services';
import type { TimeRange } from './time_range';

/** What was chosen in the timeline. */
export interface Area extends TimeRange {
  /** Absent where it reaches over several entities. */
  entity: string | undefined;
}

/** Says what everything below is narrowed to, with the way back. */
export function AreaBar({ area, onClear }: { area: Area; onClear: () => void }) {
  const { timeFormat } = useServices();
  const values = { from: timeFormat.format(area.from), to: timeFormat.format(area.to) };
  return (
    <>
      <EuiCallOut size="s" data-test-subj="areaBar">
        <EuiFlexGroup alignItems="center" gutterSize="s" responsive={false} wrap>
          <EuiFlexItem>
            <p>
              {area.entity === undefined
                ? i18n.translate('anomalyDetector.area.all', {
                    defaultMessage: 'Below: all entities from {from} to {to}',
                    values,
                  })
                : i18n.translate('anomalyDetector.area.entity', {
                    defaultMessage: 'Below: {entity} from {from} to {to}',
                    values: { ...values, entity: area.entity },
                  })}
            </p>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty size="xs" iconType="cross" onClick={onClear}>
              {i18n.translate('anomalyDetector.area.clear', {
                defaultMessage: 'Show the whole time range',
              })}
            </EuiButtonEmpty>
          </EuiFlexItem>
        </EuiFlexGroup>
      </EuiCallOut>
      <EuiSpacer size="m" />
    </>
  );
}
