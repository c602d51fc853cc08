import { EuiFormRow, EuiSelect } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { DetectorSettings } from '../../../common/detector';
import { useServices } from '../app_services';
import { useRequest } from '../use_request';

interface Props {
  settings: DetectorSettings;
  onChange: (changed: Partial<DetectorSettings>) => void;
}

/** Takes pattern and time field from one of Kibana's data views; nothing where there are none. */
export function DataViewField({ settings: { indexPattern }, onChange }: Props) {
  const { dataViews } = useServices();
  const { data: views = [] } = useRequest(
    dataViews === undefined ? null : 'data views',
    // Without them, the pattern is typed.
    () => dataViews?.getIdsWithTitle().catch(() => []) ?? Promise.resolve([])
  );
  if (dataViews === undefined || views.length === 0) return null;
  const choose = async (id: string) => {
    const view = await dataViews.get(id);
    onChange({
      indexPattern: view.title,
      ...(view.timeFieldName !== undefined && { timeField: view.timeFieldName }),
    });
  };
  return (
    <EuiFormRow
      fullWidth
      label={i18n.translate('anomalyDetector.form.dataView', { defaultMessage: 'Data view' })}
    >
      <EuiSelect
        fullWidth
        options={[
          {
            value: '',
            text: i18n.translate('anomalyDetector.form.noDataView', {
              defaultMessage: 'None: give a pattern',
            }),
          },
          ...views.map(({ id, title, name }) => ({ value: id, text: name || title })),
        ]}
        value={views.find(({ title }) => title === indexPattern)?.id ?? ''}
        onChange={({ target }) => {
          if (target.value !== '') void choose(target.value);
        }}
      />
    </EuiFormRow>
  );
}
