import type { Locator } from '@kbn/share-plugin/public';

import {
  discoverParamsOf,
  type DiscoverBucket,
  type DiscoverParams,
  type Logs,
} from '../../common/discover_params';

export {
  differenceParamsOf,
  discoverParamsOf,
  quoteKuery,
  type DiscoverParams,
} from '../../common/discover_params';

/** The address of Discover with the record's logs. */
export const discoverUrlOf = (
  discover: Locator<DiscoverParams>,
  settings: Logs,
  record: DiscoverBucket
): string => discover.getRedirectUrl(discoverParamsOf(settings, record));
