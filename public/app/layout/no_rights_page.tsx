import { EuiPageTemplate } from '@elastic/eui';
import React from 'react';

import { NoRights } from '../request_error';

/** All that a user without the feature's privileges sees. */
export function NoRightsPage() {
  return (
    <EuiPageTemplate offset={0} restrictWidth={false} panelled>
      <EuiPageTemplate.Section>
        <NoRights />
      </EuiPageTemplate.Section>
    </EuiPageTemplate>
  );
}
