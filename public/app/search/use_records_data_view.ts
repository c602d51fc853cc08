import type { DataView } from '@kbn/data-views-plugin/public';
import { useEffect, useState } from 'react';

import { RECORDS_DATA_VIEW } from '../../../common/record';
import { useServices } from '../app_services';

/**
 * The space's data view of anomalies, whose fields a search is offered.
 * @returns undefined while it is looked for, and where there is none: it is a convenience
 */
export function useRecordsDataView(): DataView | undefined {
  const { dataViews } = useServices();
  const [found, setFound] = useState<DataView>();
  useEffect(() => {
    let left = false;
    const find = async () => {
      const listed = (await dataViews?.getIdsWithTitle()) ?? [];
      const records = listed.find(({ id }) => id.startsWith(RECORDS_DATA_VIEW));
      const dataView = records && (await dataViews?.get(records.id, false));
      if (!left) setFound(dataView);
    };
    // Whoever may not read data views searches without being offered fields.
    find().catch(() => {
      if (!left) setFound(undefined);
    });
    return () => {
      left = true;
    };
  }, [dataViews]);
  return found;
}
